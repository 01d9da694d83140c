"""A Generation's vectors in Milvus, with the words of its passages.

The learned metric stays in the Generation's folder: 5 bytes a vector, mapped.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.errors import IndexUnavailable
from sangdam.ports import Columns, Matrix, Neighbours
from sangdam.retrieval.metric import Metric, learned, open_metric, write_metric
from sangdam.retrieval.milvus import MOST_HITS, Ids, Milvus, Row
from sangdam.retrieval.milvus_collections import MilvusCollections
from sangdam.retrieval.milvus_words import NO_WORDS, Weights, weights_of

EXACT_TO = 150_000
"""Vectors up to which every search is exact."""
REMEMBERED = 20_000
"""Vectors kept of those fetched last: 30 MB of 384 dimensions."""


class MilvusIndex:
    def __init__(self, milvus: Milvus, collection: str, size: int, metric: Metric) -> None:
        self._milvus = milvus
        self._collection = collection
        self._size = size
        self._metric = metric
        self._remembered = _Remembered(lambda ids: milvus.vectors(collection, ids))

    @property
    def remembered(self) -> int:
        """Vectors that need not be fetched."""
        return len(self._remembered)

    def search(self, query: Matrix, k: int) -> Neighbours:
        """Of more than MOST_HITS, so many."""
        k = min(k, self._size, MOST_HITS)
        if not k:
            return Neighbours(np.zeros(0, np.int64), np.zeros(0, np.float32))
        return Neighbours(*self._milvus.nearest(self._collection, query[0], k))

    def vectors(self, ids: Sequence[int] | Ids) -> Matrix:
        if not len(ids):
            return np.zeros((0, len(self._metric.inverse)), np.float32)
        unique, place = np.unique(np.asarray(ids, np.int64), return_inverse=True)
        rows: Matrix = self._remembered(unique.tolist())[place]
        return rows

    def similarities(self, query: Matrix, language: int, ids: Ids) -> npt.NDArray[np.float32]:
        return self._metric.similarities(query, language, ids, self.vectors(ids))

    def spread(self, query: Matrix, language: int) -> float:
        return self._metric.spread(query, language)

    def kinship(self, ids: Ids, asks: npt.NDArray[np.bool_]) -> float:
        return self._metric.kinship(ids, asks, self.vectors(ids))


class _Remembered:
    """The vectors fetched last: one question asks for the same ones several times, and the next
    one for many of them."""

    def __init__(self, fetch: Callable[[Sequence[int]], Matrix]) -> None:
        self._fetch = fetch
        self._rows: OrderedDict[int, npt.NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def __call__(self, ids: Sequence[int]) -> Matrix:
        """`ids` must differ."""
        if len(ids) > REMEMBERED:
            return self._fetch(ids)
        found = self._known(ids)
        missing = [wanted for wanted in ids if wanted not in found]
        if missing:
            fetched = dict(zip(missing, self._fetch(missing), strict=True))
            self._keep(fetched)
            found |= fetched
        return np.array([found[wanted] for wanted in ids], np.float32)

    def _known(self, ids: Sequence[int]) -> dict[int, npt.NDArray[np.float32]]:
        with self._lock:
            found = {wanted: self._rows[wanted] for wanted in ids if wanted in self._rows}
            for used in found:
                self._rows.move_to_end(used)
        return found

    def _keep(self, fetched: dict[int, npt.NDArray[np.float32]]) -> None:
        with self._lock:
            self._rows.update({row: vector.copy() for row, vector in fetched.items()})
            while len(self._rows) > REMEMBERED:
                self._rows.popitem(last=False)


class MilvusIndexes:
    """Satisfies ports.VectorIndexes."""

    def __init__(
        self, milvus: Milvus, collections: MilvusCollections, *, exact_to: int = EXACT_TO
    ) -> None:
        self._milvus = milvus
        self._collections = collections
        self._exact_to = exact_to

    def write(self, folder: Path, vectors: Matrix, columns: Columns) -> None:
        """Into a new collection, with the words that are in the folder, if any are."""
        write_metric(folder, learned(vectors, columns))
        collection = self._collections.named(folder.name)
        self._milvus.create(collection, vectors.shape[1])
        self._milvus.insert(collection, _rows(vectors, columns, weights_of(folder)))
        self._milvus.finish(collection, exact=len(vectors) <= self._exact_to)
        counted = self._milvus.count(collection)
        if counted != len(vectors):
            raise IndexUnavailable(
                f"Milvus took {len(vectors)} vectors and has {counted}; see its log, then try again"
            )

    def open(self, folder: Path) -> MilvusIndex:
        """Raises ValueError where Milvus hasn't got all of it."""
        metric = open_metric(folder)
        collection = self._collections.named(folder.name)
        if not self._milvus.exists(collection):
            raise ValueError(f"Milvus has no collection {collection}")
        self._milvus.load(collection)
        counted = self._milvus.count(collection)
        if counted != len(metric.lengths):
            raise ValueError(f"{collection} has {counted} of {len(metric.lengths)} vectors")
        return MilvusIndex(self._milvus, collection, counted, metric)


def _rows(vectors: Matrix, columns: Columns, words: Weights | None) -> Iterator[Row]:
    """A passage's words go with the last of its vectors."""
    for row, passage in enumerate(columns.passage.tolist()):
        last = row + 1 == columns.first[passage + 1]
        weights = words.of(passage) if words and last else {}
        yield Row(row, passage, vectors[row], weights or NO_WORDS)
