"""Whether what is told states a fact: its words, numbers and polarity, told of one thing."""

from __future__ import annotations

from collections.abc import Iterator

from evals.facts.amounts import Amount, Limit
from evals.facts.clauses import Clause, Term, Told
from evals.facts.fact import Anchor, Fact, Statement, matches
from evals.facts.lending import lends


def stated(fact: Fact, statement: Statement) -> bool:
    return any(
        _states_plainly(fact, anchor) or _states_mirrored(fact, anchor)
        for anchor in _anchors(fact, statement)
        if fact.speaks_of_past or not anchor.clause.past
    )


def _anchors(fact: Fact, statement: Statement) -> Iterator[Anchor]:
    """Every clause; where the fact has several numbers, every row of up to so many clauses."""
    clauses = statement.clauses
    for start in range(len(clauses)):
        for end in range(start + 1, min(start + max(len(fact.amounts), 1), len(clauses)) + 1):
            yield Anchor(_joined(clauses[start:end]), clauses[:start], clauses[end:], statement)


def _joined(clauses: tuple[Clause, ...]) -> Clause:
    if len(clauses) == 1:
        return clauses[0]
    return Clause(
        terms=tuple(term for clause in clauses for term in clause.terms),
        amounts=tuple(told for clause in clauses for told in clause.amounts),
        topic=clauses[0].topic,
        denied=clauses[-1].denied,
        asked=all(clause.asked for clause in clauses),
        past=any(clause.past for clause in clauses),
    )


def _states_plainly(fact: Fact, anchor: Anchor) -> bool:
    told = tuple(_limited(anchor.clause, fact))
    return (
        all(any(_told(own, other) for other in told) for own in fact.amounts)
        and (bool(fact.amounts) or _asserts(fact, anchor.clause))
        and all(_said(own, fact, anchor) for own in _needed(fact, anchor))
    )


def _told(own: Told, other: Told) -> bool:
    return own.denied is other.denied and own.amount.stated_by(other.amount)


def _limited(clause: Clause, fact: Fact) -> Iterator[Told]:
    """Its numbers; one without a limit of its own also with that of "closes" or "starts"."""
    forms = {word.form for word in clause.words}
    ends, starts = forms & fact.words.until, forms & fact.words.since
    for told in clause.amounts:
        yield told
        if told.amount.limit is Limit.NONE and (ends or starts):
            limit = Limit.UNTIL if ends else Limit.FROM
            yield told._replace(amount=told.amount._replace(limit=limit))


def _states_mirrored(fact: Fact, anchor: Anchor) -> bool:
    """ "After 7 days it can't be returned" says "return within 7 days"."""
    statement = anchor.statement
    return (
        bool(fact.amounts)
        and all(_mirrored(own.amount, anchor.clause) for own in fact.amounts)
        and any(_turns(own, clause) for own in fact.terms for clause in statement.clauses)
        and all(_said_either_way(own, fact, anchor) for own in _needed(fact, anchor))
    )


def _mirrored(own: Amount, clause: Clause) -> bool:
    return any(own.mirrored_by(told.amount) for told in clause.amounts)


def _turns(own: Term, clause: Clause) -> bool:
    return any(
        own.denied is not term.denied and matches(own.word, term.word) for term in clause.terms
    )


def _needed(fact: Fact, anchor: Anchor) -> list[Term]:
    return [term for term in fact.terms if not _optional(term, fact, anchor.statement)]


def _optional(term: Term, fact: Fact, statement: Statement) -> bool:
    form, words = term.word.form, fact.words
    if fact.amounts and form in words.relation:
        return True
    if form in words.after and len(fact.terms) > 1:
        said = (word.form for clause in statement.clauses for word in clause.words)
        return not words.before & set(said)
    others = any(other.word.form not in words.generic for other in fact.terms)
    return form in words.generic and not term.denied and (others or bool(fact.amounts))


def _asserts(fact: Fact, clause: Clause) -> bool:
    """Whether a fact without numbers is told here, and not merely asked or wished for."""
    core = fact.core
    if clause.asked:
        return False
    if core is not None:
        return any(_denies(core, term, clause) for term in clause.terms)
    return not clause.denied and any(
        _fits(own, told, fact) for own in fact.terms for told in clause.terms
    )


def _denies(core: Term, told: Term, clause: Clause) -> bool:
    if not matches(core.word, told.word):
        return False
    whole_clause = clause.denied and not (core.tight or told.compound)
    return told.denied or whole_clause


def _said(own: Term, fact: Fact, anchor: Anchor) -> bool:
    """In the anchor itself, or where a neighbour lends it the word."""
    return any(_fits(own, told, fact) for told in anchor.clause.terms) or any(
        _fits(own, told, fact) and lends(neighbour, told, own, fact, anchor)
        for neighbour in anchor.neighbours
        for told in neighbour.clause.terms
    )


def _said_either_way(own: Term, fact: Fact, anchor: Anchor) -> bool:
    return any(matches(own.word, told.word) for told in anchor.clause.terms) or any(
        matches(own.word, told.word) and lends(neighbour, told, own, fact, anchor)
        for neighbour in anchor.neighbours
        for told in neighbour.clause.terms
    )


def _fits(own: Term, told: Term, fact: Fact) -> bool:
    """Whether both say the word, and neither denies it to the other."""
    if not matches(own.word, told.word):
        return False
    if fact.core is None:
        return not told.denied
    return own is fact.core or own.tight is told.tight
