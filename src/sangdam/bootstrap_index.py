"""The composition root of the index: what turns knowledge into a Generation, and nothing else.

Apart from `bootstrap`, so that a reindex doesn't wait for the parts that only a service needs.
Every part can be replaced by keyword, so a test never patches.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sangdam.answering.tokens import Cl100kCounter
from sangdam.desk.service_hours import ServiceHours
from sangdam.indexing.reindex import Accept
from sangdam.indexing.reindex import reindex as run_reindex
from sangdam.indexing.rollback import rollback as run_rollback
from sangdam.model_files.location import locate
from sangdam.models import IndexChange
from sangdam.ports import Clock, Embedder, Morphology, Progress
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.openvino_encoder import OpenVinoEncoder
from sangdam.retrieval.sentence_transformers_encoder import SentenceTransformersEncoder
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import DEFAULT_EMBEDDING_MODEL, Settings


def now() -> datetime:
    return datetime.now(UTC)


def load_embedder(settings: Settings, *, streams: int | None = None) -> Embedder:
    """`streams`: batches that the default model embeds side by side; 1 for lone questions."""
    if settings.embedding_model == DEFAULT_EMBEDDING_MODEL:
        return OpenVinoEncoder(locate(settings.models_dir).embedding, streams=streams)
    return SentenceTransformersEncoder(settings.embedding_model)


def reindex(
    settings: Settings,
    *,
    knowledge: Path | None = None,
    index: Path | None = None,
    full: bool = False,
    strict: bool = False,
    progress: Progress,
    accept: Accept | None = None,
    clock: Clock = now,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
) -> IndexChange:
    """Bring the index in line with the knowledge folder. Raises KnowledgeError, SetupError.

    `strict` makes an error of what is doubtful in the knowledge today. `accept` sees the new
    Generation before it goes live and refuses it by raising.
    """
    return run_reindex(
        knowledge or settings.knowledge_dir,
        index or settings.index,
        embedder=embedder or load_embedder(settings),
        vectors=FaissIndexes(),
        lexical=KiwiBm25Indexes(morphology or KiwiMorphology()),
        count=Cl100kCounter(locate(settings.models_dir).tokens),
        progress=progress,
        clock=clock,
        passage_tokens=settings.limits.passage_tokens,
        day=ServiceHours(settings.hours, clock=clock).today(),
        full=full,
        strict=strict,
        accept=accept,
    )


def rollback(settings: Settings, *, name: str | None = None, index: Path | None = None) -> str:
    """Serve the Generation `name`, or else the one in use before; returns its name.

    Raises SetupError where there is no such Generation, or where a reindex is running.
    """
    return run_rollback(
        index or settings.index,
        name,
        vectors=FaissIndexes(),
        lexical=KiwiBm25Indexes(KiwiMorphology()),
    )
