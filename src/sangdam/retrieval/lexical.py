"""Which passages share words with a question: BM25 over the terms of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.ports import LexicalIndex, Matches, Morphology
from sangdam.retrieval.postings import Postings, open_postings, postings, write_postings
from sangdam.retrieval.repair import Repair
from sangdam.retrieval.synonyms import Synonyms, shipped_synonyms
from sangdam.retrieval.terms import MORPHEME, SPELLING, VERSION, Terms


class Bm25Index:
    def __init__(self, found: Postings, terms: Terms, morphology: Morphology) -> None:
        self.postings = found
        self._terms = terms
        self._morphology = morphology
        self._number = {term: number for number, term in enumerate(found.terms)}

    @cached_property
    def _repair(self) -> Repair:
        """Made when it is first asked for: a reindex never does."""
        texts = np.diff(self.postings.starts).tolist()
        words = tuple(
            (term.partition(":")[2], count)
            for term, count in zip(self.postings.terms, texts, strict=True)
            if term.startswith(SPELLING) or (term.startswith(MORPHEME) and not term.isascii())
        )
        return _repair(words, self._morphology)

    def repaired(self, query: str) -> str:
        return self._repair.repaired(query)

    def search(self, query: str, k: int) -> Matches:
        scores = np.zeros(len(self.postings.digests), np.float32)
        for term in self._terms.sought(query, self._number):
            self.postings.add(scores, self._number[term], 1)
        best = _best(scores, k)
        mean, spread = float(scores.mean()), float(scores.std())
        return Matches(best, scores[best], mean, spread or 1.0)


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


class KiwiBm25Indexes:
    """Satisfies ports.LexicalIndexes."""

    def __init__(self, morphology: Morphology, synonyms: Synonyms | None = None) -> None:
        """With the shipped synonyms where none are handed in."""
        self._morphology = morphology
        self._terms = Terms(morphology, synonyms or shipped_synonyms(morphology))

    def write(self, folder: Path, texts: Sequence[str], *, old: LexicalIndex | None = None) -> None:
        lent = old.postings if isinstance(old, Bm25Index) else None
        known = frozenset(lent.digests.tolist()) if lent else frozenset()
        digests = [_digest(text) for text in texts]
        fresh = {
            digest: Counter(self._terms.of(text))
            for digest, text in dict(zip(digests, texts, strict=True)).items()
            if digest not in known
        }
        write_postings(folder, postings(digests, fresh, lent, beside=SPELLING))

    def open(self, folder: Path) -> Bm25Index:
        return Bm25Index(open_postings(folder), self._terms, self._morphology)


def _digest(text: str) -> int:
    return int.from_bytes(sha256(f"{VERSION}\n{text}".encode()).digest()[:8])
