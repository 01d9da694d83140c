"""The question as it was probably meant: what a search is asked, never what is shown or kept.

Each step mends one kind of mistake and leaves alone what may be right. Codes, numbers, addresses,
placeholders and names are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from sangdam.retrieval.english_spelling import SHORTEST, EnglishSpelling
from sangdam.retrieval.keystrokes import hangul, is_shifted, keys, struck
from sangdam.retrieval.korean_reader import KoreanReader, likelihood, read
from sangdam.retrieval.korean_spelling import KoreanSpelling
from sangdam.retrieval.loose_jamo import gathered
from sangdam.retrieval.spacing import respaced

FIXED = re.compile(
    r"\[[^\[\]\n]*\]"
    r"|\S*(?:@|://|www\.)\S*"
    r"|[A-Za-z\d][\w-]*(?:\.[A-Za-z\d][\w-]*)+"
    r"|[A-Za-z-]*\d[A-Za-z\d_.,:/+-]*",
    re.ASCII,
)
"""Placeholders, addresses, codes and numbers."""
HANGUL = re.compile("[가-힣]")
LATIN = re.compile(
    r"(?<![^\W가-힣ㄱ-ㅣ])(?<![A-Za-z]['’])[A-Za-z]+(?![^\W가-힣ㄱ-ㅣ])(?!['’][A-Za-z])"
)
"""Whole words of plain letters, also right before or after Hangul."""
WITH_JAMO = re.compile(r"[가-힣]*[ㄱ-ㅣ][가-힣ㄱ-ㅣ]*")
SENTENCE_START = re.compile(r"(?:^|[.!?\n])\W*$")
LONGEST_TEXT = 300
"""Characters; a longer text has words enough to be found by, right or wrong."""
LIKELY_PER_SYLLABLE = -9.0
"""Nats; a likelier text is Korean that somebody would write."""
CACHED_TEXTS = 256
"""A turn asks for the same ones several times."""
PASSES = 3
"""One mended word may show what its neighbour should be."""


class Repair:
    """Made for one Generation; never changes, safe between threads.

    `words` are those of the knowledge, lower case, with how often they occur where that is
    known: English words as they stand, Korean ones in dictionary form.
    """

    def __init__(self, words: Mapping[str, int] | Iterable[str], reader: KoreanReader) -> None:
        counts = words if isinstance(words, Mapping) else dict.fromkeys(words, 1)
        self._reader = reader
        self._english = EnglishSpelling({w: c for w, c in counts.items() if w.isascii()})
        self._korean = KoreanSpelling({w: c for w, c in counts.items() if not w.isascii()}, reader)
        self._known = lru_cache(CACHED_TEXTS)(self._repaired)

    def repaired(self, text: str) -> str:
        """`text` as it was probably meant; itself, but for spaces, where nothing is wrong."""
        return self._known(text)

    def _repaired(self, text: str) -> str:
        for _ in range(PASSES if len(text) <= LONGEST_TEXT else 0):
            mended = self._mended(text)
            if mended == text:
                break
            text = mended
        return text

    def _mended(self, text: str) -> str:
        text = _changed(WITH_JAMO, self._gathered, text)
        text = _changed(LATIN, partial(self._latin, text), text)
        text = self._respaced(text)
        return self._korean.mended(text, _fixed_places(text))

    def _gathered(self, found: re.Match[str]) -> str:
        """Loose letters in syllables, or the English word that was typed in Korean layout."""
        english = keys(found[0]).lower()
        if english.isalpha() and len(english) >= SHORTEST and self._english.knows(english):
            return english
        return gathered(found[0])

    def _latin(self, text: str, found: re.Match[str]) -> str:
        word = found[0]
        if self._english.knows(word.lower()):
            return word
        name = _is_a_name(word, text, found.start())
        if not name or is_shifted(word):
            korean = None if self._is_english(text) else self._in_korean(word)
            if korean:
                return korean
        return word if name else self._english.meant(word.lower()) or word

    def _is_english(self, text: str) -> bool:
        """No Hangul, and more letters in English words than in others."""
        words = LATIN.findall(text)
        known = sum(len(word) for word in words if self._english.knows(word.lower()))
        return known > sum(map(len, words)) / 2 and not HANGUL.search(text)

    def _in_korean(self, word: str) -> str | None:
        """The Korean that these keys type, if it is a word or text of known words."""
        typed = hangul(struck(word))
        if typed is None or len(typed) < 2:
            return None
        return typed if self._korean.knows(typed) or self._reads_well(typed) else None

    def _reads_well(self, korean: str) -> bool:
        morphemes = read(self._reader, korean)
        likely = likelihood(morphemes) > LIKELY_PER_SYLLABLE * len(korean)
        return likely and all(m.known for m in morphemes)

    def _respaced(self, text: str) -> str:
        spaced = respaced(text, self._reader)
        return spaced if FIXED.findall(spaced) == FIXED.findall(text) else text


def _changed(what: re.Pattern[str], change: Callable[[re.Match[str]], str], text: str) -> str:
    fixed = _fixed_places(text)

    def unless_fixed(found: re.Match[str]) -> str:
        return change(found) if fixed.isdisjoint(range(*found.span())) else found[0]

    return what.sub(unless_fixed, text)


def _fixed_places(text: str) -> frozenset[int]:
    return frozenset(place for found in FIXED.finditer(text) for place in range(*found.span()))


def _is_a_name(word: str, text: str, start: int) -> bool:
    """Capitals within a word or a sentence mark names and short forms."""
    if word.islower() or text.isupper():
        return False
    return not word.istitle() or not SENTENCE_START.search(text[:start])
