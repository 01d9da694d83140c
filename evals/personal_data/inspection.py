"""What the product hid of a text, and whether that was what should be hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evals.personal_data.tagged import Tagged
from sangdam.guardrails.identifiers import NOTES
from sangdam.guardrails.normalising import clean_text
from sangdam.guardrails.personal_data import LABELS
from sangdam.guardrails.spans import Span
from sangdam.models import Language, Screened, Value

PLACEHOLDER = re.compile(r"\[(?P<label>[^\[\]\n]+?)(?: \d+)?\]")
KIND_OF = {
    **{label: kind for kind, labels in LABELS.items() for label in labels},
    **{note.strip("[]"): kind for kind, notes in NOTES.items() for note in notes},
}


class Planted(Value):
    kind: str
    found: bool
    """Whether not one letter or digit of it can be read."""


class Piece(Value):
    """A stretch that the product hid."""

    kind: str
    right: bool
    """Whether at least half of it is planted data of this kind."""
    needed: bool
    """Whether at least half of it is planted data of any kind."""


class Inspected(Value):
    language: Language
    planted: tuple[Planted, ...]
    pieces: tuple[Piece, ...]


class Hidden(NamedTuple):
    kind: str
    span: Span


def inspected(text: Tagged, screened: Screened) -> Inspected:
    """Compares by place in the cleaned text."""
    clean = clean_text(text.text)
    planted = [*_places(text, clean)]
    hidden = [*_hidden(clean, screened.text)]
    covered = _letters(clean, (one.span for one in hidden))
    return Inspected(
        language=text.language,
        planted=tuple(
            Planted(kind=kind, found=_letters(clean, [span]) <= covered) for kind, span in planted
        ),
        pieces=tuple(_piece(one, planted, clean) for one in hidden),
    )


def _piece(one: Hidden, planted: Iterable[tuple[str, Span]], clean: str) -> Piece:
    letters = _letters(clean, [one.span])
    places = [(kind, _letters(clean, [span])) for kind, span in planted]
    return Piece(
        kind=one.kind,
        right=any(
            k == one.kind and 2 * len(letters & place) >= len(letters) for k, place in places
        ),
        needed=2 * len(letters & set().union(*(place for _, place in places))) >= len(letters),
    )


def _places(text: Tagged, clean: str) -> Iterator[tuple[str, Span]]:
    """Where the data stands in the cleaned text, whose characters may be fewer."""
    end = 0
    for kind, span in text.spans:
        data = clean_text(text.text[slice(*span)])
        start = clean.find(data, end)
        start = start if start >= 0 else clean.find(data)
        if start >= 0:
            end = start + len(data)
            yield kind, Span(start, end)


def _hidden(clean: str, masked: str) -> Iterator[Hidden]:
    """What stood where the masked text has placeholders."""
    pattern, kinds, end = "", [], 0
    for match in PLACEHOLDER.finditer(masked):
        if kind := KIND_OF.get(match["label"]):
            pattern += re.escape(masked[end : match.start()]) + "(.+?)"
            kinds.append(kind)
            end = match.end()
    found = re.fullmatch(pattern + re.escape(masked[end:]), clean, re.DOTALL)
    if found is None:
        raise ValueError("the masked text is not the clean one with placeholders")
    for number, kind in enumerate(kinds, start=1):
        yield Hidden(kind, Span(*found.span(number)))


def _letters(text: str, spans: Iterable[Span]) -> set[int]:
    """Places of letters and digits."""
    return {place for start, end in spans for place in range(start, end) if text[place].isalnum()}
