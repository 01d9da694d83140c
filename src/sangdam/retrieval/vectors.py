"""An exact vector index on disk, memory-mapped (faiss's one home)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from sangdam.ports import Matrix, Neighbours

FILE = "vectors.faiss"


class FaissIndex:
    """Inner product over unit vectors, which is their cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    def search(self, query: Matrix, k: int) -> Neighbours:
        scores, ids = self._index.search(query, min(k, self._index.ntotal))
        return Neighbours(ids[0], scores[0])

    def vectors(self, ids: Sequence[int]) -> Matrix:
        rows: Matrix = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return rows


class FaissIndexes:
    """Satisfies ports.VectorIndexes."""

    def write(self, folder: Path, vectors: Matrix) -> None:
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(folder / FILE))

    def open(self, folder: Path) -> FaissIndex:
        index = faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP_IFC)
        return FaissIndex(index)
