"""Tokens put together as a claim: cut into clauses, each with its topic and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sangdam.guardrails.claims import Claim, Condition, Piece, Segment, Topic
from sangdam.guardrails.conditions import parted_ahead, parted_behind
from sangdam.guardrails.tokens import (
    CONDITIONS,
    JOINTS,
    LASTING,
    MARKS,
    MODALS,
    PIECE_ENDS,
    Role,
    Token,
    count,
    quantities_of,
    split,
    words_of,
)


class Grammar(NamedTuple):
    """Where a language puts its markers."""

    condition_follows: bool
    """True where the marker comes before its condition ("if …"), False for "…면"."""
    firm_subject: bool
    """Whether a subject alone makes a clause speak of something new."""
    chains: frozenset[str] = frozenset()
    """Joints by which one condition is made of two clauses: "신분증을 가지고 방문하면"."""


class Part(NamedTuple):
    """The tokens between two joints."""

    tokens: list[Token]
    opposes: bool = False
    """Set against the part before it."""
    apart: bool = False
    """A comma stands between."""
    joint: str = ""
    """What joins it to the part before."""


def claim_of(tokens: Sequence[Token], grammar: Grammar) -> Claim:
    parts = _whole_conditions([part for part in _parts(tokens) if part.tokens], grammar)
    segments = [_segment(part.tokens, grammar) for part in parts]
    segments = _inherit_forward(segments, parts)
    if grammar.condition_follows:
        segments = _inherit_backward(segments, parts)
    return Claim(tuple(segments))


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    """Parts between joints, and between the commas of "A는 …, B는 …"."""
    part = Part([])
    for position, token in enumerate(tokens):
        if token.role in JOINTS or _turns(part.tokens, tokens, position):
            yield part
            near = tokens[max(position - 1, 0) : position + 2]
            apart = any(t.role is Role.COMMA for t in near)
            part = Part([], token.role is Role.BUT, apart, token.raw)
        else:
            part.tokens.append(token)
    yield part


def _turns(current: list[Token], tokens: Sequence[Token], position: int) -> bool:
    """Whether a comma parts two topics, and no condition from what it governs."""
    token, rest = tokens[position], tokens[position + 1 :]
    if token.role is not Role.COMMA or token.raw != "," or not rest:
        return False
    end = next((n for n, t in enumerate(rest) if t.role in JOINTS | {Role.COMMA}), len(rest))
    governs = any(t.role in CONDITIONS for t in [*current, rest[0]])
    return not governs and _speaks_of_something(current) and _speaks_of_something(rest[:end])


def _speaks_of_something(tokens: Sequence[Token]) -> bool:
    roles = [token.role for token in tokens]
    return Role.TOPIC in roles and Role.WORD in roles[: roles.index(Role.TOPIC)]


def _whole_conditions(parts: list[Part], grammar: Grammar) -> list[Part]:
    """ "신분증을 가지고 방문하면" is one condition: its first half is joined to it."""
    joined: list[Part] = []
    for part in parts:
        opening = (t.role for t in part.tokens if t.role in (Role.IF, Role.TOPIC))
        chained = part.joint in grammar.chains and not part.apart
        before = joined[-1].tokens if joined else []
        free = before and not any(token.role in CONDITIONS for token in before)
        if free and chained and next(opening, None) is Role.IF:
            joined[-1] = joined[-1]._replace(tokens=[*before, *part.tokens])
        else:
            joined.append(part)
    return joined


def _inherit_forward(segments: list[Segment], parts: list[Part]) -> list[Segment]:
    """A condition holds for what follows it, but for its opposite."""
    given = segments[:1]
    for segment, part in zip(segments[1:], parts[1:], strict=True):
        if not part.opposes and not segment.conditions:
            conditions = given[-1].inherited + _lasting(given[-1])
            segment = segment._replace(inherited=conditions)
        given.append(segment)
    return given


def _inherit_backward(segments: list[Segment], parts: list[Part]) -> list[Segment]:
    """ "A and B if C": the condition at the end holds for all that it closes."""
    given = list(segments)
    for position in range(len(given) - 2, -1, -1):
        segment, joint = given[position], parts[position + 1]
        if not (joint.opposes or joint.apart or segment.conditions or segment.inherited):
            given[position] = segment._replace(inherited=_lasting(given[position + 1]))
    return given


def _lasting(segment: Segment) -> tuple[Condition, ...]:
    return tuple(c for c in segment.conditions if c.kind in LASTING)


def _segment(tokens: list[Token], grammar: Grammar) -> Segment:
    conditions, main = (parted_ahead if grammar.condition_follows else parted_behind)(tokens)
    return Segment(
        words=frozenset(words_of(tokens)),
        main=frozenset(words_of(main)),
        topic=_topic(main, grammar),
        conditions=conditions,
        quantities=quantities_of(tokens),
        negations=count(main, Role.NEGATION),
        marks=tuple(token.role for token in tokens if token.role in MARKS),
        modals=frozenset(token.role for token in main if token.role in MODALS),
        pieces=tuple(_piece(part) for part in split(tokens, PIECE_ENDS) if part),
        surface="".join(token.raw for token in tokens if token.role is Role.WORD),
    )


def _piece(tokens: Sequence[Token]) -> Piece:
    first = next((n for n, t in enumerate(tokens) if t.quantity is not None), len(tokens))
    return Piece(
        frozenset(words_of(tokens)),
        words_of(tokens[:first]),
        quantities_of(tokens),
        words_of(tokens[first:]),
    )


def _topic(main: Sequence[Token], grammar: Grammar) -> Topic:
    for role in (Role.TOPIC, Role.SUBJECT):
        for position, token in enumerate(main):
            if token.role is role:
                parts = split(main[:position], {Role.AND, Role.OR, Role.COMMA})
                named = tuple(words for part in parts if (words := words_of(part)))
                return Topic(named, firm=role is Role.TOPIC or grammar.firm_subject)
    return Topic()
