"""Spaces where a customer left them out, and none where they tore a word apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sangdam.ports import Morpheme
from sangdam.retrieval.korean_reader import KoreanReader, likelihood

_BETWEEN_HANGUL = re.compile(r"(?<=[가-힣])[ \t]+(?=[가-힣])")
TORN = 7.0
"""Nats by which a sentence must be likelier with other spaces before they are believed."""
_TAILS = ("J", "E", "XS", "VCP")
"""Particles, endings and suffixes: they follow a word without a space."""
_STUBS = ("NNG", "NNP", "XR", "XPN", "VV", "VA", "VX", "IC", "EP")
"""What, of one syllable and at the end of a word, may be the beginning of a longer one."""
_CLOSES = ("J", "E", "M")
_OPENS = ("NNG", "NNP", "NP", "NR", "VV", "VA", "M", "XR")
"""What opens a new word, without a doubt, where the one before it is closed."""
_APART = (*_OPENS, "NNB", "VX", "VCN", "XPN", "IC", "SL")
"""What is written apart from what stands before it."""
_JOINS_ON = ("XP", "XSN", "SN", "SS", "SW", "SL", "SO", "SB", "W", "U")
"""After these nothing is written apart."""


def respaced(text: str, reader: KoreanReader) -> str:
    """The text with the spaces its morphemes call for, where those it has are doubtful."""
    morphemes = reader.analyse(text)
    if _looks_torn(text, morphemes):
        whole = _BETWEEN_HANGUL.sub("", text)
        mended = _spaced(whole, reader.analyse(whole))
        if _reads_better(reader.analyse(mended), morphemes):
            return mended
    return _spaced(text, morphemes) if _runs_on(morphemes) else text


def _spaced(text: str, morphemes: Sequence[Morpheme]) -> str:
    places = [b.start for a, b in pairwise(morphemes) if _is_boundary(a, b)]
    return " ".join(text[i:j] for i, j in pairwise([0, *places, len(text)]))


def _is_boundary(a: Morpheme, b: Morpheme) -> bool:
    """A word begins, and no space stands before it."""
    return a.end == b.start and b.tag.startswith(_APART) and not a.tag.startswith(_JOINS_ON)


def _runs_on(morphemes: Sequence[Morpheme]) -> bool:
    return any(
        a.end == b.start and a.tag.startswith(_CLOSES) and b.tag.startswith(_OPENS)
        for a, b in pairwise(morphemes)
    )


def _looks_torn(text: str, morphemes: Sequence[Morpheme]) -> bool:
    gaps = {gap.start(): gap.end() for gap in _BETWEEN_HANGUL.finditer(text)}
    ends = set(gaps.values())
    return any(
        (m.start in ends and m.tag.startswith(_TAILS))
        or (m.end in gaps and m.end - m.start == 1 and m.tag.startswith(_STUBS))
        for m in morphemes
        if gaps
    )


def _reads_better(mended: Sequence[Morpheme], torn: Sequence[Morpheme]) -> bool:
    return likelihood(mended) - likelihood(torn) > TORN and _guessed(mended) <= _guessed(torn)


def _guessed(morphemes: Sequence[Morpheme]) -> int:
    """Syllables in words that no dictionary has: what is unknown reads best in one piece."""
    return sum(m.end - m.start for m in morphemes if not m.known)
