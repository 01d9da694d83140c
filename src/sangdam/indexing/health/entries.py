"""FAQ entries with what they ask, and with the places of their questions among the vectors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sangdam.indexing.contents import Contents
from sangdam.indexing.health.wording import keys
from sangdam.models import Document, DocumentKind


class Entry(NamedTuple):
    document: Document
    first: int
    """Vector of its title; those of its aliases follow."""
    keys: tuple[frozenset[str], ...]
    """Of the title and of each alias: by what it is known to ask the same as another."""

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.document.title, *self.document.aliases)


def entries(contents: Contents) -> Iterator[Entry]:
    """In the order of their documents."""
    asked = {
        passage.document_id: position
        for position, passage in enumerate(contents.passages)
        if passage.kind is DocumentKind.FAQ
    }
    for document in contents.documents:
        if document.id in asked:
            first = int(contents.columns.first[asked[document.id]])
            questions = (document.title, *document.aliases)
            yield Entry(document, first, tuple(keys(question) for question in questions))


def meet(one: Document, other: Document, day: date) -> bool:
    """Whether a reader can come upon both on some day from `day` on."""
    if one.audience is not other.audience:
        return False
    begins = max(day, one.effective_from or day, other.effective_from or day)
    ends = min(one.effective_until or date.max, other.effective_until or date.max)
    return begins <= ends
