"""FAQ entries that ask the same: said twice, or answered in two ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sangdam.indexing.health.conflict import (
    Conflict,
    differing,
    leaning_conflict,
    opening_conflict,
)
from sangdam.indexing.health.doubts import Doubt, place, shown
from sangdam.indexing.health.quantities import quantities
from sangdam.indexing.health.twins import Twins
from sangdam.models import FindingKind


def duplicates(pairs: Iterable[Twins]) -> Iterator[Doubt]:
    """A contradiction where the answers can't both be right, else a near-duplicate."""
    for pair in pairs:
        answers = _conflict(pair) if pair.titles else None
        kind = FindingKind.CONTRADICTION if answers else FindingKind.NEAR_DUPLICATE
        what = _contradiction(pair, answers) if answers else _duplicate(pair)
        yield Doubt(kind, pair.other.document, what, pair.said_by_other)


def _conflict(pair: Twins) -> Conflict | None:
    here, there = pair.other.document.text, pair.one.document.text
    return (
        differing(quantities(here), quantities(there))
        or opening_conflict(here, there)
        or leaning_conflict(here, there)
    )


def _contradiction(pair: Twins, answers: Conflict) -> str:
    return (
        f"answers “{shown(pair.said_by_other)}” with “{answers.one}”, but"
        f" {place(pair.one.document)} answers “{shown(pair.said_by_one)}” with"
        f" “{answers.other}”; mend the wrong one and keep one entry"
    )


def _duplicate(pair: Twins) -> str:
    asks = (
        f"“{shown(pair.said_by_other)}” asks the same as “{shown(pair.said_by_one)}”"
        f" at {place(pair.one.document)}"
    )
    if not pair.titles:
        return f"the alias {asks}; leave it to the entry that should answer it"
    if pair.one.document.text == pair.other.document.text:
        return f"{asks}, with the same answer; keep one entry, with the questions of both"
    return f"{asks}; keep one entry, with the questions of both"
