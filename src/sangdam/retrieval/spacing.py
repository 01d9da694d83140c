"""Spaces where a customer left them out, and none where they tore a word apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sangdam.ports import Morpheme
from sangdam.retrieval.korean_reader import KoreanReader, likelihood, read

_BETWEEN_HANGUL = re.compile(r"(?<=[가-힣])[ \t]+(?=[가-힣])")
TORN = 7.0
"""Nats by which a sentence must be likelier with other spaces before they are believed."""
PER_GUESSED = 5.0
"""Nats for each syllable that went into an unknown word: one long guess is always cheap."""
UNLIKELY = -6.0
"""Nats below which a word of one syllable is not believed at once."""
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
    morphemes = read(reader, text)
    if _looks_torn(text, morphemes):
        whole = _BETWEEN_HANGUL.sub("", text)
        mended = _spaced(whole, read(reader, whole))
        if _reads_better(read(reader, mended), morphemes):
            return mended
    return _spaced(text, morphemes)


def _spaced(text: str, morphemes: Sequence[Morpheme]) -> str:
    """Words that run on into others taken apart; what may be one word stays one."""
    joints = [(a, b) for a, b in pairwise(morphemes) if _is_joint(text, a, b)]
    run_on = {_run_of(text, b.start) for a, b in joints if _is_over(a, b)}
    places = sorted({b.start for _, b in joints if _run_of(text, b.start) in run_on})
    return " ".join(text[i:j] for i, j in pairwise([0, *places, len(text)]))


def _is_joint(text: str, a: Morpheme, b: Morpheme) -> bool:
    """A word may begin, and no space stands before it."""
    meets = a.end == b.start < b.end and not text[b.start - 1 : b.start + 1].count(" ")
    return meets and b.tag.startswith(_APART) and not a.tag.startswith(_JOINS_ON)


def _is_over(a: Morpheme, b: Morpheme) -> bool:
    return a.tag.startswith(_CLOSES) and b.tag.startswith(_OPENS)


def _run_of(text: str, place: int) -> int:
    """Where the stretch without a space begins in which `place` lies."""
    return text.rfind(" ", 0, place)


def _looks_torn(text: str, morphemes: Sequence[Morpheme]) -> bool:
    gaps = {gap.span() for gap in _BETWEEN_HANGUL.finditer(text)}
    return any(
        b.tag.startswith(_TAILS) or _is_stub(a)
        for a, b in pairwise(morphemes)
        if (a.end, b.start) in gaps
    )


def _is_stub(morpheme: Morpheme) -> bool:
    short = morpheme.end - morpheme.start == 1 and morpheme.tag.startswith(_STUBS)
    return short and morpheme.score < UNLIKELY


def _reads_better(mended: Sequence[Morpheme], torn: Sequence[Morpheme]) -> bool:
    gain = likelihood(mended) - likelihood(torn)
    return gain > TORN + PER_GUESSED * (_guessed(mended) - _guessed(torn))


def _guessed(morphemes: Sequence[Morpheme]) -> int:
    """Syllables in words that no dictionary has."""
    return sum(m.end - m.start for m in morphemes if not m.known)
