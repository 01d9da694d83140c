"""Whether a word said in one clause may be understood in another.

In "제주 3,000원, 도서산간 5,000원" the second number is nobody's but the second place's; in "추가
배송비는 제주 3,000원, 도서산간 5,000원" the fee is that of both.
"""

from __future__ import annotations

from evals.facts.amounts import Limit
from evals.facts.clauses import Clause, Term
from evals.facts.fact import Anchor, Fact, Neighbour, Place, matches

FREE, MONEY = "무료", "won"


def lends(neighbour: Neighbour, told: Term, own: Term, fact: Fact, anchor: Anchor) -> bool:
    """Whether `told` in a neighbouring clause stands for the fact's `own` word in the anchor."""
    clause, place = neighbour
    if own.word.same_as(fact.words.word(FREE)) and _priced(anchor.clause, fact):
        return False
    if place is Place.LEAD:
        return True
    if _mere_condition(anchor.clause, clause, fact) or _turned_away(neighbour, told, fact, anchor):
        return False
    shared = told.word in clause.topic and _heads_a_list(clause, anchor.clause)
    return shared or not rivals(clause, anchor.clause, fact) or _adds_nothing(anchor, clause, fact)


def rivals(clause: Clause, other: Clause, fact: Fact) -> bool:
    """Whether it tells something else of the same kind: another number, or a yes to a no."""
    wanted = [own.amount for own in fact.amounts]
    numbers = any(own.rivals(told.amount) for own in wanted for told in clause.amounts)
    core = fact.core
    if core is None or clause.denied == other.denied:
        return numbers
    return numbers or any(matches(core.word, t.word) and not t.denied for t in clause.terms)


def _priced(clause: Clause, fact: Fact) -> bool:
    """What costs an amount is not free, whatever else in the sentence may be."""
    told = (t.amount for t in clause.amounts if t.amount.unit == MONEY)
    plain = (amount for amount in told if amount.limit is Limit.NONE)
    return any(not any(own.amount.equals(amount) for own in fact.amounts) for amount in plain)


def _mere_condition(anchor: Clause, clause: Clause, fact: Fact) -> bool:
    """A condition asserts nothing of what follows from it."""
    asserts = bool(fact.amounts) or fact.core is not None
    return anchor.describes and not clause.describes and not asserts


def _turned_away(neighbour: Neighbour, told: Term, fact: Fact, anchor: Anchor) -> bool:
    """Whether the anchor, or what leads to it, speaks of something else than the neighbour."""
    clause, place = neighbour
    if place is Place.SENTENCE_BEFORE:
        spoken = (*anchor.ahead, anchor.clause)
        return any(not fact.names(word) for part in spoken for word in part.topic)
    if clause.describes:
        return False
    if any(not fact.names(word) for word in anchor.clause.topic):
        return True
    own_topic = place is Place.BEHIND and told.word in clause.topic
    return own_topic and not anchor.clause.describes


def _heads_a_list(clause: Clause, anchor: Clause) -> bool:
    """Whether the clause's topic is also the anchor's."""
    labels = [word for word in clause.words if word not in clause.topic]
    return not anchor.topic and (bool(labels) or not anchor.words)


def _adds_nothing(anchor: Anchor, clause: Clause, fact: Fact) -> bool:
    """Whether the anchor names nothing that neither the fact nor the other clause does."""
    generic = fact.words.generic
    named = [word for word in anchor.clause.words if word.form not in generic]
    return bool(named) and all(fact.names(word) or word in clause.words for word in named)
