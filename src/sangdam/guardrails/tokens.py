"""A sentence as a row of tokens, each with what it does there, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from sangdam.guardrails.quantity import Quantity


class Role(StrEnum):
    """What a token does in its sentence."""

    WORD = "word"
    QUANTITY = "quantity"
    NEGATION = "negation"
    ONLY = "only"
    EXCEPT = "except"
    MUST = "must"
    CAN = "can"
    TOPIC = "topic"
    """Ends what the clause is about: 은/는, or an English finite verb."""
    SUBJECT = "subject"
    """Ends it where no TOPIC does: 이/가."""
    IF = "if"
    AFTER = "after"
    BEFORE = "before"
    DURING = "during"
    SETTING = "setting"
    """Opens where or for what an English sentence holds: "For large goods, …"."""
    EVEN = "even"
    """Opens what changes nothing: "even within the period", "기간 안이라도"."""
    OR = "or"
    AND = "and"
    COMMA = "comma"
    SPLIT = "split"
    """Joins two clauses."""
    BUT = "but"
    """Joins them as opposites: a condition of one is none of the other."""


CONDITIONS = frozenset({Role.IF, Role.AFTER, Role.BEFORE, Role.DURING, Role.SETTING, Role.EVEN})
ORDERS = frozenset({Role.AFTER, Role.BEFORE, Role.DURING})
LASTING = frozenset({Role.IF, Role.DURING, Role.SETTING})
"""Conditions that hold for the clauses that follow, too."""
MARKS = frozenset({Role.ONLY, Role.EXCEPT})
MODALS = frozenset({Role.MUST, Role.CAN})
VERBS = frozenset({Role.TOPIC, Role.SUBJECT})
JOINTS = frozenset({Role.SPLIT, Role.BUT})
PIECE_ENDS = JOINTS | {Role.COMMA, Role.AND, Role.OR}


class Token(NamedTuple):
    role: Role
    form: str = ""
    """WORD only: the word's base form, synonyms made one."""
    raw: str = ""
    """The same as written, in lower case; of a joint or comma what stands there."""
    quantity: Quantity | None = None
    """QUANTITY only."""


def split(tokens: Sequence[Token], ends: Iterable[Role]) -> list[list[Token]]:
    """`tokens` cut at every role of `ends`, which are left out; parts may be empty."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.role in ends:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def words_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.form for token in tokens if token.role is Role.WORD)


def quantities_of(tokens: Iterable[Token]) -> tuple[Quantity, ...]:
    return tuple(token.quantity for token in tokens if token.quantity is not None)


def count(tokens: Iterable[Token], role: Role) -> int:
    return sum(token.role is role for token in tokens)
