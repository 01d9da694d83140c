from __future__ import annotations

import pytest

from evals.comparison import Difference, compare
from evals.figures import HEADLINE
from evals.judged import Judged
from sangdam.models import Outcome
from tests.evals.golden import case
from tests.evals.judgements import judged

GOOD, BAD = {"cited": 1.0, "hit_at_1": 1.0}, {"cited": 0.0, "hit_at_1": 0.0}


def run(**right: bool) -> list[Judged]:
    return [judged(name, scores=GOOD if good else BAD) for name, good in right.items()]


def difference(name: str, before: list[Judged], after: list[Judged]) -> Difference:
    return next(d for d in compare(before, after).differences if d.name == name)


def many(right: int, of: int, latency: float = 10) -> list[Judged]:
    return [
        judged(
            f"case-{n}", scores={"cited": n < right, "hit_at_1": n < right, "latency_ms": latency}
        )
        for n in range(of)
    ]


def test_each_case_is_told_by_what_became_of_it() -> None:
    before = run(kept=True, broke=True, mended=False, failing=False, gone=True)
    after = run(new=False, failing=False, mended=True, broke=False, kept=True)
    found = compare(before, after)

    assert found.broke == ("broke",)
    assert found.mended == ("mended",)
    assert found.still_fail == ("failing",)
    assert found.still_pass == ("kept",)
    assert found.new == ("new",)
    assert found.gone == ("gone",)
    assert found.edited == ()


def test_a_case_that_asks_something_else_now_neither_broke_nor_counts() -> None:
    edited = case("a").model_copy(update={"facts": (("3,000원",),)})
    found = compare(run(a=True, b=True), [judged(edited, scores=BAD), *run(b=True)])

    assert (found.edited, found.broke) == (("a",), ())
    assert {d.n for d in found.differences} == {1}


def test_a_case_that_only_moved_in_its_file_is_the_same() -> None:
    moved = case("a").model_copy(update={"place": "open/answerable.ko.yaml:99", "why": "better"})

    assert compare(run(a=True), [judged(moved, scores=BAD)]).broke == ("a",)


def test_a_real_loss_is_beyond_chance_and_no_improvement() -> None:
    found = difference("wrong_among_answered", many(180, of=200), many(150, of=200))

    assert found.before == pytest.approx(0.1)
    assert found.after == pytest.approx(0.25)
    assert found.change == pytest.approx(0.15)
    assert found.n == 200
    assert found.low is not None
    assert found.high is not None
    assert 0.09 < found.low < 0.15 < found.high < 0.21
    assert found.beyond_chance
    assert not found.improved


def test_a_case_more_or_less_is_chance() -> None:
    found = difference("passed", many(150, of=200), many(151, of=200))

    assert found.change == pytest.approx(0.005)
    assert found.improved
    assert not found.beyond_chance


def test_pairing_sees_what_two_intervals_apart_would_miss() -> None:
    """Eight mended of 200 and none broken: each share alone is uncertain by more than that."""
    found = difference("hit_at_1", many(150, of=200), many(158, of=200))

    assert found.change == pytest.approx(0.04)
    assert found.beyond_chance


def test_equal_runs_differ_in_nothing() -> None:
    found = compare(many(15, of=20), many(15, of=20))

    assert [d.name for d in found.differences] == [
        name for name in HEADLINE if name != "under_escalated"
    ]
    assert not any(d.beyond_chance or d.change for d in found.differences)


def test_one_case_proves_nothing() -> None:
    found = difference("passed", run(a=True), run(a=False))

    assert found.change == -1
    assert not found.beyond_chance


def test_answers_are_compared_though_other_cases_were_answered() -> None:
    """Before, 10 answers of which 5 are wrong; after, only the 5 right ones are given."""
    before = many(5, of=10)
    after = [*before[:5], *(judged(f"case-{n}", Outcome.HANDED_OFF) for n in range(5, 10))]
    found = difference("wrong_among_answered", before, after)

    assert (found.before, found.after, found.n) == (0.5, 0, 10)
    assert found.improved


def test_slower_is_told_too() -> None:
    found = difference("latency_p50", many(5, of=10, latency=10), many(5, of=10, latency=30))

    assert (found.before, found.after) == (10, 30)
    assert not found.improved


def test_runs_without_a_common_case_have_no_differences() -> None:
    found = compare(run(a=True), run(b=True))

    assert (found.new, found.gone, found.differences) == (("b",), ("a",), ())
