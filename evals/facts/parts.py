"""Tokens cut where one clause ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from evals.facts.denials import AHEAD
from evals.facts.tokens import Role, Token
from sangdam.models import Language

ENDS = {Role.COMMA, Role.JOINT, Role.IF, Role.AHEAD_OF_NOUN}
LIST = {Role.WORD, Role.BREAK, Role.AND, Role.ADVERB}


class Part(NamedTuple):
    """The tokens between two ends."""

    tokens: list[Token]
    language: Language
    describes: bool = False
    supposes: bool = False
    """It is a condition."""
    opened_by: Role | None = None

    @property
    def mere_nouns(self) -> bool:
        """Whether it may be an entry of a list."""
        return all(token.role in LIST for token in self.tokens)


def parts_of(tokens: Sequence[Token], language: Language) -> list[Part]:
    """None of them empty, none with two rival numbers."""
    parts = [part for part in _parts(tokens, language) if part.tokens]
    return [piece for part in _with_lists(parts) for piece in _one_amount_each(part)]


def _parts(tokens: Sequence[Token], language: Language) -> Iterator[Part]:
    """Korean closes a condition with its marker; English opens it with one."""
    opener: Role | None = None
    current: list[Token] = []
    opened = False
    closes = language is Language.KOREAN
    for token in [*tokens, Token(Role.JOINT)]:
        if token.role not in ENDS:
            current.append(token)
            continue
        supposes = opened or (closes and token.role is Role.IF)
        describes = supposes or token.role is Role.AHEAD_OF_NOUN
        yield Part(current, language, describes, supposes, opener)
        opened = token.role is Role.IF and not closes
        opener, current = token.role, []


def _with_lists(parts: Sequence[Part]) -> list[Part]:
    """Entries of a list stay with what is said of them: "신한, 국민 카드는 …", "… Kakao, Naver"."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        english = part.language is Language.ENGLISH
        listed = part.opened_by is Role.COMMA and not part.describes
        ahead = listed and before is not None and before.mere_nouns and not before.describes
        behind = listed and before is not None and part.mere_nouns and english
        # "Without soaking it, and dry it in the shade" goes on with something else.
        if before and (ahead or (behind and before.tokens[0].role not in AHEAD)):
            joined[-1] = before._replace(tokens=[*before.tokens, Token(Role.BREAK), *part.tokens])
        else:
            joined.append(part)
    return joined


def _one_amount_each(part: Part) -> Iterator[Part]:
    """A part with two rival numbers, as two: "3,000 won for Jeju and 5,000 won for islands"."""
    tokens = part.tokens
    amounts = [(n, token.amount) for n, token in enumerate(tokens) if token.amount]
    for (first, one), (second, other) in combinations(amounts, 2):
        if one.rivals(other):
            cut = _cut(tokens, first, second)
            yield part._replace(tokens=tokens[:cut])
            yield from _one_amount_each(part._replace(tokens=tokens[cut:]))
            return
    yield part


def _cut(tokens: Sequence[Token], first: int, second: int) -> int:
    """Where "and" stands between; else right behind the last number before the second."""
    joints = [n for n in range(first + 1, second) if tokens[n].role is Role.AND]
    return joints[-1] if joints else max(n for n in range(second) if tokens[n].amount) + 1
