from __future__ import annotations

import pytest

from evals.cases import Half
from evals.gates import Exam, Floor, Floors
from evals.retrieval.measures import figures, rows
from evals.retrieval.reading import Slice
from sangdam.models import Language
from tests.evals.searching import searched

FOUR = [searched(1, 1), searched(1, 2), searched(4, None), searched(None, 6)]


def test_the_figures_of_a_row() -> None:
    (row, *_) = rows(FOUR)
    assert row.n == 4
    assert row.shipped.hit_at_1.value == 0.5
    assert row.shipped.hit_at_5.value == 0.75
    assert row.shipped.mrr.value == pytest.approx((1 + 1 + 1 / 4 + 0) / 4)
    assert row.dense.hit_at_1.value == 0.25
    assert row.dense.hit_at_5.value == 0.5
    assert row.dense.mrr.value == pytest.approx((1 + 1 / 2 + 0 + 1 / 6) / 4)
    assert row.shipped.hit_at_1.low is not None
    assert row.shipped.hit_at_1.high is not None
    assert row.shipped.hit_at_1.low < 0.5 < row.shipped.hit_at_1.high


def test_of_dense_errors_those_the_retriever_makes_of_its_own_are_taken_off() -> None:
    mended, broke, both = searched(1, 2), searched(2, 1), searched(3, 3)
    (row, *_) = rows([mended, mended, broke, both, searched(1, 1)])
    assert row.errors_removed
    assert row.errors_removed.n == 3
    assert row.errors_removed.value == pytest.approx((2 - 1) / 3)


def test_a_retriever_that_is_worse_removes_less_than_nothing() -> None:
    (row, *_) = rows([searched(2, 1), searched(2, 2)])
    assert row.errors_removed
    assert row.errors_removed.value == -1


def test_where_dense_makes_no_error_none_is_removed() -> None:
    (row, *_) = rows([searched(1, 1), searched(2, 1)])
    assert row.errors_removed is None


def test_the_sealed_half_comes_first_and_languages_are_apart() -> None:
    told = rows(
        [
            searched(1, 1, half=Half.OPEN, part=Slice.STORY),
            searched(1, 1, part=Slice.TYPOS),
            searched(2, 1, part=Slice.SHORT),
            searched(1, 1, language=Language.ENGLISH, part=Slice.SHORT),
        ]
    )
    assert [(row.half, row.language, row.slice, row.n) for row in told] == [
        (Half.SEALED, None, None, 3),
        (Half.SEALED, Language.KOREAN, None, 2),
        (Half.SEALED, Language.KOREAN, Slice.TYPOS, 1),
        (Half.SEALED, Language.KOREAN, Slice.SHORT, 1),
        (Half.SEALED, Language.ENGLISH, None, 1),
        (Half.SEALED, Language.ENGLISH, Slice.SHORT, 1),
        (Half.OPEN, None, None, 1),
        (Half.OPEN, Language.KOREAN, None, 1),
        (Half.OPEN, Language.KOREAN, Slice.STORY, 1),
    ]


def test_floors_are_held_against_halves_and_their_languages() -> None:
    told = figures(rows([*FOUR, searched(1, 1, half=Half.OPEN, language=Language.ENGLISH)]))
    assert {(figure.slice, figure.name): figure.value for figure in told} == pytest.approx(
        {
            **{(part, "hit_at_1"): 0.5 for part in ("sealed", "sealed-ko")},
            **{(part, "hit_at_5"): 0.75 for part in ("sealed", "sealed-ko")},
            **{(part, "mrr"): 0.5625 for part in ("sealed", "sealed-ko")},
            **{(part, "hit_at_1"): 1 for part in ("open", "open-en")},
            **{(part, "hit_at_5"): 1 for part in ("open", "open-en")},
            **{(part, "mrr"): 1 for part in ("open", "open-en")},
        }
    )


@pytest.mark.parametrize(("worst", "kept"), [(0.5, True), (0.6, False)])
def test_a_floor_is_kept_or_broken_by_them(worst: float, kept: bool) -> None:
    floor = Floor(exam=Exam.SEARCH, slice="sealed", figure="hit_at_1", worst=worst)
    broken = Floors(floors=(floor,)).broken(Exam.SEARCH, figures(rows(FOUR)))
    assert (broken == ()) is kept
