"""Text that is aimed at a language model, not at a reader: openly, folded or encoded."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
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

_OPENING = " \n\t\"'“‘(*>|.,:;!?-"
"""What a match may take along from before its first word."""
_BORDER = "\n\0\n"
_WRAPPED = re.compile(r"(?<=\S)\n(?=[^\s\-*+|#>\d\[<])")
_END = re.compile(r"[.?!](?:\s|$)|\n")


class Sighting(NamedTuple):
    does: str
    quote: str
    """As it stands in the document, or folded."""
    faint: bool
    disguise: str = ""


def instructions(documents: Sequence[Document]) -> Iterator[Doubt]:
    """Of each document at most one doubt a kind of order."""
    texts = ["\n".join(("", d.title, *d.aliases, d.text)) for d in documents]
    openly = _openly(documents, texts)
    encoded = _encoded(texts)
    for position, document in enumerate(documents):
        sightings = (*openly.get(position, ()), *encoded.get(position, ()))
        clear = [sighting for sighting in sightings if not sighting.faint]
        doubts = {s.does: _doubt(document, s) for s in reversed(clear or sightings)}
        yield from reversed(doubts.values())


def orders_in(text: str) -> Iterator[Sighting]:
    """The orders in one text as it stands."""
    reading = folded(f"\n{text}")
    for _, order, wording in _suspects([reading]):
        if quote := _seen(order, wording, reading):
            yield Sighting(order.does, quote, order.faint)


def _openly(documents: Sequence[Document], texts: Sequence[str]) -> dict[int, list[Sighting]]:
    readings = [folded(text) for text in texts]
    found: dict[int, list[Sighting]] = {}
    for position, order, wording in _suspects(readings):
        if order.customers_only and documents[position].audience is not Audience.CUSTOMER:
            continue
        if quote := _seen(order, wording, readings[position]):
            found.setdefault(position, []).append(Sighting(order.does, quote, order.faint))
    return found


def _encoded(texts: Sequence[str]) -> dict[int, list[Sighting]]:
    """What is an order only once its code is broken; every word of all texts is tried once."""
    whole = "\n".join(texts)
    codes = {
        decoded.code: sighting._replace(quote=decoded.code, disguise=decoded.disguise)
        for decoded in decoded_words(whole)
        for sighting in orders_in(decoded.text)
    }
    lower = whole.lower()
    rewritings = [rewriting for rewriting in REWRITINGS if rewriting.tells(lower)]
    found: dict[int, list[Sighting]] = {}
    for position, text in enumerate(texts) if codes or rewritings else ():
        sightings = [sighting for code, sighting in codes.items() if code in text]
        for _, read, disguise in (r for r in rewritings if r.tells(text.lower())):
            read_anew = orders_in(read(text.lower()))
            sightings += [sighting._replace(disguise=disguise) for sighting in read_anew]
        if sightings:
            found[position] = sightings
    return found


def _suspects(readings: Sequence[str]) -> Iterator[tuple[int, Order, Wording]]:
    """Which readings hold the anchors of which wordings.

    Looked for in all readings at once: that is ten times faster than one by one.
    """
    whole = _BORDER.join(readings)
    lengths = (len(reading) + len(_BORDER) for reading in readings)
    starts = list(accumulate(lengths, initial=0))
    vocabulary = " ".join({*whole.split()})
    where: dict[str, frozenset[int]] = {}
    for order in ORDERS:
        for wording in order.wordings:
            rarest, *others = wording.anchors
            for anchor in rarest:
                if anchor not in where:
                    stands = all(part in vocabulary for part in anchor.split())
                    where[anchor] = frozenset(_places(whole, anchor, starts) if stands else ())
            for position in sorted(frozenset().union(*(where[anchor] for anchor in rarest))):
                if all(any(a in readings[position] for a in group) for group in others):
                    yield position, order, wording


def _places(whole: str, anchor: str, starts: Sequence[int]) -> Iterator[int]:
    """The readings that hold the anchor."""
    at = whole.find(anchor)
    while at >= 0:
        position = bisect_right(starts, at) - 1
        yield position
        at = whole.find(anchor, starts[position + 1])


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
