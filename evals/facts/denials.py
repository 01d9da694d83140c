"""What a "not" is meant for: the words and numbers of a clause that are denied themselves."""

from __future__ import annotations

from collections.abc import Sequence

from evals.facts.tokens import Role, Token

AHEAD = {Role.DENIES_AHEAD, Role.DENIES_NOUNS, Role.EXCEPTS}
DENIALS = {Role.DENIES_BEHIND, Role.DENIES_NEXT, *AHEAD}
HEADS = {Role.WORD, Role.AMOUNT}


def denies(tokens: Sequence[Token]) -> bool:
    """Whether the clause denies as a whole; denied twice is not denied."""
    wide = DENIALS - {Role.DENIES_NEXT}
    return sum(token.role in wide for token in tokens) % 2 == 1


def denied_positions(tokens: Sequence[Token]) -> frozenset[int]:
    """Places of the words and numbers that are denied themselves."""
    denied: set[int] = set()
    for position, token in enumerate(tokens):
        if token.role in DENIALS:
            denied ^= set(_meant(tokens, position))
    return frozenset(denied)


def _meant(tokens: Sequence[Token], position: int) -> list[int]:
    role = tokens[position].role
    behind = [n for n in range(position) if tokens[n].role in HEADS]
    if role is not Role.DENIES_BEHIND and not (role is Role.EXCEPTS and behind):
        for n in range(position + 1, len(tokens)):
            if tokens[n].role in HEADS:
                return _row_ahead(tokens, n) if role is Role.DENIES_NOUNS else [n]
            if behind and tokens[n].role in (Role.LIGHT_BEHIND, Role.DENIES_BEHIND):
                break
    return _row_behind(tokens, behind[-1]) if behind else []


def _row_ahead(tokens: Sequence[Token], start: int) -> list[int]:
    """ "no free shipping" denies both; "not opened boxes" denies one."""
    end = start
    while end < len(tokens) and tokens[end].role is Role.WORD:
        end += 1
    return list(range(start, max(end, start + 1)))


def _row_behind(tokens: Sequence[Token], end: int) -> list[int]:
    start = end
    while start > 0 and tokens[end].role is tokens[start - 1].role is Role.WORD:
        start -= 1
    return list(range(start, end + 1))
