"""From a checked draft to what the customer reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sangdam.models import (
    Citation,
    Document,
    DocumentKind,
    Draft,
    Evidence,
    Language,
    Passage,
)
from sangdam.prompts import say

MOST_SUGGESTIONS = 3


def citations(passages: Iterable[Passage]) -> tuple[Citation, ...]:
    """One per passage, numbered from 1 as in the text."""
    return tuple(
        Citation(
            marker=marker,
            document_id=passage.document_id,
            title=passage.title,
            section=passage.section,
            quote=passage.text,
            url=passage.url,
        )
        for marker, passage in enumerate(passages, start=1)
    )


def questions_found(evidence: Evidence) -> tuple[str, ...]:
    """The questions of the FAQ entries found, in the asker's language, best first."""
    return tuple(
        hit.passage.title
        for hit in evidence.hits
        if hit.passage.kind is DocumentKind.FAQ and hit.passage.language is evidence.language
    )


def suggestions(evidence: Evidence, draft: Draft) -> tuple[str, ...]:
    """Neighbouring questions that the answer did not answer."""
    answered = {passage.title for passage in draft.passages}
    others = [title for title in questions_found(evidence) if title not in answered]
    return tuple(others[:MOST_SUGGESTIONS])


def notices_in_effect(
    documents: Iterable[Document], language: Language, day: date
) -> tuple[Document, ...]:
    return tuple(
        document
        for document in documents
        if document.kind is DocumentKind.NOTICE
        and document.language is language
        and document.in_effect(day)
    )


def with_notices(
    text: str, passages: Iterable[Passage], notices: Iterable[Document], language: Language
) -> str:
    """The text behind every notice that touches a category it draws on."""
    categories = {passage.category for passage in passages}
    touching = [n.text.strip() for n in notices if categories & set(n.touches)]
    return "\n\n".join([*(say("notice", language, text=t) for t in touching), text])


def parts_to_stream(text: str) -> Iterator[str]:
    """The text in pieces of a word each; joined they are the text again."""
    word = ""
    for character in text:
        word += character
        if character.isspace():
            yield word
            word = ""
    if word:
        yield word
