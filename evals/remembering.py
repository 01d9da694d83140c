"""An embedder that never embeds a text twice: exams ask the same questions again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sangdam.ports import Embedder, Matrix


class RememberingEmbedder:
    """Satisfies ports.Embedder with the vectors of another one; keeps all of them."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._queries: dict[str, Matrix] = {}
        self._passages: dict[str, Matrix] = {}

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        return _remembered(texts, self._queries, self._embedder.embed_queries)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return _remembered(texts, self._passages, self._embedder.embed_passages)


def _remembered(
    texts: Sequence[str], known: dict[str, Matrix], embed: Callable[[Sequence[str]], Matrix]
) -> Matrix:
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if new:
        known |= dict(zip(new, embed(new), strict=True))
    return np.stack([known[text] for text in texts])
