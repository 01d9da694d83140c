from __future__ import annotations

from evals.cases import Kind
from evals.confusion import WAYS, Way, confusion
from sangdam.models import Outcome
from tests.evals.golden import case
from tests.evals.judgements import judged


def test_what_is_permitted_lies_on_the_diagonal_and_the_rest_beside_the_best() -> None:
    unclear = case("unclear", kind=Kind.UNDER_SPECIFIED)  # clarify, or a person
    found = confusion(
        [
            judged("a", Outcome.ANSWERED),
            judged("b", Outcome.HANDED_OFF),
            judged("c", None),
            judged(unclear, Outcome.CLARIFY),
            judged(unclear.model_copy(update={"id": "also"}), Outcome.HANDED_OFF),
            judged(unclear.model_copy(update={"id": "wrongly"}), Outcome.ANSWERED),
            judged(case("hi", kind=Kind.SMALL_TALK), Outcome.OUT_OF_SCOPE),
            judged(case("call", kind=Kind.REQUEST), Outcome.WITH_HUMAN),
        ]
    )
    counted = {(cell.wanted, cell.got): cell.cases for cell in found.cells if cell.cases}

    assert counted == {
        (Way.ANSWER, Way.ANSWER): ("a",),
        (Way.ANSWER, Way.PERSON): ("b",),
        (Way.ANSWER, Way.NOWHERE): ("c",),
        (Way.CLARIFY, Way.CLARIFY): ("unclear",),
        (Way.PERSON, Way.PERSON): ("also", "call"),
        (Way.CLARIFY, Way.ANSWER): ("wrongly",),
        (Way.FIXED, Way.FIXED): ("hi",),
    }
    assert found.count(Way.PERSON, Way.PERSON) == 2
    assert found.count(Way.FIXED, Way.ANSWER) == 0


def test_every_wanted_way_has_a_cell_for_every_way_got() -> None:
    found = confusion([])

    assert len(found.cells) == (len(Way) - 1) * len(Way)
    assert all(cell.wanted is not Way.NOWHERE for cell in found.cells)


def test_every_outcome_goes_a_way() -> None:
    assert set(WAYS) == set(Outcome)
