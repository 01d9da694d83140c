"""The composition root of the index: what turns knowledge into a Generation, and nothing else.

Apart from `bootstrap`, so that a reindex doesn't wait for the parts that only a service needs.
Every part can be replaced by keyword, so a test never patches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sangdam.answering.tokens import Cl100kCounter
from sangdam.calibration import calibrated
from sangdam.desk.service_hours import ServiceHours
from sangdam.errors import SetupError
from sangdam.indexing.durable import replace_text
from sangdam.indexing.generations import open_current
from sangdam.indexing.publishing import IN_FOLDERS
from sangdam.indexing.reindex import Accept
from sangdam.indexing.reindex import reindex as run_reindex
from sangdam.indexing.rollback import rollback as run_rollback
from sangdam.model_files.location import locate
from sangdam.models import IndexChange, Label
from sangdam.ports import (
    Clock,
    Elsewhere,
    Embedder,
    LexicalIndexes,
    Morphology,
    Progress,
    VectorIndexes,
)
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.milvus import Milvus
from sangdam.retrieval.milvus_collections import MilvusCollections
from sangdam.retrieval.milvus_vectors import MilvusIndexes
from sangdam.retrieval.milvus_words import MilvusWordIndexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.openvino_encoder import OpenVinoEncoder
from sangdam.retrieval.sentence_transformers_encoder import SentenceTransformersEncoder
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.routing.confidence import shipped_fit
from sangdam.routing.own_fit import FILE, OwnFit, read_own_fit
from sangdam.settings import DEFAULT_EMBEDDING_MODEL, MILVUS_FILE, Settings, VectorStore

CHANGED = 0.02
"""Share of documents that have to change before the confidence is fitted to them anew."""


def now() -> datetime:
    return datetime.now(UTC)


def load_embedder(
    settings: Settings, *, streams: int | None = None, threads: int | None = None
) -> Embedder:
    """`streams`: batches that the default model embeds side by side; 1 for lone questions.
    `threads`: processors that it uses; None for all."""
    if settings.embedding_model == DEFAULT_EMBEDDING_MODEL:
        folder = locate(settings.models_dir).embedding
        return OpenVinoEncoder(folder, streams=streams, threads=threads)
    return SentenceTransformersEncoder(settings.embedding_model)


class Indexes(NamedTuple):
    """What writes and opens the parts of a Generation that are searched."""

    vectors: VectorIndexes
    lexical: LexicalIndexes
    elsewhere: Elsewhere


def indexes_of(
    settings: Settings, index: Path | None = None, *, morphology: Morphology | None = None
) -> Indexes:
    """Those of the vector store in the settings; but an `index` other than the settings' own,
    such as one made for an exam, is files alone and touches no server. Raises SetupError."""
    own = index is None or index.resolve() == settings.index.resolve()
    morphology = morphology or KiwiMorphology()
    if own and settings.vector_store is VectorStore.MILVUS:
        server = _milvus(settings)
        collections = MilvusCollections(server, settings.milvus.alias)
        return Indexes(
            MilvusIndexes(server, collections),
            MilvusWordIndexes(server, collections, morphology),
            collections,
        )
    if settings.vector_store is VectorStore.FAISS and settings.milvus.url is not None:
        raise SetupError(
            "SANGDAM_MILVUS__URL is set, but SANGDAM_VECTOR_STORE is faiss; set it to milvus, "
            "or take the address away"
        )
    return Indexes(FaissIndexes(), KiwiBm25Indexes(morphology), IN_FOLDERS)


def _milvus(settings: Settings) -> Milvus:
    milvus = settings.milvus
    if milvus.url is None:
        raise SetupError(
            "SANGDAM_VECTOR_STORE is milvus, but SANGDAM_MILVUS__URL is not set; set it to the "
            "server's address, https://…:19530"
        )
    url = milvus.url.get_secret_value()
    if url.endswith(MILVUS_FILE) and settings.workers > 1:
        raise SetupError(
            f"SANGDAM_MILVUS__URL is a file, which one process may use, and there are "
            f"{settings.workers} workers; set it to the address of a server"
        )
    token = milvus.token.get_secret_value() if milvus.token else ""
    return Milvus(url, token=token, answer_s=milvus.answer_seconds)


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
    index = index or settings.index
    indexes = indexes_of(settings, index, morphology=morphology)
    return run_reindex(
        knowledge or settings.knowledge_dir,
        index,
        embedder=embedder or load_embedder(settings),
        vectors=indexes.vectors,
        lexical=indexes.lexical,
        elsewhere=indexes.elsewhere,
        count=Cl100kCounter(locate(settings.models_dir).tokens),
        progress=progress,
        clock=clock,
        passage_tokens=settings.limits.passage_tokens,
        day=ServiceHours(settings.hours, clock=clock).today(),
        full=full,
        strict=strict,
        accept=accept,
    )


def calibrate(
    settings: Settings,
    change: IndexChange,
    *,
    index: Path | None = None,
    progress: Progress,
    labels: Callable[[], Sequence[Label]] = tuple,
    learn: bool = False,
    clock: Clock = now,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
) -> OwnFit | None:
    """Fit the confidence to the knowledge anew after `change`, where enough has changed since the
    last time; None where not. `learn` fits it whatever has changed. `labels` are what agents told;
    they are asked for only if there is a fit. A running service takes the new one by itself.

    Raises SetupError where the index can't be opened or the disk refuses.
    """
    index = index or settings.index
    moved = len(change.added) + len(change.changed) + len(change.removed)
    before = read_own_fit(index)
    if before and not learn:
        changed = before.changed + moved
        if changed <= CHANGED * (change.unchanged + moved):
            if moved:
                _keep(before.model_copy(update={"changed": changed}), index)
            return None
    embedder = embedder or load_embedder(settings, streams=1)
    indexes = indexes_of(settings, index, morphology=morphology)
    generation = open_current(
        index, indexes.vectors, indexes.lexical, embedding_model=embedder.name
    )
    own = calibrated(
        generation,
        embedder=embedder,
        base=shipped_fit(),
        day=ServiceHours(settings.hours, clock=clock).today(),
        progress=progress,
        labels=labels(),
    )
    _keep(own, index)
    return own


def _keep(own: OwnFit, index: Path) -> None:
    try:
        replace_text(index / FILE, own.model_dump_json(indent=1))
    except OSError as error:
        raise SetupError(
            f"the disk refused to write {index / FILE} ({error}); make room or mend the rights. "
            "The new Generation is live, with the confidence from before"
        ) from error


def rollback(settings: Settings, *, name: str | None = None, index: Path | None = None) -> str:
    """Serve the Generation `name`, or else the one in use before; returns its name.

    Raises SetupError where there is no such Generation, or where a reindex is running.
    """
    index = index or settings.index
    return run_rollback(index, name, **indexes_of(settings, index)._asdict())
