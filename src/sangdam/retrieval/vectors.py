"""Vector indexes on disk, memory-mapped, so that a process adds no copy of them (faiss's one home).

Exact up to EXACT_TO vectors, approximate above. In both, codes of one byte a dimension choose
candidates and the exact vectors decide among them: a flat scan of float32 is bound by memory, and
the codes are a quarter of it (40,000 vectors: 8.4 ms by scan, 1.5 ms by codes of whole numbers).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from sangdam.ports import Columns, Matrix, Neighbours
from sangdam.retrieval.metric import Metric, learned, open_metric, write_metric

FILE = "vectors.faiss"
CODES = "whole-numbers.faiss"
ROUNDED = "whole-numbers.npy"
CELLS = "cells.faiss"

EXACT_TO = 150_000
"""Vectors up to which every search is exact."""
SCANNED_TO = 4096
"""Vectors up to which a scan is as fast as the codes."""
CANDIDATES = 1024
"""Exact vectors looked at in a search, at least; and at least 12 for each one asked for."""
MOST = 127
"""Largest whole number in a code."""
PROBED = 32
"""Cells looked into in an approximate search, at least; of many cells a 24th."""
BLOCK = 8192
"""Vectors rounded at a time."""
ROUNDING = 1e-5
"""What float32 sums may differ by."""


class FaissIndex:
    """Inner product over unit vectors, which is their cosine; safe to share between threads.

    Every score is the exact vector's, never its code's.
    """

    def __init__(self, exact: faiss.Index, metric: Metric, codes: _Coded | None = None) -> None:
        self._exact = exact
        self._metric = metric
        self._codes = codes

    def search(self, query: Matrix, k: int) -> Neighbours:
        # One query is one thread's work: two wait for each other longer than they help, ten times
        # longer where other threads are busy. OpenMP keeps the number for each calling thread.
        faiss.omp_set_num_threads(1)
        k = min(k, self._exact.ntotal)
        if self._codes is None:
            return self._scan(query, k)
        found, ceiling = self._codes.candidates(query, max(CANDIDATES, 12 * k))
        best = self._best(query, found, k)
        sure = len(best.scores) == k and (k == 0 or best.scores[-1] >= ceiling)
        return best if sure else self._scan(query, k)

    def vectors(self, ids: Sequence[int] | npt.NDArray[np.int64]) -> Matrix:
        rows: Matrix = self._exact.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return rows

    def similarities(
        self, query: Matrix, language: int, ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        return self._metric.similarities(query, language, ids, self.vectors(ids))

    def spread(self, query: Matrix, language: int) -> float:
        return self._metric.spread(query, language)

    def kinship(self, ids: npt.NDArray[np.int64], asks: npt.NDArray[np.bool_]) -> float:
        return self._metric.kinship(ids, asks, self.vectors(ids))

    def _scan(self, query: Matrix, k: int) -> Neighbours:
        scores, ids = self._exact.search(query, k)
        return Neighbours(ids[0], scores[0])

    def _best(self, query: Matrix, found: _Ids, k: int) -> Neighbours:
        scores = self._exact.reconstruct_batch(found) @ query[0]
        order = np.argsort(-scores, kind="stable")[:k]
        return Neighbours(found[order], scores[order])


_Ids = npt.NDArray[np.int64]


class _Candidates(NamedTuple):
    ids: _Ids
    ceiling: float
    """No vector that is left out is held to have a higher cosine."""


class _Coded(Protocol):
    @property
    def size(self) -> int: ...

    def candidates(self, query: Matrix, n: int) -> _Candidates: ...


class _Codes:
    """A code for every vector, all of them scanned, and a proof that nothing was missed.

    Codes and query are rounded to whole numbers, whose products processors sum fastest. By
    Cauchy and Schwarz a cosine of rounded vectors differs from the true one by no more than the
    lengths of what rounding took away.
    """

    def __init__(self, index: faiss.IndexScalarQuantizer, step: float, lost: float) -> None:
        """`step` is the distance between whole numbers, `lost` the greatest length of what
        rounding took from a vector."""
        self._index = index
        self._step = step
        self._lost = lost

    @property
    def size(self) -> int:
        return int(self._index.ntotal)

    def candidates(self, query: Matrix, n: int) -> _Candidates:
        n = min(n, self._index.ntotal)
        step = _step(query)
        rounded = np.rint(query / step)
        products, ids = self._index.search(rounded, n)
        if n == self._index.ntotal:
            return _Candidates(ids[0], -np.inf)
        lost = float(np.linalg.norm(query - rounded * step))
        error = lost * (1 + self._lost) + self._lost + ROUNDING
        return _Candidates(ids[0], float(products[0, -1]) * step * self._step + error)


def _step(vectors: Matrix) -> float:
    """Distance between whole numbers such that the largest value is MOST of them."""
    return float(np.abs(vectors).max(initial=0)) / MOST or 1.0


class _Cells:
    """Codes sorted into cells, of which the nearest are looked into.

    It proves nothing about the others. Recall@10 was .99 to 1 on 200,000 vectors that crowd as
    e5's do, in 20, 300 and 2,000 clusters.
    """

    def __init__(self, index: faiss.IndexIVF) -> None:
        self._index = index
        index.nprobe = max(PROBED, index.nlist // 24)

    @property
    def size(self) -> int:
        return int(self._index.ntotal)

    def candidates(self, query: Matrix, n: int) -> _Candidates:
        ids = self._index.search(query, min(n, self._index.ntotal))[1][0]
        return _Candidates(ids[ids >= 0], -np.inf)


class FaissIndexes:
    """Satisfies ports.VectorIndexes. The same vectors make the same files."""

    def __init__(self, *, exact_to: int = EXACT_TO, scanned_to: int = SCANNED_TO) -> None:
        self._exact_to = exact_to
        self._scanned_to = scanned_to

    def write(self, folder: Path, vectors: Matrix, columns: Columns) -> None:
        """All anew, from the vectors alone, so that an edited index equals one built afresh."""
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        write_metric(folder, learned(vectors, columns))
        exact = faiss.IndexFlatIP(vectors.shape[1])
        exact.add(vectors)
        _write(exact, folder / FILE)
        if len(vectors) > self._exact_to:
            _write(_sorted_into_cells(vectors), folder / CELLS)
        elif len(vectors) > self._scanned_to:
            _write_codes(vectors, folder)

    def open(self, folder: Path) -> FaissIndex:
        """Raises RuntimeError or ValueError where a file is damaged."""
        exact = _mapped(folder / FILE)
        codes: _Coded | None = None
        if (folder / CELLS).is_file():
            codes = _Cells(_mapped(folder / CELLS))
        elif (folder / CODES).is_file():
            codes = _Codes(_mapped(folder / CODES), *np.load(folder / ROUNDED).tolist())
        if codes and codes.size != exact.ntotal:
            raise ValueError(f"{codes.size} codes for {exact.ntotal} vectors")
        return FaissIndex(exact, open_metric(folder), codes)


def _write(index: faiss.Index, path: Path) -> None:
    """Raises OSError where the disk refuses, as other writers do."""
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path.name}: {str(error).rpartition(': ')[2]}") from error


def _mapped(path: Path) -> Any:
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def _write_codes(vectors: Matrix, folder: Path) -> None:
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    index = faiss.IndexScalarQuantizer(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    step = _step(vectors)
    lost = 0.0
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK]
        rounded = np.rint(block / step)
        index.add(rounded)
        lost = max(lost, float(np.linalg.norm(block - rounded * step, axis=1).max()))
    _write(index, folder / CODES)
    np.save(folder / ROUNDED, [step, lost])


def _sorted_into_cells(vectors: Matrix) -> faiss.IndexIVFScalarQuantizer:
    """Two times root n cells, so that finding the cells and looking into them cost about alike."""
    dimension = vectors.shape[1]
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        min(len(vectors), round(2 * len(vectors) ** 0.5)),
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.seed = 1
    index.cp.niter = 8
    index.cp.min_points_per_centroid = 1
    index.cp.max_points_per_centroid = 32
    index.train(vectors)
    index.add(vectors)
    return index
