"""Asks every question of both searches, and keeps how far down the answer was."""

from __future__ import annotations

from collections.abc import Sequence

from evals.retrieval.reading import SearchQuestion
from evals.retrieval.shelves import Shelves
from sangdam.models import Question, Value
from sangdam.ports import Progress


class Searched(Value):
    question: SearchQuestion
    place: int | None
    """Of the first document that answers among those the retriever found, from 1; None where it
    found none of them."""
    dense_place: int | None
    """The same by the nearest vectors alone."""


def search_all(
    questions: Sequence[SearchQuestion], shelves: Shelves, *, progress: Progress
) -> tuple[Searched, ...]:
    searched = []
    for number, question in enumerate(questions, start=1):
        shipped, dense = shelves.of(question)
        asked = Question(text=question.text, language=question.language)
        searched.append(
            Searched(
                question=question,
                place=place(question.documents, shipped(asked)),
                dense_place=place(question.documents, dense(asked)),
            )
        )
        progress("questions", number, len(questions))
    return tuple(searched)


def place(wanted: Sequence[str], found: Sequence[str]) -> int | None:
    """Of the first wanted one among the found, from 1."""
    return next((number for number, name in enumerate(found, 1) if name in wanted), None)
