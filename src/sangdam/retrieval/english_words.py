"""Ordinary English words, most common first (`english_words.txt`): what is no slip of a finger."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

FILE = "english_words.txt"
COMMON = 20_000
"""So many are common enough to be what somebody meant."""


class _Hashed(Container[object]):
    """A set of words in 8 bytes each, where a frozenset takes a hundred."""

    def __init__(self, words: Sequence[str]) -> None:
        self._hashes: npt.NDArray[np.int64] = np.sort(
            np.fromiter(map(hash, words), np.int64, len(words))
        )

    def __contains__(self, word: object) -> bool:
        place = int(np.searchsorted(self._hashes, hash(word)))
        return place < len(self._hashes) and int(self._hashes[place]) == hash(word)


@dataclass(frozen=True)
class EnglishWords:
    known: Container[object]
    """All, and contractions without their apostrophe: `dont`."""
    common: tuple[str, ...]


@cache
def english_words() -> EnglishWords:
    """Read once, in some 50 ms; 3 MB."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    words = [line for line in text.splitlines() if not line.startswith("#")]
    bare = [word.replace("'", "") for word in words if "'" in word]
    common = tuple(word for word in words[:COMMON] if word.isalpha())
    return EnglishWords(known=_Hashed([*words, *bare]), common=common)
