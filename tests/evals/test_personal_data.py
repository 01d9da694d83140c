"""Made sentences: what has a shape is found, and near misses are left alone."""

from __future__ import annotations

import pytest

from evals.personal_data.examination import PersonalDataExam, examine_personal_data
from evals.personal_data.made import MAKERS, STRUCTURED, sentences
from evals.personal_data.measures import ALL_STRUCTURED, Inspected, rows
from sangdam.models import Language
from sangdam.settings import Settings


@pytest.fixture(scope="module")
def exam() -> PersonalDataExam:
    return examine_personal_data(Settings.load(), count=2000)


@pytest.mark.parametrize("language", Language)
def test_what_has_a_shape_is_found_and_little_else(
    exam: PersonalDataExam, language: Language
) -> None:
    known = {(row.kind, row.language): row for row in exam.rows}
    together = known[ALL_STRUCTURED, language]
    assert together.recall
    assert together.precision
    assert together.recall.value >= 0.995
    assert together.precision.value >= 0.98
    f1 = known["address", language].f1
    assert f1
    assert f1 >= 0.8


def test_the_same_seed_makes_the_same_sentences() -> None:
    assert [*sentences(50, seed=1)] == [*sentences(50, seed=1)]
    assert [*sentences(50, seed=1)] != [*sentences(50, seed=2)]


def test_every_kind_is_there_in_both_languages() -> None:
    made = [*sentences(2000, seed=3)]
    planted = {(one.language, p.kind) for one in made for p in one.planted}
    assert planted == {(language, kind) for language in Language for kind in MAKERS}
    assert {*STRUCTURED} < {*MAKERS}
    assert sum(not one.planted for one in made) > 800, "near misses"


def test_what_is_taken_for_another_kind_is_no_hit() -> None:
    found = rows(
        [
            Inspected(
                language=Language.KOREAN, planted=("phone",), kept=(), taken=("resident_number",)
            ),
            Inspected(language=Language.KOREAN, planted=("phone",), kept=("phone",), taken=()),
        ],
        ("phone", "resident_number"),
    )
    both = {row.kind: row for row in found if row.language is None}
    assert both["phone"].recall
    assert both["phone"].recall.value == 0.5
    assert both["phone"].precision is None
    assert both["resident_number"].precision
    assert both["resident_number"].precision.value == 0
    assert both["phone"].f1 is None
