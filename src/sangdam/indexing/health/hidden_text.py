"""Characters that a reader can't see, or takes for others, but a model reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sangdam.indexing.health.doubts import Doubt, shown
from sangdam.indexing.health.folding import reads_latin
from sangdam.indexing.health.unseen_markup import unseen_markup
from sangdam.models import Document, FindingKind

MANY = 8
"""Invisible characters of one sort in a row from which it is no leftover of an editor; of two
sorts three are enough, for two sorts can spell bits."""

_ZERO = "\u180e\u200b-\u200d\u2060-\u2064\ufeff"
"""Drawn as nothing and without a width."""
_SUSPECT = re.compile(
    f"[{_ZERO}\u0008\u001b\u007f\u0370-\u052f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f"
    "\U000e0000-\U000e01ef]"
)
_RUN = re.compile(f"[{_ZERO}]{{3,}}")
_SPLIT_WORD = re.compile(f"[A-Za-z0-9가-힣]+(?:[{_ZERO}]+[A-Za-z0-9가-힣]+)+")
_ZEROS = re.compile(f"[{_ZERO}]")
_TAG = "[\U000e0020-\U000e007e]"
_TAGS = re.compile(f"(?<!\U0001f3f4)(?<!{_TAG}){_TAG}{{2,}}|{_TAG}{{7,}}")
"""Invisible copies of ASCII. Behind a black flag up to six of them name a land: England, say."""
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")
"""One of them chooses how a character looks; a row of them can carry bytes."""
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = re.compile("[\u202d\u202e]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CONTROLS = re.compile("[\u0008\u001b\u007f]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_MIXED = re.compile(
    "[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]|[A-Za-z][\u0370-\u03ff]+[A-Za-z]"
)


class Hiding(NamedTuple):
    what: str
    quote: str


def hidden_text(documents: Sequence[Document]) -> Iterator[Doubt]:
    """Of each document at most one doubt a way of hiding."""
    for document in documents:
        text = "\n".join((document.title, *document.aliases, document.text))
        checks: tuple[Callable[[str], Hiding | None], ...] = ()
        if _SUSPECT.search(text):
            checks = _CHECKS
        for hiding in filter(None, (check(text) for check in checks)):
            yield Doubt(FindingKind.HIDDEN_TEXT, document, *hiding)
        if "<" in text and (element := unseen_markup(text)):
            what = (
                f"“{shown(element)}” is marked up so that no reader sees it; show it or take it out"
            )
            yield Doubt(FindingKind.HIDDEN_TEXT, document, what, element)


def _invisible_run(text: str) -> Hiding | None:
    for match in _RUN.finditer(text):
        if len(match[0]) >= MANY or len({*match[0]}) > 1:
            what = f"{len(match[0])} invisible characters in a row; take them out"
            return Hiding(what, match[0])
    return None


def _split_word(text: str) -> Hiding | None:
    match = _SPLIT_WORD.search(text)
    if not match:
        return None
    word = _ZEROS.sub("", match[0])
    what = (
        f"invisible characters stand inside “{shown(word)}”, which is not found by that word;"
        " type it anew"
    )
    return Hiding(what, match[0])


def _tags(text: str) -> Hiding | None:
    match = _TAGS.search(text)
    if not match:
        return None
    said = "".join(chr(ord(tag) - 0xE0000) for tag in match[0])
    return Hiding(f"invisible characters spell “{shown(said)}”; take them out", match[0])


def _selectors(text: str) -> Hiding | None:
    match = _SELECTORS.search(text)
    if not match:
        return None
    what = (
        f"{len(match[0])} variation selectors in a row, which can carry hidden text; take them out"
    )
    return Hiding(what, match[0])


def _direction(text: str) -> Hiding | None:
    """Right-to-left marks belong into Hebrew and Arabic; an override belongs nowhere."""
    marks = _OVERRIDES if _RIGHT_TO_LEFT.search(text) else _DIRECTIONS
    match = marks.search(text)
    if not match:
        return None
    what = (
        f"the mark U+{ord(match[0]):04X} turns the direction of writing, so that it reads otherwise"
        " than it is stored; take it out"
    )
    return Hiding(what, match[0])


def _controls(text: str) -> Hiding | None:
    match = _CONTROLS.search(text)
    if not match:
        return None
    return Hiding(f"the control character U+{ord(match[0]):04X} hides text; take it out", match[0])


def _mixed_letters(text: str) -> Hiding | None:
    for match in _WORD.finditer(text):
        word = match[0]
        if _MIXED.search(word) and (latin := reads_latin(word)):
            strange = next(letter for letter in word if not letter.isascii())
            what = (
                f"“{shown(word)}” passes for “{latin}” with letters of another alphabet"
                f" (U+{ord(strange):04X}); type it anew"
            )
            return Hiding(what, word)
    return None


_CHECKS: tuple[Callable[[str], Hiding | None], ...] = (
    _invisible_run,
    _split_word,
    _tags,
    _selectors,
    _direction,
    _controls,
    _mixed_letters,
)
