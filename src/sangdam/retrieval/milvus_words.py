"""Which passages share words with a question, by BM25 as `lexical` counts it, asked of Milvus.

A text is a sparse vector there: a dimension a term, the term's BM25 score in the text. A question
is one too, and their product is the text's score. The terms are our own, so the scores are those
of `lexical` but for the rounding of sums. In the folder stay the vocabulary, what its terms are
like over all texts, and the counts of terms by text: for who builds the next Generation, mapped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from sangdam.models import Coverage
from sangdam.ports import LexicalIndex, Matches, Morphology
from sangdam.retrieval.lexical import KiwiPostings, Words, covered
from sangdam.retrieval.milvus import MOST_HITS, Found, Milvus
from sangdam.retrieval.milvus_collections import MilvusCollections
from sangdam.retrieval.postings import (
    FOLDER,
    Postings,
    TermCounts,
    open_counts,
    scored_by_term,
    write_counts,
)
from sangdam.retrieval.synonyms import Synonyms
from sangdam.retrieval.term_moments import Moments, moments, open_moments, write_moments
from sangdam.retrieval.terms import SPELLING, Terms

NO_WORDS = {0: 1.0}
"""Of a row that carries no text: Milvus keeps no empty sparse vector. No question asks for it."""
FIRST = 1
"""Dimension of term 0."""


class MilvusWords(Words):
    def __init__(
        self,
        milvus: Milvus,
        collection: str,
        counts: TermCounts,
        known: Moments,
        terms: Terms,
        morphology: Morphology,
    ) -> None:
        super().__init__(counts.terms, known.holding, terms, morphology)
        self._milvus = milvus
        self._collection = collection
        self._counts = counts
        self._moments = known

    @cached_property
    def postings(self) -> Postings:
        return scored_by_term(self._counts, beside=SPELLING)

    def search(self, query: str, k: int) -> Matches:
        """Of more than MOST_HITS, so many."""
        sought = self.terms.sought(query, self.number)
        terms = [self.number[term] for term in sought.terms]
        best = self._best(Counter(terms), min(k, len(self._counts), MOST_HITS))
        mean, spread = self._moments.mean_and_spread(terms, best.scores)
        unique = np.unique(np.asarray(terms, int))
        return Matches(best.ids, best.scores, mean, spread or 1.0, unique, len(sought.unknown))

    def _best(self, terms: Counter[int], k: int) -> Found:
        if not terms or not k:
            return Found(np.zeros(0, np.int64), np.zeros(0, np.float32))
        asked = {FIRST + term: float(count) for term, count in terms.items()}
        return self._milvus.worded(self._collection, asked, k)

    def coverage(self, matches: Matches, texts: npt.NDArray[np.int64]) -> Coverage:
        held = [self._counts.terms_of(text) for text in texts.tolist()]
        held_by_any = np.concatenate([*held, np.zeros(0, np.int32)])
        rarity = self._moments.rarity(matches.terms)
        return covered(
            rarity, np.isin(matches.terms, held_by_any), matches.unknown, len(self._counts)
        )


class MilvusWordIndexes:
    """Satisfies ports.LexicalIndexes: the words reach Milvus with the vectors, written after."""

    def __init__(
        self,
        milvus: Milvus,
        collections: MilvusCollections,
        morphology: Morphology,
        synonyms: Synonyms | None = None,
    ) -> None:
        """With the shipped synonyms where none are handed in."""
        self._milvus = milvus
        self._collections = collections
        self._made = KiwiPostings(morphology, synonyms)

    def write(self, folder: Path, texts: Sequence[str], *, old: LexicalIndex | None = None) -> None:
        made = self._made.of(texts, old)
        write_counts(folder, made)
        write_moments(folder, moments(made))

    def open(self, folder: Path) -> MilvusWords:
        return MilvusWords(
            self._milvus,
            self._collections.named(folder.name),
            open_counts(folder),
            open_moments(folder),
            self._made.terms,
            self._made.morphology,
        )


class Weights:
    """The sparse vectors of texts."""

    def __init__(self, found: Postings) -> None:
        shape = (len(found), len(found.terms))
        self._rows = csc_array((found.scores, found.texts, found.starts), shape).tocsr()
        self._sought = np.array([not term.startswith(SPELLING) for term in found.terms], np.bool_)

    def of(self, text: int) -> dict[int, float]:
        rows = slice(self._rows.indptr[text], self._rows.indptr[text + 1])
        terms, scores = self._rows.indices[rows], self._rows.data[rows]
        sought = self._sought[terms]
        dimensions = (FIRST + terms[sought]).tolist()
        return dict(zip(dimensions, scores[sought].tolist(), strict=True))


def weights_of(folder: Path) -> Weights | None:
    """Of the texts whose words were written to this folder, if any were."""
    if not (folder / FOLDER).is_dir():
        return None
    return Weights(scored_by_term(open_counts(folder), beside=SPELLING))
