"""Runs of `reindex` with the real indexes and an embedder that counts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sangdam.indexing.generations import open_current
from sangdam.indexing.publishing import IN_FOLDERS
from sangdam.indexing.reindex import Accept, reindex
from sangdam.models import IndexChange
from sangdam.offline import HashEmbedder
from sangdam.ports import (
    Columns,
    Elsewhere,
    Generation,
    LexicalIndex,
    LexicalIndexes,
    Matrix,
    Progress,
    VectorIndexes,
)
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.synonyms import Synonyms
from sangdam.retrieval.vectors import FaissIndexes
from tests.indexing.knowledge_folder import write

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

KNOWLEDGE = {
    "faqs/returns.csv": (
        "id,question,aliases,answer\n"
        "period.ko,반품 기간은 며칠인가요?,언제까지 반품돼요? | 반품 기한,7일입니다.\n"
        "period.en,How long can I return an item?,return window,Within 7 days.\n"
    ),
    "policies/shipping.ko.md": (
        "# 배송 정책\n\n## 배송비\n3,000원입니다.\n\n## 제주\n3일 걸립니다.\n"
    ),
    "notices/strike.ko.md": "---\ntitle: 파업\ntouches: [shipping]\n---\n늦어집니다.\n",
}
"""4 documents, of them a notice; 4 passages; 9 texts to embed."""


MEMORY = Path("/dev/shm")


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: making a file durable costs nothing there."""
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as name:
        yield Path(name)


MORPHOLOGY = cache(KiwiMorphology)
"""Loaded once, and not before a test needs it."""


@cache
def synonyms() -> Synonyms:
    return Synonyms(MORPHOLOGY())


def lexical_indexes() -> KiwiBm25Indexes:
    return KiwiBm25Indexes(MORPHOLOGY(), synonyms())


def words(text: str) -> int:
    return len(text.split())


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Builds:
    """A knowledge folder and an index; every run is a second later than the one before."""

    knowledge: Path
    index: Path
    embedder: HashEmbedder = field(default_factory=HashEmbedder)
    vectors: VectorIndexes = field(default_factory=FaissIndexes)
    lexical: LexicalIndexes = field(default_factory=lexical_indexes)
    elsewhere: Elsewhere = IN_FOLDERS
    runs: int = 0

    def write(self, files: Mapping[str, str]) -> None:
        write(self.knowledge, files)

    def run(
        self,
        *,
        full: bool = False,
        strict: bool = False,
        day: date | None = None,
        passage_tokens: int = 40,
        progress: Progress = silent,
        accept: Accept | None = None,
    ) -> IndexChange:
        self.runs += 1
        return reindex(
            self.knowledge,
            self.index,
            embedder=self.embedder,
            vectors=self.vectors,
            lexical=self.lexical,
            elsewhere=self.elsewhere,
            count=words,
            progress=progress,
            clock=lambda: START + timedelta(seconds=self.runs),
            passage_tokens=passage_tokens,
            full=full,
            strict=strict,
            day=day,
            accept=accept,
        )

    def current(self) -> Generation:
        return open_current(self.index, self.vectors, self.lexical)

    def files(self) -> dict[str, bytes]:
        """Every file of the index but the lock, by its path below it."""
        return {
            path.relative_to(self.index).as_posix(): path.read_bytes()
            for path in self.index.rglob("*")
            if path.is_file() and path.name != "lock"
        }


def matrix(generation: Generation) -> Matrix:
    return generation.vector_index.vectors(range(generation.manifest.vectors))


class RefusingIndexes(KiwiBm25Indexes):
    """Fails while it writes, as on a full disk or by a fault of its own."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(MORPHOLOGY(), synonyms())
        self._error = error

    def write(self, folder: Path, texts: Sequence[str], *, old: LexicalIndex | None = None) -> None:
        del old
        (folder / "half").write_text(texts[0], encoding="utf-8")
        raise self._error


class MixedUpIndexes(KiwiBm25Indexes):
    """Writes every text under the number of another one."""

    def write(self, folder: Path, texts: Sequence[str], *, old: LexicalIndex | None = None) -> None:
        del old
        super().write(folder, texts[::-1])


class BlankIndexes(FaissIndexes):
    """Loses what it is given."""

    def write(self, folder: Path, vectors: Matrix, columns: Columns) -> None:
        super().write(folder, vectors * 0, columns)
