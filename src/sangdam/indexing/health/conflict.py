"""In what two answers to one question can't both be right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sangdam.indexing.health.polarity import leaning, opening
from sangdam.indexing.health.quantities import Quantity

ALIKE = 0.5
"""Share of words that two sentences must have in common before a can and a cannot in them speak
of one thing: "only before dispatch" and "not after dispatch" are both right."""


class Conflict(NamedTuple):
    one: str
    """What the first answer says, in its own words."""
    other: str


def differing(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> Conflict | None:
    """The first number, amount, date, time or code on which they differ.

    A detail that only one of them gives is no conflict.
    """
    left, right = missing(ours, theirs), missing(theirs, ours)
    pairs = ((quantity, rival) for quantity in left for rival in right)
    found = (Conflict(one.said, other.said) for one, other in pairs if one.rivals(other))
    return next(found, None)


def opening_conflict(one: str, other: str) -> Conflict | None:
    """One begins with a yes and the other with a no, in whatever languages."""
    ours, theirs = opening(one), opening(other)
    return None if None in (ours, theirs) or ours is theirs else _yes_and_no(bool(ours))


def leaning_conflict(one: str, other: str) -> Conflict | None:
    """One allows what the other denies, in one language and in much the same words."""
    ours, theirs = leaning(one), leaning(other)
    if not ours or not theirs or ours.says is theirs.says:
        return None
    shared, all_words = ours.about & theirs.about, ours.about | theirs.about
    return _yes_and_no(ours.says) if len(shared) >= ALIKE * len(all_words) else None


def missing(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[Quantity]:
    """What of ours stands nowhere in theirs."""
    same = {(quantity.family, quantity.value) for quantity in theirs}
    left = (q for q in ours if q.firm and (q.family, q.value) not in same)
    return [q for q in left if not any(q.equals(other) for other in theirs)]


def _yes_and_no(first: bool) -> Conflict:
    return Conflict("yes", "no") if first else Conflict("no", "yes")
