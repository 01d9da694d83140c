"""A bare fact and what is told, as the matcher compares them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from evals.facts.clauses import Clause, Term, Told
from evals.facts.words import Word, Words


class Fact(NamedTuple):
    """A bare fact, read."""

    terms: tuple[Term, ...]
    amounts: tuple[Told, ...]
    words: Words

    @property
    def core(self) -> Term | None:
        """What it denies; None where it denies nothing."""
        return next((term for term in reversed(self.terms) if term.denied), None)

    @property
    def speaks_of_past(self) -> bool:
        return any(term.word.form in self.words.past for term in self.terms)

    def names(self, word: Word) -> bool:
        """Whether it says the word, or one that says nothing more: 상품."""
        generic = word.form in self.words.generic
        return generic or any(matches(term.word, word) for term in self.terms)


class Place(StrEnum):
    """Where a clause stands, seen from the one that holds the number or the denial."""

    AHEAD = "ahead"
    BEHIND = "behind"
    LEAD = "lead"
    SENTENCE_BEFORE = "sentence before"


class Neighbour(NamedTuple):
    clause: Clause
    place: Place


class Statement(NamedTuple):
    """One sentence, with what may be understood with it."""

    clauses: tuple[Clause, ...]
    lead: tuple[Clause, ...] = ()
    before: tuple[Clause, ...] = ()
    """Clauses of the sentence before it."""


class Anchor(NamedTuple):
    """The clause, or neighbouring ones as one, that holds a fact's numbers or its denial."""

    clause: Clause
    ahead: tuple[Clause, ...]
    behind: tuple[Clause, ...]
    statement: Statement

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        return (
            *(Neighbour(clause, Place.AHEAD) for clause in self.ahead),
            *(Neighbour(clause, Place.BEHIND) for clause in self.behind),
            *(Neighbour(clause, Place.LEAD) for clause in self.statement.lead),
            *(Neighbour(clause, Place.SENTENCE_BEFORE) for clause in self.statement.before),
        )


def matches(own: Word, told: Word) -> bool:
    return own.same_as(told) or own.part_of(told)
