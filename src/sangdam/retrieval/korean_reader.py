"""What mending a text asks of a Korean analyser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sangdam.ports import Morpheme


class KoreanReader(Protocol):
    def analyse(self, text: str) -> tuple[Morpheme, ...]:
        """The likeliest reading. Asked again and again for the same texts: best if cached."""


def read(reader: KoreanReader, text: str) -> tuple[Morpheme, ...]:
    """The reading of the text in lower case, which is what the word index asks for, too."""
    lower = text.lower()
    return reader.analyse(lower if len(lower) == len(text) else text)


def likelihood(morphemes: Iterable[Morpheme]) -> float:
    """Log-likelihood of a reading, in nats; only spellings of one text can be compared by it."""
    return sum(morpheme.score for morpheme in morphemes)
