"""Knowledge folder -> a new Generation beside the old one, then the switch."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from sangdam.errors import KnowledgeError
from sangdam.indexing.contents import READING, Contents
from sangdam.indexing.embedding import vectors_of
from sangdam.indexing.generations import open_generation
from sangdam.indexing.health import findings
from sangdam.indexing.ledger import Ledger
from sangdam.indexing.lock import one_writer
from sangdam.indexing.passages import lexical_text
from sangdam.indexing.predecessor import Predecessor, predecessor
from sangdam.indexing.publishing import (
    IN_FOLDERS,
    building,
    free_name,
    go_live,
    remove_old,
    write_manifest,
)
from sangdam.indexing.readers import Knowledge, read_knowledge
from sangdam.indexing.renewal import Renewal, renew
from sangdam.indexing.report import doubts_of
from sangdam.indexing.sources import Sources, source_digests
from sangdam.indexing.trial import try_out
from sangdam.indexing.vector_keys import write_keys
from sangdam.models import Finding, IndexChange, Manifest
from sangdam.ports import (
    Clock,
    Elsewhere,
    Embedder,
    Generation,
    LexicalIndexes,
    Progress,
    TokenCounter,
    VectorIndexes,
)

CONVERSIONS = "conversions"
"""Folder in the index: what files in other formats say as text."""

Accept = Callable[[Generation | None, Generation], None]
"""Called with the Generation in use (None where there is none) and the new one."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python looks for rings among all values whenever there are many more of them. A reindex
    makes tens of thousands and no rings: the search would be a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def reindex(
    knowledge: Path,
    index: Path,
    *,
    embedder: Embedder,
    vectors: VectorIndexes,
    lexical: LexicalIndexes,
    elsewhere: Elsewhere = IN_FOLDERS,
    count: TokenCounter,
    progress: Progress,
    clock: Clock,
    passage_tokens: int,
    day: date | None = None,
    full: bool = False,
    strict: bool = False,
    accept: Accept | None = None,
) -> IndexChange:
    """Bring the index in line with the knowledge and tell what changed.

    Where no file changed, nothing is read and the current Generation stays; `full` builds a new
    one all the same, reads every file and embeds every text anew. What is doubtful on `day`, by
    default the clock's, is told once the new Generation is live; `strict` makes an error of it
    before. `accept` sees the new Generation before it goes live and refuses it by raising.
    Raises KnowledgeError or SetupError; the current Generation is then untouched and nothing
    half-built is left.
    """
    started = clock()
    day = day or started.date()
    with one_writer(index, elsewhere):
        old = predecessor(index, vectors, lexical)
        sources = source_digests(knowledge)
        if old and not full and old.says(sources, model=embedder.name, limit=passage_tokens):
            doubts = doubts_of(index, old.name, day, look=partial(old.doubts, day, knowledge))
            if strict:
                _refuse(old.ledger.skipped + doubts)
            return _change(old, old.generation.manifest, old.ledger, doubts, 0, clock() - started)
        lender = None if full else old
        lent = lender.lent_files(sources) if lender else {}
        known = read_knowledge(knowledge, lent=lent, conversions=index / CONVERSIONS)
        new = renew(known.documents, lent=lent, old=lender, count=count, limit=passage_tokens)
        made = vectors_of(new, old=lender, embedder=embedder, progress=progress)
        ledger = _ledger(sources, new, known)
        look = cache(partial(findings, new.contents, made.matrix, day, folder=knowledge))
        if strict:
            _refuse(ledger.skipped + look())
        manifest = _manifest(index, new, embedder, passage_tokens, started)
        with building(index, manifest.generation, elsewhere) as folder:
            new.write(folder, lender)
            write_keys(folder, made.keys)
            ledger.write(folder)
            _write_words(folder, new.contents, lexical, lender)
            vectors.write(folder, made.matrix, new.contents.columns)
            write_manifest(folder, manifest)
            generation = open_generation(folder, vectors, lexical)
            try_out(generation, made.matrix)
            if accept:
                accept(old.generation if old else None, generation)
            go_live(index, folder, elsewhere)
        remove_old(index, elsewhere)
    doubts = doubts_of(index, manifest.generation, day, look=look)
    return _change(old, manifest, ledger, doubts, made.embedded, clock() - started)


def _refuse(found: tuple[Finding, ...]) -> None:
    if found:
        raise KnowledgeError([str(finding) for finding in sorted(found, key=_place)])


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.source, finding.line, finding.what


def _ledger(sources: Sources, new: Renewal, known: Knowledge) -> Ledger:
    return Ledger(sources=dict(sources), documents=new.digests, cut=new.cut, skipped=known.skipped)


def _manifest(
    index: Path, new: Renewal, embedder: Embedder, passage_tokens: int, created: datetime
) -> Manifest:
    said = "\n".join((embedder.name, *new.digests, *new.digests.values()))
    content = sha256(said.encode()).hexdigest()[:8]
    moment = created.astimezone(UTC)
    return Manifest(
        generation=free_name(index, f"{moment:%Y%m%dT%H%M%SZ}-{content}"),
        created=moment,
        embedding_model=embedder.name,
        dimension=embedder.dimension,
        documents=len(new.contents.documents),
        passages=len(new.contents.passages),
        vectors=len(new.contents.vector_texts),
        passage_tokens=passage_tokens,
        reading=READING,
    )


def _write_words(
    folder: Path, contents: Contents, lexical: LexicalIndexes, lender: Predecessor | None
) -> None:
    words = [lexical_text(passage) for passage in contents.passages]
    lexical.write(folder, words, old=lender.generation.lexical_index if lender else None)


def _change(
    old: Predecessor | None,
    manifest: Manifest,
    ledger: Ledger,
    doubts: tuple[Finding, ...],
    embedded: int,
    took: timedelta,
) -> IndexChange:
    before: Mapping[str, str] = old.ledger.documents if old else {}
    after = ledger.documents
    both = before.keys() & after.keys()
    changed = {name for name in both if before[name] != after[name]}
    return IndexChange(
        generation=manifest.generation,
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(before.keys() - after.keys())),
        unchanged=len(both) - len(changed),
        passages=manifest.passages,
        vectors=manifest.vectors,
        embedded=embedded,
        seconds=took.total_seconds(),
        findings=tuple(sorted(ledger.skipped + doubts, key=_place)),
    )
