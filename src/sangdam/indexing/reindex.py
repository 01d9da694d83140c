"""Knowledge folder -> a new Generation beside the old one, then the switch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sangdam.errors import SetupError
from sangdam.indexing.contents import Contents, contents
from sangdam.indexing.embedding import vectors_of
from sangdam.indexing.generations import (
    building,
    free_name,
    open_current,
    open_generation,
    publish,
    remove_old,
    switch,
    write_manifest,
)
from sangdam.indexing.lock import one_writer
from sangdam.indexing.passages import lexical_text
from sangdam.indexing.readers import read_knowledge
from sangdam.indexing.trial import try_out
from sangdam.models import IndexChange, Manifest
from sangdam.ports import (
    Clock,
    Embedder,
    Generation,
    LexicalIndexes,
    Progress,
    TokenCounter,
    VectorIndexes,
)

Accept = Callable[[Generation | None, Generation], None]
"""Called with the live Generation (None where there is none, or it is damaged) and the new one."""


def reindex(
    knowledge: Path,
    index: Path,
    *,
    embedder: Embedder,
    vectors: VectorIndexes,
    lexical: LexicalIndexes,
    count: TokenCounter,
    progress: Progress,
    clock: Clock,
    passage_tokens: int,
    full: bool = False,
    accept: Accept | None = None,
) -> IndexChange:
    """Bring the index in line with the knowledge and tell what changed.

    Where nothing changed, the current Generation stays; `full` builds a new one all the same and
    embeds every text anew. `accept` sees the new Generation before it goes live and refuses it by
    raising. Raises KnowledgeError or SetupError; the current Generation is then untouched
    and nothing half-built is left.
    """
    started = clock()
    known = read_knowledge(knowledge)
    new = contents(known.documents, count=count, limit=passage_tokens)
    with one_writer(index):
        old = _current(index, vectors, lexical)
        if old and not full and _same(old, new, embedder):
            return _change(old, new, old.manifest, 0, (clock() - started).total_seconds())
        made = vectors_of(
            new.vector_texts, old=None if full else old, embedder=embedder, progress=progress
        )
        manifest = _manifest(index, new, embedder, started)
        with building(index) as folder:
            new.write(folder)
            vectors.write(folder, made.matrix)
            words = [lexical_text(passage) for passage in new.passages]
            lexical.write(folder, words, old=None if full or not old else old.lexical_index)
            write_manifest(folder, manifest)
            generation = open_generation(folder, vectors, lexical)
            try_out(generation, made.matrix)
            if accept:
                accept(old, generation)
            publish(index, folder, manifest.generation)
            switch(index, manifest.generation)
        remove_old(index)
    return _change(old, new, manifest, made.embedded, (clock() - started).total_seconds())


def _current(index: Path, vectors: VectorIndexes, lexical: LexicalIndexes) -> Generation | None:
    """None also where the current Generation is damaged: reindexing is what mends it."""
    try:
        return open_current(index, vectors, lexical)
    except SetupError:
        return None


def _same(old: Generation, new: Contents, embedder: Embedder) -> bool:
    """Passages are compared too: another passage limit cuts the same documents differently."""
    return (
        old.manifest.embedding_model == embedder.name
        and old.manifest.document_digests == new.digests
        and old.passages == new.passages
        and old.vector_texts == new.vector_texts
    )


def _manifest(index: Path, new: Contents, embedder: Embedder, created: datetime) -> Manifest:
    digests = new.digests
    content = sha256(repr((embedder.name, sorted(digests.items()))).encode()).hexdigest()[:8]
    moment = created.astimezone(UTC)
    return Manifest(
        generation=free_name(index, f"{moment:%Y%m%dT%H%M%SZ}-{content}"),
        created=moment,
        embedding_model=embedder.name,
        dimension=embedder.dimension,
        documents=len(new.documents),
        passages=len(new.passages),
        vectors=len(new.vector_texts),
        document_digests=digests,
    )


def _change(
    old: Generation | None, new: Contents, manifest: Manifest, embedded: int, seconds: float
) -> IndexChange:
    before: Mapping[str, str] = old.manifest.document_digests if old else {}
    after = manifest.document_digests
    both = before.keys() & after.keys()
    changed = {name for name in both if before[name] != after[name]}
    return IndexChange(
        generation=manifest.generation,
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(before.keys() - after.keys())),
        unchanged=len(both) - len(changed),
        passages=len(new.passages),
        vectors=len(new.vector_texts),
        embedded=embedded,
        seconds=seconds,
    )
