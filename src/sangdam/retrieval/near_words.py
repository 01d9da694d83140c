"""The words of a vocabulary that lie within a slip or two of a typed one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam.retrieval.keystrokes import keys
from sangdam.retrieval.slips import slips

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BIT = {letter: 1 << place for place, letter in enumerate(_LETTERS + "QWERTOP")}
_AGAIN = {letter: 1 << (33 + place) for place, letter in enumerate(_LETTERS)}
_CHANGED_BY_A_SLIP = 2
"""A slip changes at most so many bits of a signature: one key goes, another comes."""


class Near(NamedTuple):
    word: str
    slips: float
    """Cost; see slips."""


class NearWords:
    """Looks words up by the keys that type them. Never changes; safe between threads.

    30,000 words take 4 MB, and a look-up some hundred microseconds: signatures rule out nearly
    all, and only what is left is compared key by key.
    """

    def __init__(self, words: Iterable[str], *, korean: bool) -> None:
        self._korean = korean
        typed = sorted(((keys(word), word) for word in words), key=_length)
        self._words = [word for _, word in typed]
        self._keys = [key for key, _ in typed]
        self._signatures = np.fromiter(map(_signature, self._keys), np.uint64, len(typed))
        lengths = np.fromiter(map(len, self._keys), np.int64, len(typed))
        longest = int(lengths[-1]) if len(typed) else 0
        self._starts: npt.NDArray[np.int64] = np.searchsorted(lengths, np.arange(longest + 2))

    def near(self, word: str, most: int) -> list[Near]:
        """Other words whose keys are at most `most` slips away, in no order."""
        typed = keys(word)
        found = []
        for place in self._alike(typed, most):
            cost = slips(typed, self._keys[place], most, korean=self._korean)
            if cost:
                found.append(Near(self._words[place], cost))
        return found

    def _alike(self, typed: str, most: int) -> list[int]:
        last = len(self._starts) - 1
        start = int(self._starts[min(max(len(typed) - most, 0), last)])
        end = int(self._starts[min(len(typed) + most + 1, last)])
        changed = np.bitwise_count(self._signatures[start:end] ^ np.uint64(_signature(typed)))
        alike = np.flatnonzero(changed <= _CHANGED_BY_A_SLIP * most)
        return [start + place for place in alike.tolist()]


def _length(typed: tuple[str, str]) -> int:
    return len(typed[0])


def _signature(typed: str) -> int:
    """One bit for each key that is struck, another where it is struck again."""
    once = again = 0
    for letter in typed:
        bit = _BIT.get(letter, 0)
        again |= _AGAIN.get(letter, 0) if once & bit else 0
        once |= bit
    return once | again
