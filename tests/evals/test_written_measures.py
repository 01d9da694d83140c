from __future__ import annotations

import pytest

from evals.cases import Half
from evals.gates import Exam, Floor, Floors
from evals.written import table
from evals.written.checked import Writing
from evals.written.faults import Fault
from evals.written.measures import (
    agreement,
    fault_rows,
    figures,
    good_passed,
    rows,
    unsound,
)
from sangdam.models import Language
from tests.evals.writing import draft, sentence

GOOD = sentence(sound=True, passes=True)
REFUSED = sentence(sound=True, passes=False)
SLIPPED = sentence(sound=False, passes=True, fault=Fault.NUMBER)
CAUGHT = sentence(sound=False, passes=False, fault=Fault.NUMBER)
FOUR = [draft(GOOD, CAUGHT), draft(GOOD, SLIPPED), draft(GOOD), draft(REFUSED)]


def test_without_checks_every_sentence_is_read() -> None:
    found = unsound(FOUR)
    assert found
    assert (found.value, found.n) == (2 / 6, 6)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_with_checks_what_passes_by_itself_is_read() -> None:
    found = unsound(FOUR, passing=True)
    assert found
    assert (found.value, found.n) == (1 / 4, 4)


def test_whole_drafts_are_sent_or_not_at_all() -> None:
    found = unsound(FOUR, sent=True)
    assert found
    assert (found.value, found.n) == (1 / 3, 3)


def test_where_nothing_is_read_there_is_nothing_to_tell() -> None:
    assert unsound([draft(CAUGHT)], passing=True) is None
    assert unsound([draft(GOOD, CAUGHT)], sent=True) is None


def test_a_draft_is_good_where_all_is_sound_and_to_the_point() -> None:
    found = good_passed([*FOUR, draft(GOOD, answers=False)])
    assert found
    assert (found.value, found.n) == (0.5, 2)
    assert good_passed([draft(SLIPPED)]) is None


def test_rows_tell_groups_halves_and_languages_apart() -> None:
    told = rows(
        [
            draft(GOOD),
            draft(GOOD, half=Half.SEALED, language=Language.ENGLISH),
            draft(SLIPPED, writing=Writing.BUILT),
            draft(GOOD, writing=Writing.READ),
        ]
    )
    assert [(row.group, row.half, row.language, row.drafts) for row in told if not row.half] == [
        ("all that was read", None, None, 3),
        ("all that was read", None, Language.KOREAN, 2),
        ("all that was read", None, Language.ENGLISH, 1),
        ("embedded model", None, None, 2),
        ("embedded model", None, Language.KOREAN, 1),
        ("embedded model", None, Language.ENGLISH, 1),
        ("inventing model", None, None, 1),
        ("inventing model", None, Language.KOREAN, 1),
    ]
    assert [row.half for row in told][8:] == [Half.SEALED] * 4 + [Half.OPEN] * 6


def test_faults_are_counted_with_those_that_pass() -> None:
    (row,) = [row for row in fault_rows(FOUR) if row.group == "embedded model"]
    assert (row.fault, row.language, row.n, row.passed) == (Fault.NUMBER, Language.KOREAN, 2, 1)


def test_floors_are_held_against_halves_and_languages() -> None:
    found = figures([*FOUR, draft(GOOD, writing=Writing.BUILT, half=Half.SEALED)])
    told = {(figure.slice, figure.name): figure.value for figure in found}
    assert told["open-ko", "prose_unsound"] == pytest.approx(1 / 4)
    assert told["all", "prose_good_passed"] == 0.5
    assert told["sealed", "invented_unsound"] == 0
    assert ("sealed", "prose_unsound") not in told
    floor = Floor(exam=Exam.WRITTEN, slice="ko", figure="prose_unsound", worst=0.2)
    assert len(Floors(floors=(floor,)).broken(Exam.WRITTEN, found)) == 1


def test_reading_and_building_are_compared_sentence_by_sentence() -> None:
    read = [draft(GOOD, writing=Writing.READ), draft(CAUGHT, writing=Writing.READ)]
    assert agreement([*read[:1], draft(GOOD, writing=Writing.BUILT)]).agree == 1
    found = agreement([*read[1:], draft(GOOD, writing=Writing.BUILT)])
    assert (found.agree, found.n) == (0, 1)


def test_the_table_says_which_half_and_how_many() -> None:
    told = list(table.lines(rows(FOUR)))
    assert told[0].startswith("\nWritten, both halves")
    assert any("33.3 % of 6" in line for line in told)
    assert list(table.fault_lines(fault_rows(FOUR)))[1] == "  number          ko 1 of 2"
