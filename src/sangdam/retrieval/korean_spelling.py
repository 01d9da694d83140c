"""Korean words with a slip in them, by the vocabulary of the knowledge.

A noisy channel: a word of the knowledge takes the place of what was typed where the sentence
becomes so much likelier that a slip explains it better than chance. The analyser's language
model is the judge, so a word that is right in its sentence stays, whatever lies near it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from sangdam.ports import Morpheme
from sangdam.retrieval.keystrokes import keys
from sangdam.retrieval.korean_reader import KoreanReader, likelihood, read
from sangdam.retrieval.near_words import Near, NearWords
from sangdam.retrieval.slips import FAR

_RUN = re.compile(r"[가-힣]{2,}")
_CONTENT = ("NNG", "NNP", "XR", "VV", "VA", "MAG", "IC", "XSN", "XPN")
_SPLINTERS = ("N", "X")
_WORD = re.compile("[가-힣]{2,}")
LONGEST_RUN = 14
LONGEST_WORD = 5
"""Syllables."""
TWO_SLIPS = 10
"""Keys from which a word may hold two slips."""
SHORT = 6
"""Keys up to which no far key may stand for another."""
A_SLIP_AT_ALL = 4.5
PER_SLIP = 8.0
PER_LOG_FREQUENCY = 1.4
"""What slips cost and a word's frequency in the knowledge is worth, in nats of likelihood that
are gained: by logistic regression on slips put into plain questions, against small talk that has
none. The first is set for about one false change in a thousand messages on quite other things."""
FREQUENT = 1e-4
"""Share of the knowledge's words at which frequency counts neither for a word nor against it."""
ORDINARY = -13.5
"""Log-likelihood of an ordinary noun standing alone, in nats. A word of the knowledge counts as
one, known to the analyser or not."""
SPARE = 2.0
"""Nats: what a word in the place of another costs at least, beyond what it saves around it."""
LOOKED_AT = 3
"""Candidates that are judged in their sentence, of each run."""


class _Candidate(NamedTuple):
    worth: float
    """Nats: its frequency in the knowledge, less its slips."""
    start: int
    end: int
    """Where it would stand, in the text."""
    word: str


class KoreanSpelling:
    def __init__(self, words: Mapping[str, int], reader: KoreanReader) -> None:
        self._counts = words
        self._reader = reader
        self._all = max(1, sum(words.values()))
        self._words = NearWords(filter(_WORD.fullmatch, words), korean=True)

    def knows(self, word: str) -> bool:
        return word in self._counts

    def mended(self, text: str, fixed: frozenset[int]) -> str:
        """The text with its misspelt words mended; runs that touch `fixed` places stay."""
        morphemes = read(self._reader, text)
        for run in reversed(list(_RUN.finditer(text))):
            if len(run[0]) <= LONGEST_RUN and not {run.start() - 1, run.end()} & fixed:
                inside = [m for m in morphemes if run.start() <= m.start < run.end()]
                text = self._mend(text, run, inside)
        return text

    def _mend(self, text: str, run: re.Match[str], morphemes: Sequence[Morpheme]) -> str:
        candidates = self._candidates(run, morphemes)
        if not candidates:
            return text
        window = _Window(text, run.start(), run.end())
        now = likelihood(read(self._reader, window.text))
        gain, best = max((c.worth + self._after(window, c) - now, c) for c in candidates)
        return text[: best.start] + best.word + text[best.end :] if gain > 0 else text

    def _after(self, window: _Window, candidate: _Candidate) -> float:
        there = likelihood(read(self._reader, window.having(candidate)))
        alone = read(self._reader, candidate.word)
        if all(m.known for m in alone):
            return there
        return there + max(0.0, ORDINARY - likelihood(alone))

    def _candidates(self, run: re.Match[str], morphemes: Sequence[Morpheme]) -> list[_Candidate]:
        doubtful = [m for m in morphemes if m.tag.startswith(_CONTENT) and not self._in_place(m)]
        found = [
            candidate
            for first, last in _spans(run.start(), run.end())
            if any(first < m.end and m.start < last for m in doubtful)
            and not any(_cuts(m, first) or _cuts(m, last) for m in morphemes)
            for candidate in self._instead(run, first, last, _paid(morphemes, first, last))
        ]
        return sorted(found, reverse=True)[:LOOKED_AT]

    def _in_place(self, morpheme: Morpheme) -> bool:
        """A noun of one syllable may be a splinter of a word, whether it is known or not."""
        splinter = len(morpheme.form) == 1 and morpheme.tag.startswith(_SPLINTERS)
        return morpheme.form in self._counts and not splinter

    def _instead(
        self, run: re.Match[str], start: int, end: int, paid: float
    ) -> Iterator[_Candidate]:
        typed = run[0][start - run.start() : end - run.start()]
        if paid < A_SLIP_AT_ALL or typed in self._counts:
            return
        struck = len(keys(typed))
        for near in self._words.near(typed, 2 if struck >= TWO_SLIPS else 1):
            possible = near.slips < FAR or struck > SHORT
            worth = self._worth(near)
            if possible and len(near.word) == len(typed) and paid + worth > SPARE:
                yield _Candidate(worth, start, end, near.word)

    def _worth(self, near: Near) -> float:
        frequency = self._counts[near.word] / self._all / FREQUENT
        return PER_LOG_FREQUENCY * log(frequency) - A_SLIP_AT_ALL - PER_SLIP * near.slips


def _spans(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Every stretch of the run that may be a word: two syllables or more."""
    for first in range(start, end - 1):
        for last in range(first + 2, min(end, first + LONGEST_WORD) + 1):
            yield first, last


def _cuts(morpheme: Morpheme, place: int) -> bool:
    """The half of a word that is in the dictionary is no word with a slip in it."""
    return morpheme.known and morpheme.start < place < morpheme.end


def _paid(morphemes: Sequence[Morpheme], start: int, end: int) -> float:
    """Nats that the typed stretch costs in its sentence: about the most that can be gained."""
    return -likelihood(m for m in morphemes if m.start < end and start < m.end)


class _Window:
    """A run with the word before it and the one after: enough of a sentence to judge by."""

    def __init__(self, text: str, start: int, end: int) -> None:
        before, after = text[:start].split(" "), text[end:].split(" ")
        head = " ".join(before[-2:])
        self._from = start - len(head)
        self.text = head + text[start:end] + " ".join(after[:2])

    def having(self, candidate: _Candidate) -> str:
        first, last = candidate.start - self._from, candidate.end - self._from
        return self.text[:first] + candidate.word + self.text[last:]
