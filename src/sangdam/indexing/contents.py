"""What a Generation says in words: documents, passages and the texts behind its vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sangdam.indexing.columns import columns_of, open_columns
from sangdam.indexing.passages import VectorTexts, passages
from sangdam.indexing.records import Records
from sangdam.models import Document, DocumentKind, Passage
from sangdam.ports import Columns, TokenCounter

READING = 4
"""Version of the rules by which files become documents, passages and terms, and of the files that
keep them. Raise it with every change of these rules: what was read under others is read anew."""

DOCUMENTS = "documents.jsonl"
NOTICES = "notices.jsonl"
PASSAGES = "passages.jsonl"


@dataclass(frozen=True, eq=False)
class Contents:
    documents: Sequence[Document]
    """By id."""
    notices: tuple[Document, ...]
    passages: Sequence[Passage]
    """In the order of their documents."""
    columns: Columns

    @property
    def vector_texts(self) -> VectorTexts:
        """Position n describes vector n."""
        return VectorTexts(self.passages, self.columns.first)

    @classmethod
    def read(cls, folder: Path) -> Contents:
        """Open what was written; documents and passages are parsed when they are asked for.

        Raises OSError where a file is missing, EOFError or ValueError where one is damaged.
        """
        passages, columns = Records(folder / PASSAGES, Passage), open_columns(folder)
        if len(columns.subject) != len(passages):
            raise ValueError(f"{len(passages)} passages have {len(columns.subject)} rows")
        return cls(
            documents=Records(folder / DOCUMENTS, Document),
            notices=tuple(Records(folder / NOTICES, Document)),
            passages=passages,
            columns=columns,
        )


def contents(documents: Iterable[Document], *, count: TokenCounter, limit: int) -> Contents:
    """All that follows from these documents with passages of at most `limit` tokens."""
    known = tuple(documents)
    return contents_of(known, passages(known, count=count, limit=limit))


def contents_of(documents: Sequence[Document], passages: Sequence[Passage]) -> Contents:
    """The same where the passages are cut already."""
    notices = tuple(document for document in documents if document.kind is DocumentKind.NOTICE)
    return Contents(documents, notices, passages, columns_of(passages))


def digest(document: Document) -> str:
    """The same for a table row that only moved: its line is left out."""
    return sha256(
        document.model_dump_json(exclude={"line"}, exclude_defaults=True).encode()
    ).hexdigest()
