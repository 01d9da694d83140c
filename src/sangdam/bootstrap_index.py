"""The composition root of the index: what turns knowledge into a Generation, and nothing else.

Apart from `bootstrap`, so that a reindex doesn't wait for the parts that only a service needs.
Every part can be replaced by keyword, so a test never patches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sangdam.answering.tokens import Cl100kCounter
from sangdam.calibration import calibrated
from sangdam.desk.service_hours import ServiceHours
from sangdam.errors import SetupError
from sangdam.indexing.durable import replace_text
from sangdam.indexing.generations import open_current
from sangdam.indexing.reindex import Accept
from sangdam.indexing.reindex import reindex as run_reindex
from sangdam.indexing.rollback import rollback as run_rollback
from sangdam.model_files.location import locate
from sangdam.models import IndexChange, Label
from sangdam.ports import Clock, Embedder, Morphology, Progress
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.openvino_encoder import OpenVinoEncoder
from sangdam.retrieval.sentence_transformers_encoder import SentenceTransformersEncoder
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.routing.confidence import shipped_fit
from sangdam.routing.own_fit import FILE, OwnFit, read_own_fit
from sangdam.settings import DEFAULT_EMBEDDING_MODEL, Settings

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
    generation = open_current(
        index,
        FaissIndexes(),
        KiwiBm25Indexes(morphology or KiwiMorphology()),
        embedding_model=embedder.name,
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
    return run_rollback(
        index or settings.index,
        name,
        vectors=FaissIndexes(),
        lexical=KiwiBm25Indexes(KiwiMorphology()),
    )
