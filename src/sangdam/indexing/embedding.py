"""Vectors of a new Generation: taken over where the text is old, embedded where it is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sangdam.models import VectorText
from sangdam.ports import Embedder, Generation, Matrix, Progress

BATCH = 64
"""Texts embedded between two reports of progress."""


@dataclass(frozen=True)
class Vectors:
    matrix: Matrix
    """Row n is the vector of text n."""
    embedded: int
    """Texts that were embedded; equal texts count once."""


class _Key(NamedTuple):
    """What decides a vector: questions are embedded as queries, answers as passages.

    With questions embedded as passages fewer entries are found first by an alias left out of
    the index (hybrid search, e5-small-q4, three aliases each of 174 entries a language): Korean
    .46 .47 .44 fell to .39 .44 .40, English .60 .49 .49 to .52 .42 .45.
    """

    asks: bool
    text: str


def vectors_of(
    texts: Sequence[VectorText],
    *,
    old: Generation | None,
    embedder: Embedder,
    progress: Progress,
) -> Vectors:
    """One row a text. `old` lends its vectors where it was made with the same model."""
    keys = [_Key(text.asks, text.text) for text in texts]
    lent = _lent(old, embedder)
    kept = [key for key in dict.fromkeys(keys) if key in lent]
    fresh = [key for key in dict.fromkeys(keys) if key not in lent]
    fresh.sort(key=lambda key: (key.asks, len(key.text)))
    rows = [
        _taken_over(old, [lent[key] for key in kept], embedder),
        _embedded(fresh, embedder, progress),
    ]
    place = {key: row for row, key in enumerate((*kept, *fresh))}
    matrix = np.concatenate(rows)[[place[key] for key in keys]]
    return Vectors(np.ascontiguousarray(matrix, dtype=np.float32), len(fresh))


def _lent(old: Generation | None, embedder: Embedder) -> dict[_Key, int]:
    if old is None or old.manifest.embedding_model != embedder.name:
        return {}
    return {_Key(text.asks, text.text): row for row, text in enumerate(old.vector_texts)}


def _taken_over(old: Generation | None, rows: Sequence[int], embedder: Embedder) -> Matrix:
    if old is None or not rows:
        return np.empty((0, embedder.dimension), np.float32)
    return old.vector_index.vectors(rows)


def _embedded(keys: Sequence[_Key], embedder: Embedder, progress: Progress) -> Matrix:
    """Neighbours in `keys` are of about equal length, so that a batch is hardly padded."""
    parts = [np.empty((0, embedder.dimension), np.float32)]
    done = 0
    for batch in _batches(keys):
        embed = embedder.embed_queries if batch[0].asks else embedder.embed_passages
        parts.append(embed([key.text for key in batch]))
        done += len(batch)
        progress("embedding", done, len(keys))
    return np.concatenate(parts)


def _batches(keys: Sequence[_Key]) -> Iterable[Sequence[_Key]]:
    for asks in (False, True):
        alike = [key for key in keys if key.asks is asks]
        for start in range(0, len(alike), BATCH):
            yield alike[start : start + BATCH]
