"""An encoder that takes no time, for what is measured without one."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from sangdam.ports import Matrix

DIMENSION = 384
CLUSTERS = 2_000


class StandIn:
    """Satisfies ports.Embedder: vectors of the size and the crowding of the shipped encoder's
    (any two at a cosine of .73 to .95), and without its meaning. Texts with the same ending lie
    near each other."""

    name = "stand-in-384"
    dimension = DIMENSION

    def __init__(self) -> None:
        chance = np.random.default_rng(7)
        self._common = 2 * _directions(chance, 1)[0]
        self._clusters = 0.75 * _directions(chance, CLUSTERS)

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Matrix:
        vectors = np.array([self._vector(text) for text in texts], np.float32)
        return _unit(vectors.reshape(-1, DIMENSION))

    def _vector(self, text: str) -> Matrix:
        own = np.random.Generator(np.random.SFC64(crc32(text.encode())))
        noise = own.standard_normal(DIMENSION, dtype=np.float32)
        cluster = self._clusters[crc32(text[-8:].encode()) % CLUSTERS]
        vector: Matrix = self._common + cluster + (0.65 / DIMENSION**0.5) * noise
        return vector


def _directions(chance: np.random.Generator, rows: int) -> Matrix:
    return _unit(chance.standard_normal((rows, DIMENSION), dtype=np.float32))


def _unit(vectors: Matrix) -> Matrix:
    scaled: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled
