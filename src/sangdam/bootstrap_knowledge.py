"""What is searched, and what reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sangdam.bootstrap_index import indexes_of, load_embedder
from sangdam.indexing.current import CurrentGeneration
from sangdam.models import Language, Question
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.openvino_encoder import cores
from sangdam.retrieval.query_queue import QueryQueue
from sangdam.retrieval.retriever import Retriever
from sangdam.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    embedder: Embedder
    morphology: Morphology
    current: Callable[[], Generation]
    followed: CurrentGeneration | None
    """`current`, where it follows the index by itself."""
    retriever: Retriever

    def warm_up(self, day: date) -> None:
        """The first search compiles and maps what every later one uses; no customer should wait
        for it."""
        self.retriever.search(Question(text="배송", language=Language.KOREAN), day=day)


def knowledge_of(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
    current: Callable[[], Generation] | None = None,
) -> Knowledge:
    """The settings' index with the shipped encoder and morphology, each unless another is given."""
    threads = cores_each(settings)
    queue = QueryQueue(embedder or load_embedder(settings, streams=1, threads=threads))
    morphology = morphology or KiwiMorphology()
    followed = None
    if current is None:
        indexes = indexes_of(settings, morphology=morphology)
        current = followed = CurrentGeneration(
            settings.index,
            vectors=indexes.vectors,
            lexical=indexes.lexical,
            embedding_model=queue.name,
        )
    return Knowledge(
        embedder=queue,
        morphology=morphology,
        current=current,
        followed=followed,
        retriever=Retriever(embedder=queue, current=current),
    )


def cores_each(settings: Settings) -> int:
    """Workers share the processors: how many are each one's part of them."""
    return max(1, cores() // settings.workers)
