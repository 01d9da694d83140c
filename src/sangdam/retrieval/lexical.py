"""Which passages share words with a question: BM25 over the terms of a text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.models import Coverage
from sangdam.ports import LexicalIndex, Matches, Morphology
from sangdam.retrieval.postings import (
    Postings,
    Scores,
    open_postings,
    postings,
    rarity_of,
    write_postings,
)
from sangdam.retrieval.repair import Repair
from sangdam.retrieval.synonyms import Synonyms, shipped_synonyms
from sangdam.retrieval.terms import MORPHEME, SPELLING, VERSION, Terms


class Words(ABC):
    """The terms that the texts of a Generation hold."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        holding: npt.NDArray[np.int64],
        terms: Terms,
        morphology: Morphology,
    ) -> None:
        """`holding` says how many texts hold each term of the vocabulary."""
        self.terms = terms
        self.number = {term: number for number, term in enumerate(vocabulary)}
        self._holding = holding
        self._morphology = morphology

    @property
    @abstractmethod
    def postings(self) -> Postings:
        """Of all texts: for who builds the next Generation, or asks this one as if something
        were not in it."""

    @cached_property
    def _repair(self) -> Repair:
        """Made when it is first asked for: a reindex never does."""
        words = tuple(
            (term.partition(":")[2], count)
            for term, count in zip(self.number, self._holding.tolist(), strict=True)
            if term.startswith(SPELLING) or (term.startswith(MORPHEME) and not term.isascii())
        )
        return _repair(words, self._morphology)

    def repaired(self, query: str) -> str:
        return self._repair.repaired(query)


class Bm25Index(Words):
    def __init__(self, found: Postings, terms: Terms, morphology: Morphology) -> None:
        super().__init__(found.terms, np.diff(found.starts), terms, morphology)
        self._postings = found

    @property
    def postings(self) -> Postings:
        return self._postings

    def search(self, query: str, k: int) -> Matches:
        sought = self.terms.sought(query, self.number)
        terms = [self.number[term] for term in sought.terms]
        scores = np.zeros(len(self.postings.digests), np.float32)
        for term in terms:
            self.postings.add(scores, term, 1)
        return matches(scores, k, terms, len(sought.unknown))

    def coverage(self, matches: Matches, texts: npt.NDArray[np.int64]) -> Coverage:
        held = [self.postings.terms_of(text) for text in texts.tolist()]
        held_by_any = np.concatenate([*held, np.zeros(0, np.int32)])
        rarity = self.postings.rarity(matches.terms)
        return covered(
            rarity, np.isin(matches.terms, held_by_any), matches.unknown, len(self.postings)
        )


def matches(scores: Scores, k: int, terms: Sequence[int], unknown: int) -> Matches:
    """The k best by the scores of all texts; `terms` may repeat."""
    best = _best(scores, k)
    mean, spread = float(scores.mean()), float(scores.std())
    return Matches(
        best, scores[best], mean, spread or 1.0, np.unique(np.asarray(terms, int)), unknown
    )


def covered(rarity: Scores, held: npt.NDArray[np.bool_], unknown: int, texts: int) -> Coverage:
    """`rarity` and `held` are of the terms that any of so many texts contains.

    A term that none contains is as rare as can be.
    """
    whole = float(rarity.sum()) + unknown * float(rarity_of(1, texts))
    return Coverage(
        terms=len(rarity) + unknown,
        covered=float(rarity[held].sum()) / whole if whole else 0,
    )


@lru_cache(2)
def _repair(words: tuple[tuple[str, int], ...], reader: Morphology) -> Repair:
    """Made once for indexes that hold the same words."""
    return Repair(dict(words), reader)


def _best(scores: npt.NDArray[np.float32], k: int) -> npt.NDArray[np.int64]:
    """Positions of the k highest scores above 0, best first; of equal ones the lower first."""
    above = np.flatnonzero(scores > 0)
    if len(above) > k:
        least = np.partition(scores[above], len(above) - k)[len(above) - k]
        above = above[scores[above] >= least]
    best: npt.NDArray[np.int64] = above[np.argsort(-scores[above], kind="stable")][:k]
    return best


class KiwiPostings:
    """Makes postings of texts."""

    def __init__(self, morphology: Morphology, synonyms: Synonyms | None = None) -> None:
        """With the shipped synonyms where none are handed in."""
        self.morphology = morphology
        self.terms = Terms(morphology, synonyms or shipped_synonyms(morphology))

    def of(self, texts: Sequence[str], old: LexicalIndex | None) -> Postings:
        lent = old.postings if isinstance(old, Words) else None
        known: frozenset[int] = frozenset(lent.digests.tolist()) if lent else frozenset()
        digests = [_digest(text) for text in texts]
        fresh = {
            digest: Counter(self.terms.of(text))
            for digest, text in dict(zip(digests, texts, strict=True)).items()
            if digest not in known
        }
        return postings(digests, fresh, lent, beside=SPELLING)


class KiwiBm25Indexes:
    """Satisfies ports.LexicalIndexes."""

    def __init__(self, morphology: Morphology, synonyms: Synonyms | None = None) -> None:
        """With the shipped synonyms where none are handed in."""
        self._made = KiwiPostings(morphology, synonyms)

    def write(self, folder: Path, texts: Sequence[str], *, old: LexicalIndex | None = None) -> None:
        write_postings(folder, self._made.of(texts, old))

    def open(self, folder: Path) -> Bm25Index:
        return Bm25Index(open_postings(folder), self._made.terms, self._made.morphology)


def _digest(text: str) -> int:
    return int.from_bytes(sha256(f"{VERSION}\n{text}".encode()).digest()[:8])
