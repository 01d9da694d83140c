"""The two searches that are compared: the retriever as shipped, and the nearest vectors alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam.models import Question, stem
from sangdam.ports import Columns, Embedder, Generation
from sangdam.retrieval.retriever import Retriever

SUBJECTS = 8
"""Subjects that the nearest vectors are followed to: as many as the retriever returns."""

Search = Callable[[Question], tuple[str, ...]]
"""Question -> stems of the documents found, best first, each once. For a customer's eyes."""


class Pair(NamedTuple):
    """Two searches over one Generation."""

    shipped: Search
    dense: Search


def pair(generation: Generation, embedder: Embedder, day: date) -> Pair:
    """Over what is in effect on `day`."""
    return Pair(
        shipped(generation, embedder, day),
        dense_only(generation, embedder, day),
    )


def shipped(generation: Generation, embedder: Embedder, day: date) -> Search:
    retriever = Retriever(embedder=embedder, current=lambda: generation)

    def search(question: Question) -> tuple[str, ...]:
        hits = retriever.search(question, day=day).hits
        return _once(stem(hit.passage.document_id) for hit in hits)

    return search


def dense_only(
    generation: Generation, embedder: Embedder, day: date, *, aliases_only: bool = False
) -> Search:
    """By plain cosine to the nearest of a passage's vectors: what many a system does today.

    `aliases_only` leaves out the vectors of texts that answer.
    """
    columns = generation.columns
    allowed = _allowed(columns, day)[columns.passage]
    if aliases_only:
        allowed &= columns.asks

    def search(question: Question) -> tuple[str, ...]:
        query = embedder.embed_queries([question.text])
        nearest = generation.vector_index.search(query, len(allowed)).ids
        passages = columns.passage[nearest[allowed[nearest]]]
        _, first = np.unique(columns.subject[passages], return_index=True)
        best = passages[np.sort(first)[:SUBJECTS]]
        return _once(stem(generation.passages[int(place)].document_id) for place in best)

    return search


def _allowed(columns: Columns, day: date) -> npt.NDArray[np.bool_]:
    """(passages,) Whether a customer may see it on that day."""
    today = day.toordinal()
    allowed: npt.NDArray[np.bool_] = (
        ~columns.internal & (columns.begins <= today) & (today <= columns.ends)
    )
    return allowed


def _once(stems: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stems))
