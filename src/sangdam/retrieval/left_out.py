"""A Generation as if something were not in it, to ask a knowledge its own questions.

What is left out must leave no trace: not its vectors, not its words, and not its share in how
rare a word is. Else a question would tell by a rare word of its own that its entry is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sangdam.models import Coverage
from sangdam.ports import Columns, Generation, Matches, Matrix, Neighbours, VectorIndex
from sangdam.retrieval.lexical import Words, covered, matches
from sangdam.retrieval.postings import Scores, rarity_of

Positions = npt.NDArray[np.int64]


def without_subjects(generation: Generation, subjects: Sequence[int]) -> Generation:
    """As if nothing of these subjects were known, in no language."""
    passages = np.flatnonzero(np.isin(generation.columns.subject, subjects))
    rows = np.flatnonzero(np.isin(generation.columns.passage, passages))
    words = _words(generation)
    gone = {int(p): words.postings.terms_of(int(p)).tolist() for p in passages}
    return _without(generation, rows, LeftOutWords(words, gone=gone))


def without_wording(generation: Generation, row: int) -> Generation:
    """As if vector `row`, a question or alias, had never been thought of.

    The vector of the passage's answer goes with it where the answer is embedded with that very
    question.
    """
    columns, texts = generation.columns, generation.vector_texts
    passage = int(columns.passage[row])
    wording = texts[row].text
    begin, end = columns.first[passage : passage + 2].tolist()
    rows = [
        n
        for n in range(begin, end)
        if n == row or (not columns.asks[n] and texts[n].text.startswith(wording))
    ]
    words = LeftOutWords(_words(generation), lessened={passage: wording})
    return _without(generation, np.array(rows), words)


def _words(generation: Generation) -> Words:
    index = generation.lexical_index
    if not isinstance(index, Words):
        raise TypeError(f"nothing can be left out of a {type(index).__name__}")
    return index


def _without(generation: Generation, rows: Positions, words: LeftOutWords) -> Generation:
    columns = generation.columns
    return replace(
        generation,
        columns=_columns(columns, rows),
        vector_index=LeftOutVectors(generation.vector_index, rows, len(columns.passage)),
        lexical_index=words,
    )


def _columns(columns: Columns, rows: Positions) -> Columns:
    return replace(
        columns,
        passage=np.delete(columns.passage, rows),
        asks=np.delete(columns.asks, rows),
        first=columns.first - np.searchsorted(rows, columns.first).astype(np.int32),
    )


class LeftOutVectors:
    """Satisfies ports.VectorIndex; the vectors that stay are numbered through."""

    def __init__(self, index: VectorIndex, rows: Positions, count: int) -> None:
        self._index = index
        self._out = rows
        self._kept = np.delete(np.arange(count), rows)

    def search(self, query: Matrix, k: int) -> Neighbours:
        found = self._index.search(query, k + len(self._out))
        stays = ~np.isin(found.ids, self._out)
        ids = np.searchsorted(self._kept, found.ids[stays][:k])
        return Neighbours(ids, found.scores[stays][:k])

    def vectors(self, ids: Sequence[int] | Positions) -> Matrix:
        return self._index.vectors(self._kept[np.asarray(ids)])

    def similarities(self, query: Matrix, language: int, ids: Positions) -> Scores:
        return self._index.similarities(query, language, self._kept[ids])

    def spread(self, query: Matrix, language: int) -> float:
        return self._index.spread(query, language)

    def kinship(self, ids: Positions, asks: npt.NDArray[np.bool_]) -> float:
        return self._index.kinship(self._kept[ids], asks)


class LeftOutWords:
    """Satisfies ports.LexicalIndex; texts keep their numbers."""

    def __init__(
        self,
        index: Words,
        *,
        gone: dict[int, list[int]] | None = None,
        lessened: dict[int, str] | None = None,
    ) -> None:
        """`gone` are texts that hold nothing more, with their terms; of the `lessened` ones a
        part is taken away once."""
        self._index = index
        self._gone = gone or {}
        self._left = {
            text: self._counts(text) - self._counted(part)
            for text, part in (lessened or {}).items()
        }
        self._fewer = Counter(
            term
            for text, left in ({text: Counter[int]() for text in self._gone} | self._left).items()
            for term in index.postings.terms_of(text).tolist()
            if not left[term]
        )

    def repaired(self, query: str) -> str:
        return query

    def search(self, query: str, k: int) -> Matches:
        sought = self._index.terms.sought(query, self)
        terms = [self._index.number[term] for term in sought.terms]
        scores = np.zeros(len(self._index.postings), np.float32)
        for term in terms:
            self._index.postings.add(scores, term, self._rarity(term) / self._rarity_before(term))
        for text, left in self._left.items():
            scores[text] = sum(self._score(term, text, left[term]) for term in terms)
        scores[list(self._gone)] = 0
        return matches(scores, k, terms, len(sought.unknown))

    def __contains__(self, term: object) -> bool:
        """Whether a text that is left holds it."""
        number = self._index.number.get(str(term))
        return number is not None and self._holding(number) > 0

    def coverage(self, found: Matches, texts: Positions) -> Coverage:
        held = {term for text in texts.tolist() for term in self._held(text)}
        rarity = np.array([self._rarity(term) for term in found.terms.tolist()], np.float32)
        holds = np.array([term in held for term in found.terms.tolist()], bool)
        return covered(rarity, holds, found.unknown, len(self._index.postings))

    def _held(self, text: int) -> list[int]:
        if text in self._gone:
            return []
        if text in self._left:
            return [term for term, count in self._left[text].items() if count]
        terms: list[int] = self._index.postings.terms_of(text).tolist()
        return terms

    def _counts(self, text: int) -> Counter[int]:
        postings = self._index.postings
        rows = slice(postings.text_starts[text], postings.text_starts[text + 1])
        return Counter(
            dict(
                zip(
                    postings.terms_of(text).tolist(),
                    postings.text_counts[rows].tolist(),
                    strict=True,
                )
            )
        )

    def _counted(self, part: str) -> Counter[int]:
        number = self._index.number
        return Counter(number[term] for term in self._index.terms.of(part) if term in number)

    def _holding(self, term: int) -> int:
        starts = self._index.postings.starts
        return int(starts[term + 1] - starts[term]) - self._fewer[term]

    def _rarity(self, term: int) -> float:
        return float(rarity_of(self._holding(term), len(self._index.postings)))

    def _rarity_before(self, term: int) -> float:
        return float(self._index.postings.rarity(np.array([term]))[0])

    def _score(self, term: int, text: int, count: int) -> float:
        """BM25 of a term that now stands `count` times in the text, its length as before."""
        if not count:
            return 0.0
        before = self._counts(text)[term]
        held = before / (self._index.postings.score(term, text) / self._rarity_before(term))
        return self._rarity(term) * count / (count + held - before)
