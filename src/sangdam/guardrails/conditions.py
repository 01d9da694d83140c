"""Which words of a clause are its conditions, and which its statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sangdam.guardrails.claims import Condition
from sangdam.guardrails.tokens import CONDITIONS, VERBS, Role, Token, count, split, words_of


class Parted(NamedTuple):
    conditions: tuple[Condition, ...]
    main: tuple[Token, ...]


def parted_behind(tokens: Sequence[Token]) -> Parted:
    """Korean: everything since the last boundary belongs to the marker ("…면")."""
    conditions: list[Condition] = []
    main: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        if token.role in CONDITIONS and conditions and not pending:
            conditions[-1] = conditions[-1]._replace(edge=token.raw)
        elif token.role in CONDITIONS:
            conditions.append(_condition(token.role, pending))
            pending = []
        elif token.role in (Role.TOPIC, Role.COMMA):
            main += [*pending, token]
            pending = []
        else:
            pending.append(token)
    return Parted(tuple(conditions), (*main, *pending))


def parted_ahead(tokens: Sequence[Token]) -> Parted:
    """English: everything up to the next comma or marker belongs to the marker ("if …")."""
    conditions: list[Condition] = []
    main: list[Token] = []
    pending: list[Token] = []
    kind: Role | None = None
    for token in [*tokens, Token(Role.COMMA)]:
        if kind is not None and _closes(token, kind, main):
            conditions.append(_condition(kind, pending))
            kind, pending = None, []
        if token.role in CONDITIONS:
            kind = token.role
        else:
            (main if kind is None else pending).append(token)
    return Parted(tuple(conditions), tuple(main))


def _closes(token: Token, kind: Role, main: Sequence[Token]) -> bool:
    """Whether `token` ends a condition: also the verb of "a repair within … takes 3 days"."""
    if token.role in CONDITIONS or token.role is Role.COMMA:
        return True
    verbless = kind is not Role.IF and not any(t.role in VERBS for t in main)
    return verbless and token.role in VERBS


def _condition(kind: Role, tokens: Sequence[Token]) -> Condition:
    sides = tuple(side for part in split(tokens, {Role.OR}) if (side := words_of(part)))
    return Condition(kind, sides or ((),), count(tokens, Role.NEGATION))
