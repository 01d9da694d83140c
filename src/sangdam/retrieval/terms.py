"""A text as the terms by which it can be found.

Morphemes find a word under any ending, concepts a word by its synonyms and in the other
language. Codes such as HB-200X or HM-20261105-1234 stay whole; a short number within one is no
term, or "8 days" would find the HG-8. Words that the analyser doesn't know, or puts together from
several nouns, it cuts now one way and now another; they are kept by their beginnings, so that a
brand name is found with any particle. Surface words stand in only where the analyser finds no
content: beside the morphemes they count every word twice, which cost a fifth of hit@1 on
questions in other words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from sangdam.ports import Morpheme, Morphology
from sangdam.retrieval.synonyms import Synonyms

VERSION = "6"
"""Rises when others would be found in the same text; terms of older indexes are not lent."""
CONTENT_TAGS = ("N", "V", "M", "XR", "SL", "SH", "SN")
"""Sejong tags that carry content: nouns, verbs, modifiers, roots, foreign words, numbers."""
NOT_CONTENT = ("VCP", "VCN", "VX", "MAJ")
NAMING = ("N", "XR", "MAG")
"""What the name of a product is put together from."""
CODE = re.compile(
    r"[a-z]{1,5}(?:-?\d+[a-z]*)+(?:-\w+)*|\d+(?:-\d+)+|\b[a-z]/[a-z]\b", re.IGNORECASE
)
WORD = re.compile(r"\w+")
HANGUL_WORD = re.compile(r"[가-힣]{2,}")
ENGLISH_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
NUMBER, SHORT_NUMBER = "SN", 2
"""The tag of a number, and digits of one that is no name by itself."""
SHORTEST, LONGEST = 2, 8
"""Syllables of a word's beginning."""
MORPHEME, CODES, CONCEPT, BEGINNING, SURFACE = "m:", "c:", "s:", "b:", "w:"
"""Each kind of term has its own prefix."""
SPELLING = "e:"
"""Before an English word as it stands in a text: told to who mends questions, never sought."""


class Sought(NamedTuple):
    terms: tuple[str, ...]
    """With repetition."""
    unknown: frozenset[str]
    """What the question says beside them and no text does."""


class Terms:
    def __init__(self, morphology: Morphology, synonyms: Synonyms) -> None:
        self._morphology = morphology
        self._synonyms = synonyms

    def of(self, text: str) -> list[str]:
        """Index terms of a text, with repetition."""
        lower = text.lower()
        morphemes = self._morphology.analyse(lower)
        beginnings = [
            BEGINNING + beginning
            for word, parts in _words(lower, morphemes)
            if _may_be_cut_otherwise(parts)
            for beginning in _beginnings(word)
        ]
        found = self._plain(lower, morphemes) + beginnings
        spellings = [SPELLING + word for word in ENGLISH_WORD.findall(lower)]
        return (found or [SURFACE + word for word in WORD.findall(lower)]) + spellings

    def sought(self, question: str, known: Container[str]) -> Sought:
        """Those of a question's terms that are `known`; of a word that is not, its beginning."""
        lower = question.lower()
        morphemes = self._morphology.analyse(lower)
        plain = self._plain(lower, morphemes)
        found = plain or [SURFACE + w for w in WORD.findall(lower)]
        for word, parts in _words(lower, morphemes):
            if any(_has_content(part) and MORPHEME + part.form not in known for part in parts):
                beginnings = (BEGINNING + part for part in reversed(_beginnings(word)))
                found = [*found, *[term for term in beginnings if term in known][:1]]
        return Sought(
            tuple(term for term in found if term in known),
            frozenset(term for term in plain if term not in known),
        )

    def _plain(self, lower: str, morphemes: Sequence[Morpheme]) -> list[str]:
        codes = [*CODE.finditer(lower)]
        found = [
            MORPHEME + part.form
            for part in morphemes
            if _has_content(part) and not _counts_in_a_code(part, codes)
        ]
        found += [CODES + code[0].replace("-", "") for code in codes]
        return found + [CONCEPT + concept for concept in self._synonyms.concepts(morphemes)]


def _has_content(morpheme: Morpheme) -> bool:
    return morpheme.tag.startswith(CONTENT_TAGS) and not morpheme.tag.startswith(NOT_CONTENT)


def _counts_in_a_code(morpheme: Morpheme, codes: Sequence[re.Match[str]]) -> bool:
    """Whether it is a number within a code that elsewhere counts days or pieces."""
    short = morpheme.tag == NUMBER and morpheme.end - morpheme.start <= SHORT_NUMBER
    return short and any(c.start() < morpheme.end and morpheme.start < c.end() for c in codes)


def _may_be_cut_otherwise(parts: Sequence[Morpheme]) -> bool:
    names = [part for part in parts if part.tag.startswith(NAMING)]
    return len(names) > 1 or not all(part.known for part in parts)


def _words(text: str, morphemes: Sequence[Morpheme]) -> Iterator[tuple[str, Sequence[Morpheme]]]:
    """Each run of Hangul and the morphemes that begin in it."""
    for word in HANGUL_WORD.finditer(text):
        yield word[0], [m for m in morphemes if word.start() <= m.start < word.end()]


def _beginnings(word: str) -> list[str]:
    return [word[:length] for length in range(SHORTEST, min(len(word), LONGEST) + 1)]
