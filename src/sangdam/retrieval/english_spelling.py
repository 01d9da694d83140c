"""English words with a slip in them, by the vocabulary of the knowledge and ordinary English."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, log1p

from sangdam.retrieval.english_words import english_words
from sangdam.retrieval.near_words import Near, NearWords

SHORTEST = 4
"""Letters below which everything is near everything."""
MIDDLE = 6
LONG = 8
"""Letters from which a word may hold two slips."""
LONGEST = 20
"""Letters above which it is no word, but several without a space."""
LIMITS = (0.8, 1.1, 1.7)
"""Slips that a short, a middling and a long word may hold."""
LIMITS_ELSEWHERE = (0.7, 0.8, 1.2)
"""The same where the knowledge does not have the word that would be put in its place."""
FROM_ELSEWHERE = 0.3
"""Slips that a word must be nearer by where the knowledge does not have it."""
PER_LOG_COUNT = 0.03
"""Slips that an e-fold frequency in the knowledge is worth."""
CLEARLY = 0.15
"""Slips by which the best word must be ahead of the next."""
ENDING = 2
"""Letters in which two forms of a word differ at most."""


class EnglishSpelling:
    def __init__(self, words: Mapping[str, int]) -> None:
        ordinary = english_words()
        self._counts = words
        self._known = ordinary.known
        candidates = (word for word in {*words, *ordinary.common} if len(word) >= SHORTEST)
        self._words = NearWords(candidates, korean=False)

    def knows(self, word: str) -> bool:
        """True for a word of the knowledge, and for any ordinary one."""
        return word in self._counts or word in self._known

    def meant(self, word: str) -> str | None:
        """The word that was clearly meant by a lower-case word; None where none was."""
        if not SHORTEST <= len(word) <= LONGEST or self.knows(word):
            return None
        return self._clearest(word, 1) or (self._clearest(word, 2) if len(word) >= LONG else None)

    def _clearest(self, word: str, most: int) -> str | None:
        near = (n for n in self._words.near(word, most) if self._may_be(word, n))
        ranked = sorted((self._distance(n), n.word) for n in near)
        if not ranked:
            return None
        least, best = ranked[0]
        rivals = (distance for distance, other in ranked[1:] if not _are_forms(other, best))
        return best if least + CLEARLY <= min(rivals, default=inf) else None

    def _may_be(self, word: str, near: Near) -> bool:
        """The longer the word, the less likely that another one is near it by chance."""
        here = near.word in self._counts
        surest = len(word) <= SHORTEST if here else len(word) < MIDDLE
        if surest and _has_other_letters(word, near.word):
            return False
        short, middle, long = LIMITS if here else LIMITS_ELSEWHERE
        limit = short if len(word) < MIDDLE else middle if len(word) < LONG else long
        return near.slips <= limit

    def _distance(self, near: Near) -> float:
        count = self._counts.get(near.word, 0)
        return near.slips - PER_LOG_COUNT * log1p(count) + (0 if count else FROM_ELSEWHERE)


def _has_other_letters(typed: str, meant: str) -> bool:
    """And not only one too many, one too few, or two in the wrong order."""
    return len(typed) == len(meant) and sorted(typed) != sorted(meant)


def _are_forms(word: str, other: str) -> bool:
    """True for two forms of one word, as far as their beginnings tell: it is no matter which."""
    shared = max(SHORTEST, min(len(word), len(other)) - ENDING)
    return word[:shared] == other[:shared]
