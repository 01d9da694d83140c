"""Vectors of a new Generation: taken over where the text is old, embedded where it is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sangdam.indexing.passages import Wording, wordings
from sangdam.indexing.predecessor import Predecessor
from sangdam.indexing.renewal import Renewal
from sangdam.indexing.vector_keys import BYTES, Keys, as_bytes, as_keys, key
from sangdam.ports import Embedder, Matrix, Progress

BATCH = 256
"""Texts embedded between two reports of progress."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Vectors:
    matrix: Matrix
    """Row n is the vector of text n."""
    keys: Keys
    """Row n tells whether another Generation has the text, too."""
    embedded: int
    """Texts that were embedded; equal texts count once."""


@dataclass(frozen=True)
class _New:
    """A text that nobody has the vector of, and the rows that it goes to."""

    wording: Wording
    rows: list[int] = field(default_factory=list)


def vectors_of(
    new: Renewal, *, old: Predecessor | None, embedder: Embedder, progress: Progress
) -> Vectors:
    """One row a text. `old` lends its vectors where it was made with the same model."""
    taken = _taken_over(new, old)
    keys = _keys(new, taken, old)
    rows = _lent(keys, taken, old, embedder)
    matrix = _gathered(rows, old, embedder)
    fresh = _fresh(new, keys, rows)
    _embed(fresh, matrix, embedder, progress)
    return Vectors(matrix, keys, len(fresh))


def _taken_over(new: Renewal, old: Predecessor | None) -> Rows:
    """For every vector its row in `old` where its passage came from there, else -1."""
    first, origin = new.contents.columns.first, new.passages
    counts = np.diff(first)
    if old is None:
        return np.full(first[-1], -1, np.int64)
    begins = np.where(origin < 0, 0, old.generation.columns.first[origin])
    moved = begins.astype(np.int64) - first[:-1]
    rows = np.arange(first[-1]) + np.repeat(moved, counts)
    return np.where(np.repeat(origin < 0, counts), -1, rows)


def _keys(new: Renewal, taken: Rows, old: Predecessor | None) -> Keys:
    keys = np.empty((len(taken), BYTES), np.uint8)
    if old is not None:
        keys[taken >= 0] = old.keys[taken[taken >= 0]]
    passages = np.flatnonzero(new.passages < 0).tolist()
    made = [key(text) for p in passages for text in wordings(new.contents.passages[p])]
    keys[taken < 0] = as_keys(made)
    return keys


def _lent(keys: Keys, taken: Rows, old: Predecessor | None, embedder: Embedder) -> Rows:
    """For every vector the row in `old` that has it, else -1."""
    if old is None or old.generation.manifest.embedding_model != embedder.name:
        return np.full(len(taken), -1, np.int64)
    rows = taken.copy()
    unknown = np.flatnonzero(taken < 0)
    if len(unknown):
        places = {known: row for row, known in enumerate(as_bytes(old.keys))}
        rows[unknown] = [places.get(wanted, -1) for wanted in as_bytes(keys[unknown])]
    return rows


def _gathered(rows: Rows, old: Predecessor | None, embedder: Embedder) -> Matrix:
    """Rows that nobody lends hold anything."""
    if old is None or not (rows >= 0).any():
        return np.empty((len(rows), embedder.dimension), np.float32)
    lent = old.generation.vector_index.vectors(np.maximum(rows, 0).tolist())
    return np.require(lent, np.float32, ["C", "W"])


def _fresh(new: Renewal, keys: Keys, rows: Rows) -> list[_New]:
    """Sorted so that neighbours are of about equal length: a batch is then hardly padded."""
    columns, passages = new.contents.columns, new.contents.passages
    found: dict[bytes, _New] = {}
    for passage in np.unique(columns.passage[rows < 0]):
        for row, wording in enumerate(wordings(passages[passage]), start=columns.first[passage]):
            if rows[row] < 0:
                found.setdefault(keys[row].tobytes(), _New(wording)).rows.append(row)
    return sorted(found.values(), key=lambda new: (new.wording.asks, len(new.wording.text)))


def _embed(fresh: Sequence[_New], matrix: Matrix, embedder: Embedder, progress: Progress) -> None:
    done = 0
    for batch in _batches(fresh):
        embed = embedder.embed_queries if batch[0].wording.asks else embedder.embed_passages
        made = embed([new.wording.text for new in batch])
        for new, vector in zip(batch, made, strict=True):
            matrix[new.rows] = vector
        done += len(batch)
        progress("embedding", done, len(fresh))


def _batches(fresh: Sequence[_New]) -> Iterator[Sequence[_New]]:
    for asks in (False, True):
        alike = [new for new in fresh if new.wording.asks is asks]
        for start in range(0, len(alike), BATCH):
            yield alike[start : start + BATCH]
