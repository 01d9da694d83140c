"""The retriever as the service composes it, with a watch on its encoder."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sangdam import bootstrap_index
from sangdam.indexing.current import CurrentGeneration
from sangdam.models import Evidence, Question
from sangdam.ports import Embedder, Generation, Matrix, Morphology
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.query_queue import CACHED_QUERIES, QueryQueue
from sangdam.retrieval.retriever import Retriever
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import Settings

DAY = date(2026, 11, 21)


class TimedEmbedder:
    """Tells how long the calling thread's last query took to embed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._of_thread = threading.local()

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def last_ms(self) -> float:
        took: float = self._of_thread.ms
        return took

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._embedder.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        began = time.perf_counter()
        vectors = self._embedder.embed_queries(texts)
        self._of_thread.ms = (time.perf_counter() - began) * 1000
        return vectors


class Answer(NamedTuple):
    evidence: Evidence
    whole_ms: float
    embedding_ms: float

    @property
    def rest_ms(self) -> float:
        return self.whole_ms - self.embedding_ms


class Asker:
    """Opens an index and asks it; safe to share between threads."""

    def __init__(
        self,
        index: Path,
        *,
        embedder: Embedder | None = None,
        morphology: Morphology | None = None,
        cached: int = CACHED_QUERIES,
    ) -> None:
        embedder = embedder or bootstrap_index.load_embedder(Settings.load(), streams=1)
        self._timed = TimedEmbedder(QueryQueue(embedder, cached=cached))
        self._current = CurrentGeneration(
            index,
            vectors=FaissIndexes(),
            lexical=KiwiBm25Indexes(morphology or KiwiMorphology()),
            embedding_model=embedder.name,
        )
        self._retriever = Retriever(embedder=self._timed, current=self._current)

    @property
    def generation(self) -> Generation:
        return self._current()

    def follow(self) -> None:
        """Take up new Generations from now on, as a server does; `close` it."""
        self._current.start()

    def close(self) -> None:
        self._current.close()

    def __call__(self, question: Question) -> Answer:
        began = time.perf_counter()
        evidence = self._retriever.search(question, day=DAY)
        took = (time.perf_counter() - began) * 1000
        return Answer(evidence, took, self._timed.last_ms)
