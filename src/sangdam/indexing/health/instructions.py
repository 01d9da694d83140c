"""Text that is aimed at a language model, not at a reader: openly, folded or encoded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from sangdam.indexing.health.decoding import REWRITINGS, decoded_words
from sangdam.indexing.health.doubts import Doubt, shown
from sangdam.indexing.health.folding import folded
from sangdam.indexing.health.orders.english_replies import REPLIES
from sangdam.indexing.health.orders.english_roles import ROLES
from sangdam.indexing.health.orders.korean import KOREAN
from sangdam.indexing.health.orders.order import Order, Wording
from sangdam.indexing.health.orders.others import OTHERS
from sangdam.models import Audience, Document, FindingKind

ORDERS: tuple[Order, ...] = (*ROLES, *REPLIES, *KOREAN, *OTHERS)
BEFORE = 40
"""Characters in front of a match in which words may make it harmless."""
SENTENCE = 300
"""Characters on either side of a match in which its sentence is looked for."""
REMEMBERED = 20_000
"""Texts whose orders are kept for the next reindex of the same process."""

_OPENING = " \n\t\"'“‘(*>|.,:;!?-"
"""What a match may take along from before its first word."""
_WRAPPED = re.compile(r"(?<=\S)\n(?=[^\s\-*+|#>\d\[<])")
_END = re.compile(r"[.?!](?:\s|$)|\n")


_WORDINGS = tuple((order, wording) for order in ORDERS for wording in order.wordings)
_BY_ANCHOR = {
    anchor: [n for n, (_, wording) in enumerate(_WORDINGS) if anchor in wording.anchors[0]]
    for _, beginning in _WORDINGS
    for anchor in beginning.anchors[0]
}
"""Each anchor of a first group -> the wordings that it may begin."""
_SHORT = [anchor for anchor in _BY_ANCHOR if len(anchor) < 3]
_BY_BEGINNING = {
    letters: [anchor for anchor in _BY_ANCHOR if (*anchor[:3],) == letters]
    for letters in {(*anchor[:3],) for anchor in _BY_ANCHOR if len(anchor) > 2}
}
"""The first three letters of anchors: to look for these first is twice as fast."""
_BEGINNINGS = frozenset(_BY_BEGINNING)


class Sighting(NamedTuple):
    does: str
    quote: str
    """As it stands in the document, or folded."""
    faint: bool
    disguise: str = ""


def instructions(documents: Iterable[Document]) -> Iterator[Doubt]:
    """Of each document at most one doubt a kind of order."""
    for document in documents:
        text = "\n".join(("", document.title, *document.aliases, document.text))
        sightings = _sightings(text, document.audience)
        clear = [sighting for sighting in sightings if not sighting.faint]
        doubts = {s.does: _doubt(document, s) for s in reversed(clear or sightings)}
        yield from reversed(doubts.values())


@lru_cache(REMEMBERED)
def _sightings(text: str, audience: Audience) -> tuple[Sighting, ...]:
    return (*_openly(folded(text), audience), *_in_code(text), *_written_otherwise(text))


def orders_in(text: str) -> Iterator[Sighting]:
    """The orders in one text as it stands."""
    return _openly(folded(f"\n{text}"), Audience.CUSTOMER)


def _openly(reading: str, audience: Audience) -> Iterator[Sighting]:
    for order, wording in _suspects(reading):
        if order.customers_only and audience is not Audience.CUSTOMER:
            continue
        if quote := _seen(order, wording, reading):
            yield Sighting(order.does, quote, order.faint)


def _suspects(reading: str) -> Iterator[tuple[Order, Wording]]:
    """Which wordings have their anchors in the reading: quick, for nearly none has."""
    beginnings = _BEGINNINGS.intersection(zip(reading, reading[1:], reading[2:], strict=False))
    anchors = chain(_SHORT, *(_BY_BEGINNING[letters] for letters in beginnings))
    there = (_BY_ANCHOR[anchor] for anchor in anchors if anchor in reading)
    for number in sorted({*chain.from_iterable(there)}):
        order, wording = _WORDINGS[number]
        if all(any(anchor in reading for anchor in group) for group in wording.anchors[1:]):
            yield order, wording


def _in_code(text: str) -> Iterable[Sighting]:
    """What is an order only once its code is broken."""
    codes = {
        decoded.code: sighting._replace(quote=decoded.code, disguise=decoded.disguise)
        for decoded in decoded_words(text)
        for sighting in orders_in(decoded.text)
    }
    return codes.values()


def _written_otherwise(text: str) -> Iterator[Sighting]:
    lower = text.lower()
    latin = lower.encode("ascii", "replace").decode()
    for tells, read, disguise in REWRITINGS:
        if tells(latin):
            for sighting in orders_in(read(lower)):
                yield sighting._replace(disguise=disguise)


def _seen(order: Order, wording: Wording, reading: str) -> str | None:
    """The first match that nothing makes harmless; over wrapped lines too."""
    for text in dict.fromkeys((_WRAPPED.sub(" ", reading), reading)):
        for match in wording.expression.finditer(text):
            before = text[max(0, match.start() - BEFORE) : match.start()]
            harmless = order.unless_before.search(before) or order.unless_within.search(
                _sentence(text, match)
            )
            if not harmless:
                return match[0].lstrip(_OPENING)
    return None


def _sentence(text: str, match: re.Match[str]) -> str:
    first = max(0, match.start() - SENTENCE)
    ends = [end.end() for end in _END.finditer(text, first, match.start())]
    last = _END.search(text, match.end(), match.end() + SENTENCE)
    return text[ends[-1] if ends else first : last.start() if last else match.end() + SENTENCE]


def _doubt(document: Document, sighting: Sighting) -> Doubt:
    hidden = f" in {sighting.disguise}" if sighting.disguise else ""
    what = (
        f"“{shown(sighting.quote)}”{hidden} {sighting.does}; take it out, or say it to the customer"
    )
    return Doubt(FindingKind.INSTRUCTION, document, what, sighting.quote)
