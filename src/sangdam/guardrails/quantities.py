"""Every number of a text with its unit and bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sangdam.guardrails.bounds import Bound, bound_of
from sangdam.guardrails.measures import (
    ARTICLE_DURATION,
    EVERY,
    MEASURE,
    NAMED_DURATION,
    NEXT_DAY,
    TIMES,
    read_article_duration,
    read_every,
    read_measure,
    read_named_duration,
    read_next_day,
    read_times,
)
from sangdam.guardrails.moments import (
    CLOCK,
    DATE,
    ORDINAL,
    read_clock,
    read_date,
    read_ordinal,
)
from sangdam.guardrails.quantity import Kind, Quantity
from sangdam.guardrails.spans import Span


class Found(NamedTuple):
    quantity: Quantity
    span: Span
    """Covers the words of its bound too."""
    number: Span
    """Covers number and unit only."""


TAKEN = "\0"
Read = Callable[[re.Match[str]], Quantity]


def find_quantities(text: str, codes: tuple[Span, ...] = ()) -> tuple[Found, ...]:
    """Every quantity of `text` in order; digits inside `codes` (model numbers) are none."""
    found: list[Found] = []
    left = _blanked(text, codes)
    for pattern, read in READERS:
        items = [item for match in pattern.finditer(left) if (item := _found(match, read, text))]
        left = _blanked(left, [item.number for item in items])
        found += items
    return tuple(sorted(found, key=lambda item: item.number))


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """`text` with `spans` made unreadable, so that nothing reads them twice."""
    for span in spans:
        text = text[: span.start] + TAKEN * (span.end - span.start) + text[span.end :]
    return text


def _found(match: re.Match[str], read: Read, text: str) -> Found:
    quantity = read(match)
    named = (name for name in ("number", "number2") if match.re.groupindex.get(name))
    number = Span(*match.span(next((name for name in named if match[name]), 0)))
    number = _trimmed(text, number)
    bounded = bound_of(
        text,
        number,
        point=quantity.kind is Kind.POINT,
        single=quantity.kind is Kind.DURATION and quantity.low == quantity.high,
    )
    if quantity.unit.startswith(("per_", "next_")):
        return Found(quantity, number, number)
    ranged = quantity.kind is Kind.DURATION and quantity.low != quantity.high
    if ranged and bounded.bound is Bound.OVER:
        # "Instalments over 2-3 months" last as long.
        return Found(quantity, bounded.span, number)
    return Found(quantity._replace(bound=bounded.bound), bounded.span, number)


def _trimmed(text: str, span: Span) -> Span:
    inside = text[span.start : span.end]
    start = span.end - len(inside.lstrip())
    return Span(start, start + len(inside.strip()))


READERS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (DATE, read_date),
    (CLOCK, read_clock),
    (ARTICLE_DURATION, read_article_duration),
    (TIMES, read_times),
    (EVERY, read_every),
    (NEXT_DAY, read_next_day),
    (ORDINAL, read_ordinal),
    (NAMED_DURATION, read_named_duration),
    (MEASURE, read_measure),
)
"""In order of certainty: what an earlier one reads, a later one does not."""
