"""The Generation before the next one, and what it lends: nothing is read or embedded twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sangdam.errors import IndexUnavailable, SetupError
from sangdam.indexing.contents import DOCUMENTS, PASSAGES, READING, Contents
from sangdam.indexing.generations import GENERATIONS, current_name, open_current
from sangdam.indexing.health import findings
from sangdam.indexing.ledger import Ledger
from sangdam.indexing.readers import Knowledge
from sangdam.indexing.records import RememberedRecords
from sangdam.indexing.sources import Sources, unchanged
from sangdam.indexing.vector_keys import Keys, open_keys
from sangdam.models import Document, Finding, Passage
from sangdam.ports import Generation, LexicalIndexes, VectorIndexes


@dataclass(frozen=True, eq=False)
class Predecessor:
    generation: Generation
    documents: RememberedRecords[Document]
    passages: RememberedRecords[Passage]
    ledger: Ledger
    keys: Keys
    live: bool
    """False where the pointer names another one, which is damaged."""

    @property
    def name(self) -> str:
        return self.generation.manifest.generation

    def says(self, sources: Sources, *, model: str, limit: int) -> bool:
        """Whether it is what these files make under this model and passage limit."""
        return (
            self.live
            and self.generation.manifest.embedding_model == model
            and self.ledger.sources == sources
            and self._cut_alike(limit)
        )

    def _cut_alike(self, limit: int) -> bool:
        return self._read_alike() and self.generation.manifest.passage_tokens == limit

    def _read_alike(self) -> bool:
        return self.generation.manifest.reading == READING

    def lent_passages(self, digests: Mapping[str, str], *, limit: int) -> Mapping[str, range]:
        """Positions of the passages of documents with these digests, by id."""
        return self.ledger.unchanged(digests) if self._cut_alike(limit) else {}

    def lent_files(self, sources: Sources) -> Mapping[str, Knowledge]:
        """What the unchanged files among these said, by file."""
        same = unchanged(self.ledger.sources, sources) if self._read_alike() else frozenset()
        documents: dict[str, list[Document]] = defaultdict(list)
        for document in self.documents if same else ():
            documents[_file_of(document.source, same)].append(document)
        skipped: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.ledger.skipped:
            skipped[_file_of(finding.source, same)].append(finding)
        files = (documents.keys() | skipped.keys()) & same
        return {file: Knowledge(tuple(documents[file]), tuple(skipped[file])) for file in files}

    def doubts(self, day: date, knowledge: Path) -> tuple[Finding, ...]:
        """What is doubtful on `day` in what it says; lines are looked up in `knowledge`."""
        held = self.generation
        contents = Contents(self.documents, held.notices, self.passages, held.columns)
        matrix = held.vector_index.vectors(range(held.manifest.vectors))
        return findings(contents, matrix, day, folder=knowledge)


def _file_of(source: str, files: Container[str]) -> str:
    """The file that holds `source`: itself, or the archive that it is packed in; else empty."""
    while source and source not in files:
        source = source.rpartition("/")[0]
    return source


def predecessor(index: Path, vectors: VectorIndexes, lexical: LexicalIndexes) -> Predecessor | None:
    """None where there is none, or where it is damaged: reindexing is what mends it.

    Raises IndexUnavailable."""
    try:
        generation = open_current(index, vectors, lexical)
        name = generation.manifest.generation
        folder = index / GENERATIONS / name
        return Predecessor(
            generation=generation,
            documents=RememberedRecords(folder / DOCUMENTS, Document),
            passages=RememberedRecords(folder / PASSAGES, Passage),
            ledger=Ledger.read(folder),
            keys=open_keys(folder),
            live=current_name(index) == name,
        )
    except IndexUnavailable:
        raise
    except (SetupError, OSError, EOFError, ValueError):
        return None
