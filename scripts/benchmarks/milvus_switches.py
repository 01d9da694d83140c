"""Generations that switch in Milvus while customers ask, and what was wrong with the answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sangdam.indexing.current import CurrentGeneration
from sangdam.indexing.generations import current_name
from sangdam.indexing.reindex import reindex
from sangdam.indexing.rollback import rollback
from sangdam.models import Evidence, Question
from sangdam.offline import HashEmbedder
from sangdam.ports import Morphology
from sangdam.retrieval.milvus_collections import MilvusCollections
from sangdam.retrieval.milvus_vectors import MilvusIndexes
from sangdam.retrieval.milvus_words import MilvusWordIndexes
from sangdam.retrieval.retriever import Retriever
from scripts.benchmarks.asking import DAY
from scripts.benchmarks.figures import silent
from scripts.benchmarks.kills import knowledge
from scripts.benchmarks.kills.customers import Customers, History
from scripts.benchmarks.milvus_server import MilvusServer

THREADS = 4
ROLLBACK_EVERY = 3
"""Switches of which one goes back; the others bring new knowledge."""
ASKED_BETWEEN = 20
"""Questions that must be asked of a Generation before the next one."""
PASSAGE_TOKENS = 40
STALE_AFTER_S = 1.0
PATIENCE_S = 120


class Switched(NamedTuple):
    switches: int
    rollbacks: int
    answers: int
    wrong: list[str]
    """Those that failed, were empty, of two versions, or did not have the right entry first."""
    stale: int
    """Those from a Generation that had been left more than STALE_AFTER_S before the question."""
    worst_s: float
    """Longest time from a new pointer to its Generation being searched."""


class Shop:
    """An index in Milvus, and one process that serves it. `close` it."""

    def __init__(self, server: MilvusServer, folder: Path, morphology: Morphology) -> None:
        self._milvus = server.connect()
        self._collections = MilvusCollections(self._milvus, "switches")
        self._vectors = MilvusIndexes(self._milvus, self._collections)
        self._lexical = MilvusWordIndexes(self._milvus, self._collections, morphology)
        self._knowledge, self._index = folder / "knowledge", folder / "index"
        self._version = 0
        self.reindex()
        self.current = CurrentGeneration(
            self._index,
            vectors=self._vectors,
            lexical=self._lexical,
            embedding_model=HashEmbedder().name,
        )
        self.current.start()

    def close(self) -> None:
        self.current.close()
        self._milvus.close()

    @property
    def wanted(self) -> str:
        return str(current_name(self._index))

    def reindex(self) -> None:
        """Over the next version of the knowledge."""
        self._version += 1
        knowledge.write(self._knowledge, self._version)
        reindex(
            self._knowledge,
            self._index,
            embedder=HashEmbedder(),
            vectors=self._vectors,
            lexical=self._lexical,
            elsewhere=self._collections,
            count=lambda text: len(text.split()),
            progress=silent,
            clock=lambda: datetime.now(UTC),
            passage_tokens=PASSAGE_TOKENS,
        )

    def rollback(self) -> None:
        rollback(
            self._index,
            vectors=self._vectors,
            lexical=self._lexical,
            elsewhere=self._collections,
        )


def switches(server: MilvusServer, folder: Path, morphology: Morphology, count: int) -> Switched:
    shop = Shop(server, folder, morphology)
    history = History(shop.wanted)
    retriever = Retriever(embedder=HashEmbedder(), current=shop.current)
    took: list[float] = []

    def search(question: Question) -> Evidence:
        return retriever.search(question, day=DAY)

    with Customers(search, knowledge.entries(0), threads=THREADS) as customers:
        for number in range(1, count + 1):
            began = time.monotonic()
            shop.reindex() if number % ROLLBACK_EVERY else shop.rollback()
            switched = time.monotonic()
            history.switched(shop.wanted, after=began, before=switched)
            _wait_for(lambda: shop.current().manifest.generation == shop.wanted)
            took.append(time.monotonic() - switched)
            _wait_for(partial(_have_asked, customers, len(customers.answers) + ASKED_BETWEEN))
    shop.close()
    return Switched(
        switches=count,
        rollbacks=count // ROLLBACK_EVERY,
        answers=len(customers.answers),
        wrong=customers.wrong,
        stale=customers.stale(history, grace_s=STALE_AFTER_S),
        worst_s=max(took),
    )


def _have_asked(customers: Customers, questions: int) -> bool:
    return len(customers.answers) >= questions


def _wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing came of a switch in {PATIENCE_S} s")
        time.sleep(0.01)
