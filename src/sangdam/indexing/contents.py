"""What a Generation says in words: documents, passages and the texts behind its vectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from sangdam.indexing.passages import passages, vector_texts
from sangdam.models import Document, Passage, Value, VectorText
from sangdam.ports import TokenCounter

DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
VECTOR_TEXTS = "vector_texts.jsonl"

Record = TypeVar("Record", bound=Value)


@dataclass(frozen=True)
class Contents:
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    vector_texts: tuple[VectorText, ...]
    """Position n describes vector n."""

    @property
    def digests(self) -> dict[str, str]:
        """sha256 of each document by id."""
        return {document.id: digest(document) for document in self.documents}

    def write(self, folder: Path) -> None:
        _write(folder / DOCUMENTS, self.documents)
        _write(folder / PASSAGES, self.passages)
        _write(folder / VECTOR_TEXTS, self.vector_texts)

    @classmethod
    def read(cls, folder: Path) -> Contents:
        """Raises OSError where a file is missing, ValueError where one is damaged."""
        return cls(
            documents=_read(folder / DOCUMENTS, Document),
            passages=_read(folder / PASSAGES, Passage),
            vector_texts=_read(folder / VECTOR_TEXTS, VectorText),
        )


def contents(documents: Iterable[Document], *, count: TokenCounter, limit: int) -> Contents:
    """All that follows from these documents with passages of at most `limit` tokens."""
    known = tuple(documents)
    found = passages(known, count=count, limit=limit)
    return Contents(known, found, vector_texts(found))


def digest(document: Document) -> str:
    """The same for a table row that only moved: its line is left out."""
    return sha256(
        document.model_dump_json(exclude={"line"}, exclude_defaults=True).encode()
    ).hexdigest()


def _write(path: Path, records: Iterable[Value]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(record.model_dump_json() + "\n" for record in records)


def _read(path: Path, kind: type[Record]) -> tuple[Record, ...]:
    with path.open(encoding="utf-8", newline="\n") as file:
        return tuple(kind.model_validate_json(line) for line in file)
