"""Which way a turn should have gone, and which way it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from evals.judged import Judged
from sangdam.models import Outcome, Value


class Way(StrEnum):
    ANSWER = "answer"
    CLARIFY = "clarify"
    FIXED = "fixed"
    """A set text: small talk, off-topic, refusal."""
    PERSON = "person"
    NOWHERE = "nowhere"
    """The conversation broke off; never wanted."""


WAYS: Mapping[Outcome, Way] = {
    Outcome.ANSWERED: Way.ANSWER,
    Outcome.CLARIFY: Way.CLARIFY,
    Outcome.SMALL_TALK: Way.FIXED,
    Outcome.OUT_OF_SCOPE: Way.FIXED,
    Outcome.REFUSED: Way.FIXED,
    Outcome.HANDED_OFF: Way.PERSON,
    Outcome.WITH_HUMAN: Way.PERSON,
}


class Cell(Value):
    wanted: Way
    got: Way
    cases: tuple[str, ...]
    """Their ids."""


class Confusion(Value):
    cells: tuple[Cell, ...]
    """Every wanted way with every way got, row by row."""

    def count(self, wanted: Way, got: Way) -> int:
        return len(self.cell(wanted, got).cases)

    def cell(self, wanted: Way, got: Way) -> Cell:
        return next(cell for cell in self.cells if (cell.wanted, cell.got) == (wanted, got))


def confusion(judged: Sequence[Judged]) -> Confusion:
    """A permitted ending counts as the wanted one; otherwise the best ending was wanted."""
    ids: dict[tuple[Way, Way], list[str]] = {
        (wanted, got): [] for wanted in Way if wanted is not Way.NOWHERE for got in Way
    }
    for one in judged:
        ids[_wanted(one), _got(one)].append(one.case.id)
    return Confusion(
        cells=tuple(
            Cell(wanted=wanted, got=got, cases=tuple(found)) for (wanted, got), found in ids.items()
        )
    )


def _wanted(judged: Judged) -> Way:
    permitted = judged.outcome if judged.outcome in judged.case.outcome else None
    return WAYS[permitted or judged.case.outcome[0]]


def _got(judged: Judged) -> Way:
    return WAYS[judged.outcome] if judged.outcome else Way.NOWHERE
