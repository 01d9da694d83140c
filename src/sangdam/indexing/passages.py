"""Documents -> Passages, and what is embedded and searched on their behalf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam.indexing.lazy_sequence import LazySequence
from sangdam.indexing.pieces import pieces
from sangdam.indexing.sections import sections
from sangdam.models import Document, DocumentKind, Passage, VectorText
from sangdam.ports import TokenCounter


def passages(
    documents: Iterable[Document], *, count: TokenCounter, limit: int
) -> tuple[Passage, ...]:
    """The passages of all documents, in their order."""
    return tuple(
        passage
        for document in documents
        for passage in passages_of(document, count=count, limit=limit)
    )


def passages_of(document: Document, *, count: TokenCounter, limit: int) -> Iterator[Passage]:
    """A FAQ entry is one passage, however long; a document's sections are cut into passages of at
    most `limit` tokens; a notice makes none.
    """
    if document.kind is DocumentKind.FAQ:
        yield _passage(document, 0, document.text, questions=(document.title, *document.aliases))
    elif document.kind is DocumentKind.DOCUMENT:
        parts = (
            (" > ".join(section.path), piece)
            for section in sections(document.text)
            for piece in pieces(section.text, count=count, limit=limit)
        )
        for number, (section, text) in enumerate(parts):
            yield _passage(document, number, text, section=section)


def _passage(
    document: Document,
    number: int,
    text: str,
    *,
    section: str = "",
    questions: tuple[str, ...] = (),
) -> Passage:
    return Passage(
        id=f"{document.id}#{number}",
        document_id=document.id,
        kind=document.kind,
        title=document.title,
        section=section,
        text=text,
        questions=questions,
        language=document.language,
        audience=document.audience,
        category=document.category,
        effective_from=document.effective_from,
        effective_until=document.effective_until,
        url=document.url,
    )


class Wording(NamedTuple):
    """A text to embed, and whether it asks or answers."""

    text: str
    asks: bool


def wordings(passage: Passage) -> Iterator[Wording]:
    """What is embedded for the passage.

    FAQ: each question, then the question with the answer. Document: title, section and text.
    """
    for question in passage.questions:
        yield Wording(question, asks=True)
    answer = "\n".join(filter(None, (passage.title, passage.section, passage.text)))
    yield Wording(answer, asks=False)


def vector_count(passage: Passage) -> int:
    """How many wordings the passage has; the last one answers."""
    return len(passage.questions) + 1


class VectorTexts(LazySequence[VectorText]):
    """What is embedded for all passages, in their order; made from them when it is asked for."""

    def __init__(self, passages: Sequence[Passage], first: npt.NDArray[np.int32]) -> None:
        """The texts of passage p begin at `first[p]`; the last of `first` is their number."""
        self._passages = passages
        self._first = first

    def __len__(self) -> int:
        return int(self._first[-1])

    def _at(self, position: int) -> VectorText:
        passage = int(np.searchsorted(self._first, position, side="right")) - 1
        number = position - int(self._first[passage])
        text, asks = [*wordings(self._passages[passage])][number]
        return VectorText(passage=passage, text=text, asks=asks)

    def __iter__(self) -> Iterator[VectorText]:
        for position, passage in enumerate(self._passages):
            for text, asks in wordings(passage):
                yield VectorText(passage=position, text=text, asks=asks)


def lexical_text(passage: Passage) -> str:
    """All words by which the passage can be found."""
    questions = passage.questions or (passage.title,)
    return "\n".join(filter(None, (*questions, passage.section, passage.text)))
