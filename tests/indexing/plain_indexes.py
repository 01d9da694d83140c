"""Indexes that cost nothing to build, for tests that build thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.models import Coverage
from sangdam.ports import Columns, LexicalIndex, Matches, Matrix, Neighbours


class PlainIndex:
    """An exact vector index that costs nothing to build."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix

    def search(self, query: Matrix, k: int) -> Neighbours:
        scores = self._matrix @ query[0]
        best = np.argsort(-scores, kind="stable")[:k]
        return Neighbours(best, scores[best])

    def vectors(self, ids: Sequence[int] | npt.NDArray[np.int64]) -> Matrix:
        return self._matrix[list(ids)]

    def similarities(
        self, query: Matrix, language: int, ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        del language
        found: npt.NDArray[np.float32] = self.vectors(ids.tolist()) @ query[0]
        return found

    def spread(self, query: Matrix, language: int) -> float:
        del query, language
        return 1.0

    def kinship(self, ids: npt.NDArray[np.int64], asks: npt.NDArray[np.bool_]) -> float:
        del ids, asks
        return 0.5


class PlainIndexes:
    def write(self, folder: Path, vectors: Matrix, columns: Columns) -> None:
        del columns
        np.save(folder / "plain.npy", vectors)

    def open(self, folder: Path) -> PlainIndex:
        return PlainIndex(np.asarray(np.load(folder / "plain.npy", mmap_mode="r")))


class WordIndex:
    """Counts shared words; costs nothing to build."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = [Counter(text.split()) for text in texts]

    def search(self, query: str, k: int) -> Matches:
        asked = Counter(query.split())
        scores = np.array([(asked & words).total() for words in self._words], np.float32)
        best = np.argsort(-scores, kind="stable")[:k]
        best = best[scores[best] > 0]
        spread = float(scores.std()) or 1.0
        none = np.zeros(0, np.int64)
        return Matches(best, scores[best], float(scores.mean()), spread, none, len(asked))

    def coverage(self, matches: Matches, texts: npt.NDArray[np.int64]) -> Coverage:
        del matches, texts
        return Coverage()

    def repaired(self, query: str) -> str:
        return query


class WordIndexes:
    def write(self, folder: Path, texts: Sequence[str], *, old: LexicalIndex | None = None) -> None:
        del old
        (folder / "texts").write_text("\0".join(texts), encoding="utf-8")

    def open(self, folder: Path) -> WordIndex:
        return WordIndex((folder / "texts").read_text(encoding="utf-8").split("\0"))
