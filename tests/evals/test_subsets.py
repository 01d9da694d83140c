"""Subsets are drawn by lot over kind, language and half, and read back from their lists."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from evals.cases import Case, Half, Kind
from evals.subset import MODEL_MATTERS, choose, read, stratified, write
from sangdam.errors import Invalid, KnowledgeError, SetupError
from sangdam.models import Language
from tests.evals.golden import case


def exam(each: int = 6) -> tuple[Case, ...]:
    """So many cases of every kind, language and half; of small talk ten times as many."""
    strata = product(Kind, Language, Half)
    return tuple(
        case(
            f"{kind.replace('_', '-')}-{language}-{half}-{n}",
            kind=kind,
            language=language,
            half=half,
        )
        for kind, language, half in strata
        for n in range(each * (10 if kind is Kind.SMALL_TALK else 1))
    )


def strata(cases: tuple[Case, ...]) -> Counter[tuple[object, ...]]:
    return Counter((c.kind, c.language, c.half) for c in cases)


def test_every_stratum_is_there_and_the_large_ones_in_proportion() -> None:
    cases = exam()
    chosen = stratified(cases, 160)
    assert len(chosen) == 160 == len({c.id for c in chosen})
    found = strata(chosen)
    assert set(found) == set(strata(cases))
    large = {count for (kind, *_), count in found.items() if kind is Kind.SMALL_TALK}
    small = {count for (kind, *_), count in found.items() if kind is not Kind.SMALL_TALK}
    assert min(large) >= 5 * max(small)


def test_too_few_for_every_stratum_are_spread_over_the_largest() -> None:
    found = strata(stratified(exam(), 10))
    assert max(found.values()) == 1
    assert {kind for kind, *_ in found} > {Kind.SMALL_TALK}


def test_the_lot_depends_on_the_ids_and_on_nothing_else() -> None:
    cases = exam()
    assert choose(cases, "fast", 100) == choose(cases, "fast", 100)
    backwards = choose(tuple(reversed(cases)), "fast", 100)
    assert set(backwards) == set(choose(cases, "fast", 100))


def test_a_new_case_elsewhere_leaves_a_stratum_its_order() -> None:
    cases = exam()
    before = set(choose(cases, "fast", 160))
    after = set(choose((*cases, case("a-new-one", kind=Kind.SEVERE)), "fast", 160))
    assert len(before - after) <= 1


def test_the_subset_for_the_model_is_mostly_of_kinds_where_one_matters() -> None:
    chosen = choose(exam(), "embedded", 120)
    matter = [c for c in chosen if c.kind in MODEL_MATTERS]
    assert len(chosen) == 120
    assert len(matter) == 102
    assert {c.kind for c in matter} == MODEL_MATTERS
    assert len({c.kind for c in chosen} - MODEL_MATTERS) >= 5


def test_where_the_favoured_kinds_run_out_the_others_fill_up() -> None:
    few = tuple(c for c in exam() if c.kind in (Kind.MISSPELT, Kind.ATTACK))
    assert len(choose(few, "embedded", 40)) == 40
    assert len(choose(few, "embedded", len(few))) == len(few)


@pytest.mark.parametrize("size", [0, -1, 10_000])
def test_a_size_that_cannot_be_had_is_refused(size: int) -> None:
    with pytest.raises(Invalid, match=str(size)):
        choose(exam(), "fast", size)


def test_a_list_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    cases = exam()
    chosen = choose(cases, "fast", 100)
    path = write("fast", chosen, tmp_path)
    assert path.read_text("utf-8").startswith("# 100 golden cases")
    assert read("fast", reversed(cases), tmp_path) == chosen


def test_an_id_that_no_case_has_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("# mine\nhello-1\n\ngone-1  # was here\ngone-2\n", "utf-8")
    with pytest.raises(KnowledgeError) as raised:
        read("mine", [case("hello-1")], tmp_path)
    assert raised.value.problems == [
        "mine.txt:4: there is no case gone-1",
        "mine.txt:5: there is no case gone-2",
    ]


def test_an_unknown_list_names_those_that_are_there(tmp_path: Path) -> None:
    write("fast", [case("hello-1")], tmp_path)
    with pytest.raises(SetupError, match="there is no subset fst; there are: fast"):
        read("fst", [case("hello-1")], tmp_path)
