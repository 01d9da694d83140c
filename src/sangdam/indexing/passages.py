"""Documents -> Passages, and what is embedded and searched on their behalf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sangdam.indexing.pieces import pieces
from sangdam.indexing.sections import sections
from sangdam.models import Document, DocumentKind, Passage, VectorText
from sangdam.ports import TokenCounter


def passages(
    documents: Iterable[Document], *, count: TokenCounter, limit: int
) -> tuple[Passage, ...]:
    """The passages of all documents, in their order.

    A FAQ entry is one passage, however long; a document's sections are cut into passages of at
    most `limit` tokens; a notice makes none.
    """
    return tuple(passage for document in documents for passage in _passages(document, count, limit))


def _passages(document: Document, count: TokenCounter, limit: int) -> Iterator[Passage]:
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


def vector_texts(passages: Sequence[Passage]) -> tuple[VectorText, ...]:
    """What is embedded for each passage, in the order of the passages.

    FAQ: each question, then the question with the answer. Document: title, section and text.
    """
    return tuple(
        VectorText(passage=position, text=text, asks=asks)
        for position, passage in enumerate(passages)
        for text, asks in _vector_texts(passage)
    )


def _vector_texts(passage: Passage) -> Iterator[tuple[str, bool]]:
    for question in passage.questions:
        yield question, True
    yield "\n".join(filter(None, (passage.title, passage.section, passage.text))), False


def lexical_text(passage: Passage) -> str:
    """All words by which the passage can be found."""
    questions = passage.questions or (passage.title,)
    return "\n".join(filter(None, (*questions, passage.section, passage.text)))
