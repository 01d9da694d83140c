"""Whether the index is there, whole, of the encoder in use, and in line with the knowledge."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from pathlib import Path

from sangdam.bootstrap_index import load_embedder
from sangdam.command.doctor.finding import Finding, Tell
from sangdam.errors import SetupError
from sangdam.indexing.generations import (
    GENERATIONS,
    current_name,
    manifest_of,
    names,
    open_pointed_to,
)
from sangdam.indexing.ledger import Ledger
from sangdam.indexing.sources import source_digests
from sangdam.ports import Generation
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import Settings

OVERDUE_DAYS = 1
"""Whole days for which a change may wait: customers get the old answer meanwhile."""
DAY_S = 86_400


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    """Raises SetupError where the encoder or the index can't be opened."""
    if not names(settings.index):
        yield tell.wrong("no_index", folder=settings.index)
        return
    embedder = load_embedder(settings, streams=1)
    held = manifest_of(settings.index, current_name(settings.index) or "")
    if held is not None and held.embedding_model != embedder.name:
        yield tell.wrong("index_encoder", made_with=held.embedding_model, encoder=embedder.name)
        return
    generation = open_pointed_to(
        settings.index,
        FaissIndexes(),
        KiwiBm25Indexes(KiwiMorphology()),
        embedding_model=embedder.name,
    )
    manifest = generation.manifest
    yield tell.ok(
        "index",
        generation=manifest.generation,
        documents=manifest.documents,
        encoder=manifest.embedding_model,
    )
    yield _fresh(settings, generation, tell)


def _fresh(settings: Settings, generation: Generation, tell: Tell) -> Finding:
    knowledge = settings.knowledge_dir
    if not knowledge.is_dir():
        return tell.warning("no_knowledge", folder=knowledge)
    folder = settings.index / GENERATIONS / generation.manifest.generation
    try:
        indexed = Ledger.read(folder).sources
    except (OSError, ValueError) as error:
        raise SetupError(f"{folder} is damaged ({error}); run `sangdam reindex`") from None
    now = source_digests(knowledge)
    changed = {name for name in indexed.keys() | now.keys() if indexed.get(name) != now.get(name)}
    if changed and (waits := _days_waiting(knowledge, changed)) >= OVERDUE_DAYS:
        return tell.warning("index_overdue", count=len(changed), first=min(changed), days=waits)
    if changed:
        return tell.warning("index_old", count=len(changed), first=min(changed))
    return tell.ok("index_fresh", folder=knowledge)


def _days_waiting(knowledge: Path, changed: Collection[str]) -> int:
    """Whole days since the first of those changes that are still there."""
    files = (knowledge / name for name in changed)
    since = [path.stat().st_mtime for path in files if path.exists()]
    return int((time.time() - min(since)) // DAY_S) if since else 0
