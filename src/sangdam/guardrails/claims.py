"""What a sentence claims, in parts that can be compared: words, numbers, negation, conditions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sangdam.guardrails.quantity import Quantity
from sangdam.guardrails.tokens import Role


class Condition(NamedTuple):
    kind: Role
    alternatives: tuple[tuple[str, ...], ...]
    """Words of each side of an "or", in order; one side is enough."""
    negations: int
    edge: str = ""
    """부터 or 까지 behind "…때": where the condition begins to hold, or ceases."""

    @property
    def words(self) -> frozenset[str]:
        return frozenset().union(*self.alternatives)


class Topic(NamedTuple):
    """What a clause is about, as the joined parts of "A and B"."""

    parts: tuple[tuple[str, ...], ...] = ()
    firm: bool = True
    """False for a Korean subject (이/가): an earlier 은/는 still rules over it."""

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for part in self.parts for word in part)

    @property
    def choices(self) -> tuple[frozenset[str], ...]:
        """Sets of words any of which names the topic, or one of those joined in it.

        "Credit and check card payments" may be told as "credit card payments"; "opened filters
        and consumables" never as "consumables", for the first part may qualify the last.
        """
        if len(self.parts) < 2:
            return (self.words,)
        *others, last = self.parts
        longest = max(len(part) for part in others)
        chosen = [_with_shared_end(part, last) for part in others]
        if longest == 1 or len(last) - longest in (0, 1):
            chosen.append(frozenset(last))
        return (self.words, *chosen)


def _with_shared_end(part: tuple[str, ...], last: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*part, *last[1:])) if len(part) == 1 else frozenset(part)


class Piece(NamedTuple):
    """The words and numbers between two commas or "and"s."""

    words: frozenset[str]
    leading: tuple[str, ...]
    """Words before the first number, in order."""
    quantities: tuple[Quantity, ...]
    trailing: tuple[str, ...] = ()
    """Words behind the first number, in order."""


class Segment(NamedTuple):
    """A clause that stands on its own: "A, and B" has two."""

    words: frozenset[str]
    main: frozenset[str]
    """Its words outside the conditions."""
    topic: Topic
    conditions: tuple[Condition, ...]
    quantities: tuple[Quantity, ...]
    negations: int
    """Outside the conditions."""
    marks: tuple[Role, ...]
    """Every ONLY and EXCEPT in it."""
    modals: frozenset[Role]
    pieces: tuple[Piece, ...]
    surface: str
    """Its words as written, without blanks, to find compounds written apart."""
    inherited: tuple[Condition, ...] = ()
    """Conditions of its neighbours, where it has none of its own."""

    @property
    def opens_topic(self) -> bool:
        return bool(self.topic.parts) and self.topic.firm


class Claim(NamedTuple):
    segments: tuple[Segment, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        return frozenset().union(*(segment.words for segment in self.segments))

    @property
    def surface(self) -> str:
        return " ".join(segment.surface for segment in self.segments)

    @property
    def negations(self) -> int:
        return sum(segment.negations for segment in self.segments)

    @property
    def marks(self) -> tuple[Role, ...]:
        return tuple(mark for segment in self.segments for mark in segment.marks)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(c for segment in self.segments for c in segment.conditions)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(q for segment in self.segments for q in segment.quantities)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(piece for segment in self.segments for piece in segment.pieces)


def joined(claims: Iterable[Claim]) -> Claim:
    """All their clauses, one after the other."""
    return Claim(tuple(segment for claim in claims for segment in claim.segments))


def merge(claims: Iterable[Claim], topic: Topic) -> Claim:
    """One segment that says all of `claims` about `topic`: a list item under its lead-in."""
    whole = joined(claims)
    return Claim(
        (
            Segment(
                words=whole.words,
                main=frozenset().union(*(s.main for s in whole.segments)),
                topic=topic,
                conditions=whole.conditions,
                quantities=whole.quantities,
                negations=whole.negations,
                marks=whole.marks,
                modals=frozenset().union(*(s.modals for s in whole.segments)),
                pieces=whole.pieces,
                surface=whole.surface,
            ),
        )
    )
