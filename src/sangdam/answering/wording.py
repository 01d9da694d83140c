"""From a checked draft to what the customer reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from sangdam.models import (
    MODEL_CODE,
    Citation,
    Document,
    DocumentKind,
    Draft,
    Evidence,
    Language,
    Passage,
    Question,
    model_codes,
    without_model_codes,
)
from sangdam.prompts import say

MOST_SUGGESTIONS = 3
PIECE = re.compile(r".+?(?:(?<=[.!?\]])\s+|\n+|\Z)", re.DOTALL)
"""A sentence with its marker, or a line, and the space behind it."""


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


def products_meant(question: Question, evidence: Evidence) -> tuple[str, ...]:
    """The question asked of each product that it may mean, best first; empty unless several.

    Pages of sister products differ in their code alone. Where the first hit has such a twin that
    says something else, and the question names neither, only the asker knows which one is right.
    """
    if model_codes(question.text) or not evidence.hits:
        return ()
    first = evidence.hits[0].passage
    twins = [hit.passage for hit in evidence.hits if _headed(hit.passage) == _headed(first)]
    if len({without_model_codes(twin.text) for twin in twins}) < 2:
        return ()
    named = dict.fromkeys(code for twin in twins for code in MODEL_CODE.findall(twin.title)[:1])
    if len(named) < 2:  # its page says it in words and again in a table
        return ()
    return tuple(f"{code} {question.text}" for code in named)


def _headed(passage: Passage) -> tuple[str, str]:
    return without_model_codes(passage.title), without_model_codes(passage.section)


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
    """The text in pieces of a sentence or a line each; joined they are the text again. It is known
    whole by now: smaller pieces would only cost more to send."""
    return (found[0] for found in PIECE.finditer(text))
