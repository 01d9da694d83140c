"""Whether the index is there, whole, of the encoder in use, and in line with the knowledge."""

from __future__ import annotations

from collections.abc import Iterator

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
    if changed:
        return tell.warning("index_old", count=len(changed), first=min(changed))
    return tell.ok("index_fresh", folder=knowledge)
