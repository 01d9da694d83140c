"""Stretches of a source sentence that say one thing together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sangdam.guardrails.claims import Claim, Condition, Piece, Segment, Topic
from sangdam.guardrails.quantity import Quantity
from sangdam.guardrails.tokens import Role


class Run(NamedTuple):
    """Neighbouring clauses of one source sentence, read as one."""

    words: frozenset[str]
    main: frozenset[str]
    """Its words outside the conditions."""
    topic: Topic
    conditions: tuple[Condition, ...]
    quantities: tuple[Quantity, ...]
    negations: frozenset[int]
    """How often its clauses deny: one number where they agree."""
    marks: tuple[Role, ...]
    modals: frozenset[Role]
    pieces: tuple[Piece, ...]
    surface: str


def runs_of(claim: Claim) -> Iterator[Run]:
    """Every stretch of clauses that speaks of one thing, and what number lists leave out."""
    for start, first in enumerate(claim.segments):
        for end in range(start + 1, len(claim.segments) + 1):
            parts = claim.segments[start:end]
            if end > start + 1 and parts[-1].opens_topic:
                break
            yield _run(parts, _topic_at(claim, start))
        for other in claim.segments[start + 1 :]:
            yield from _elliptic(first, other)


def _run(parts: tuple[Segment, ...], topic: Topic) -> Run:
    whole = Claim(parts)
    return Run(
        words=whole.words | topic.words,
        main=frozenset().union(topic.words, *(part.main for part in parts)),
        topic=topic,
        conditions=whole.conditions or parts[0].inherited,
        quantities=whole.quantities,
        negations=frozenset(part.negations for part in parts),
        marks=whole.marks,
        modals=frozenset().union(*(part.modals for part in parts)),
        pieces=whole.pieces,
        surface=whole.surface,
    )


def _topic_at(claim: Claim, position: int) -> Topic:
    spoken_of = [s.topic for s in reversed(claim.segments[: position + 1]) if s.topic.parts]
    firm = (topic for topic in spoken_of if topic.firm)
    return next(firm, spoken_of[0] if spoken_of else Topic())


def _elliptic(one: Segment, other: Segment) -> Iterator[Run]:
    """Of "Gold gets 1, VIP gets 2 pickups" that Gold gets 1 pickup and that VIP gets 2.

    Only where both have a number of the same unit, by which they can be told apart.
    """
    rivals = any(q.competes_with(o) for q in one.quantities for o in other.quantities)
    if rivals and one.topic.parts and other.topic.parts:
        yield _completed(one, other)
        yield _completed(other, one)


def _completed(segment: Segment, by: Segment) -> Run:
    own = [q for q in by.quantities if not any(q.competes_with(s) for s in segment.quantities)]
    return _run((segment, by), segment.topic)._replace(
        words=segment.words | (by.words - by.topic.words),
        quantities=(*segment.quantities, *own),
        negations=frozenset({segment.negations + by.negations}),
    )
