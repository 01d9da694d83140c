"""Does this text state this fact? By rules: numbers, units, words, polarity.

Whoever writes golden cases writes bare facts (`3~4영업일`, `교환 불가`, `free shipping over 30,000
won`); a reply may say them in any words and order, in one sentence (or an item of a list with its
lead, a table row), with its number told of just that. What a reply only implies, and a noun that
it leaves out for the customer to understand, no rule sees: the author gives another wording.
"""

from __future__ import annotations

from functools import lru_cache

from evals.facts.clauses import Clause, clauses
from evals.facts.english import read_english
from evals.facts.fact import Fact, Statement
from evals.facts.korean import read_korean
from evals.facts.matching import stated
from evals.facts.units import Unit, units_of
from evals.facts.wording import one_wording
from evals.facts.words import morphology, words
from sangdam.guardrails.language import main_language
from sangdam.models import Language

__all__ = ["states"]

KEPT = 2048


def states(text: str, fact: str) -> bool:
    """Whether `text` says what `fact` says, and does not deny it."""
    bare = _fact(fact)
    if not bare.terms and not bare.amounts:
        return "".join(fact.split()) in "".join(text.split())
    return any(stated(bare, statement) for statement in _statements(text))


@lru_cache(KEPT)
def _fact(text: str) -> Fact:
    read = _clauses(text)
    return Fact(
        terms=tuple(t for clause in read for t in clause.terms if not t.compound),
        amounts=tuple(told for clause in read for told in clause.amounts),
        words=words(),
    )


@lru_cache(KEPT)
def _statements(text: str) -> tuple[Statement, ...]:
    made: list[Statement] = []
    before: tuple[Clause, ...] = ()
    for unit in units_of(text, morphology()):
        own = _clauses(unit.text)
        if not unit.asks:
            made.append(Statement(own, _lead(unit), before))
        before = own
    return tuple(made)


def _lead(unit: Unit) -> tuple[Clause, ...]:
    return tuple(clause for text in unit.lead for clause in _clauses(text))


@lru_cache(KEPT)
def _clauses(text: str) -> tuple[Clause, ...]:
    said = one_wording(text)
    language = main_language(said, Language.KOREAN)
    if language is Language.KOREAN:
        return clauses(read_korean(said, words(), morphology()), language, words())
    return clauses(read_english(said, words()), language, words())
