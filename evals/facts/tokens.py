"""A sentence as a row of tokens, each with what it does there, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from evals.facts.amounts import Amount, amount_of
from evals.facts.words import Word, Words
from sangdam.guardrails.quantities import Found, find_quantities
from sangdam.guardrails.spans import Span


class Role(StrEnum):
    WORD = "word"
    ADVERB = "adverb"
    """A word that no denial is meant for."""
    AMOUNT = "amount"
    LIGHT = "light"
    """Says nothing itself: 되다, possible."""
    LIGHT_BEHIND = "light behind"
    """The same of what stands before it: "exchanges are not available"."""
    BREAK = "break"
    """Parts two words: a particle, "of"."""
    TOPIC = "topic"
    """Ends what the clause is about: 은/는, a colon, or an English finite verb."""
    AND = "and"
    COMMA = "comma"
    JOINT = "joint"
    """Ends a clause."""
    IF = "if"
    """Ends (Korean) or opens (English) a condition."""
    AHEAD_OF_NOUN = "ahead of noun"
    """Ends a Korean clause that only describes the noun behind it."""
    DENIES_BEHIND = "denies behind"
    DENIES_AHEAD = "denies ahead"
    DENIES_NOUNS = "denies nouns"
    """All nouns that follow: "no free shipping"."""
    EXCEPTS = "excepts"
    """Denies what stands before it, at the head of a clause what follows; no number."""
    DENIES_NEXT = "denies next"
    """A prefix: 미-, un-."""
    ASKS = "asks"
    PAST = "past"


class Token(NamedTuple):
    role: Role
    word: Word | None = None
    amount: Amount | None = None


class Placed(NamedTuple):
    """A token that is read before the words are, and the text it covers."""

    span: Span
    token: Token


HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
ADDRESS = (
    rf"https?://[^\s)\]가-힣]+|[a-z0-9._+-]+@{HOST}|(?<![a-z0-9.@]){HOST}(?<=\.(?:com|net|org))"
)
TELEPHONE = r"(?<![\d-])(?:\d{2,3}-\d{3,4}-\d{4}|1\d{3}-\d{4})(?![\d-]|\s?(?:원|won))"
MODEL = (
    r"(?<![A-Za-z0-9])(?!krw)(?=[A-Za-z-]*\d)[A-Za-z]+(?:-?[A-Za-z0-9]+)*[A-Za-z0-9](?![A-Za-z0-9])"
)
CODE = re.compile(rf"{ADDRESS}|{TELEPHONE}|{MODEL}", re.IGNORECASE)
MARKS = re.compile(r"[\s-]")


def placed(text: str, words: Words) -> list[Placed]:
    """Codes (one word each, whole) and numbers of `text`, in order."""
    codes = [Span(*match.span()) for match in CODE.finditer(text)]
    found = [Placed(span, _code(text[span.start : span.end])) for span in codes]
    for item in _with_minutes(find_quantities(text, tuple(codes))):
        found += _number(item, words)
    return sorted(found, key=lambda item: item.span)


def _code(text: str) -> Token:
    form = "#" + MARKS.sub("", text.lower()).rstrip(".")
    return Token(Role.WORD, Word(form, frozenset({form})))


def _number(item: Found, words: Words) -> Iterator[Placed]:
    own = amount_of(item.quantity)
    yield Placed(item.span, Token(Role.AMOUNT, amount=own))
    if (own.low, own.unit) == ("0", "won"):
        yield Placed(item.span, Token(Role.WORD, words.word("무료")))


def _with_minutes(found: tuple[Found, ...]) -> Iterator[Found]:
    """1시간 30분 is one number."""
    items = list(found)
    while items:
        item = items.pop(0)
        if items and _goes_on(item, items[0]):
            item = _added(item, items.pop(0))
        yield item


def _goes_on(item: Found, after: Found) -> bool:
    """Whole hours, told in minutes, and the minutes right after them."""
    if (item.quantity.unit, after.quantity.unit) != ("minute", "minute"):
        return False
    hours, minutes = float(item.quantity.low), float(after.quantity.low)
    return hours % 60 == 0 and minutes < 60 and after.number.start - item.number.end <= 1


def _added(hours: Found, minutes: Found) -> Found:
    total = f"{float(hours.quantity.low) + float(minutes.quantity.low):g}"
    return Found(
        minutes.quantity._replace(low=total, high=total),
        Span(hours.span.start, minutes.span.end),
        Span(hours.number.start, minutes.number.end),
    )
