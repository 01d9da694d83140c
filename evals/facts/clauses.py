"""Tokens cut into clauses: what each tells, of what, and what it denies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evals.facts.amounts import Amount
from evals.facts.denials import AHEAD, DENIALS, denied_positions, denies
from evals.facts.parts import Part, parts_of
from evals.facts.tokens import Role, Token
from evals.facts.words import Word, Words, is_korean
from sangdam.models import Language


class Term(NamedTuple):
    """A word, or nouns written together as one, where it stands."""

    word: Word
    denied: bool = False
    """Itself, not only with its clause: "교환 불가", "not opened"."""
    tight: bool = False
    """By a prefix: 미개봉, unopened."""
    compound: bool = False


class Told(NamedTuple):
    amount: Amount
    denied: bool = False


class Clause(NamedTuple):
    terms: tuple[Term, ...]
    amounts: tuple[Told, ...]
    topic: tuple[Word, ...] = ()
    """What it speaks of, where it says so: before 은/는 or a finite verb."""
    denied: bool = False
    describes: bool = False
    """Only sets a condition, or describes the noun behind it."""
    asked: bool = False
    """Only asks or wishes."""
    past: bool = False
    """Tells what was, and is no more."""
    predicate: Word | None = None
    """What it says of its topic, where that is more than that it is so."""
    elliptic: bool = False
    """Says no more than that it is so, or not: the rest is in the clause before."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(term.word for term in self.terms if not term.compound)


def clauses(tokens: Sequence[Token], language: Language, words: Words) -> tuple[Clause, ...]:
    return _completed([_clause(part, words) for part in parts_of(tokens, language)])


def _clause(part: Part, words: Words) -> Clause:
    # "점심 12:00~13:00 제외" tells when lunch is, all the same.
    told = any(token.amount for token in part.tokens)
    tokens = [token for token in part.tokens if not (told and token.role is Role.EXCEPTS)]
    denied = denied_positions(tokens)
    tight = {n + 1 for n, token in enumerate(tokens) if token.role is Role.DENIES_NEXT}
    terms = [
        Term(token.word, n in denied, n in tight)
        for n, token in enumerate(tokens)
        if token.word is not None
    ]
    amounts = [Told(t.amount, n in denied) for n, t in enumerate(tokens) if t.amount]
    clause = Clause(
        terms=(*terms, *_compounds(tokens, denied)),
        amounts=tuple(amounts),
        topic=_topic(part),
        denied=denies(tokens),
        describes=part.describes,
        asked=any(token.role is Role.ASKS for token in tokens),
        past=any(token.role is Role.PAST for token in tokens),
        predicate=_predicate(part),
        elliptic=_elliptic(tokens),
    )
    return _supposing(clause) if part.supposes else _free(clause, words)


def _supposing(clause: Clause) -> Clause:
    """ "If you don't pay within 24 hours …" tells until when to pay, and denies nothing."""
    if not clause.amounts:
        return clause
    terms = tuple(term._replace(denied=False) for term in clause.terms)
    return clause._replace(terms=terms, denied=False)


def _compounds(tokens: Sequence[Token], denied: frozenset[int]) -> Iterator[Term]:
    """Neighbouring Korean nouns as one word too: 도서 산간 is 도서산간."""
    row: list[int] = []
    for n, token in enumerate([*tokens, Token(Role.BREAK)]):
        if token.role is Role.WORD and token.word and is_korean(token.word.form):
            row.append(n)
            continue
        if len(row) > 1:
            form = "".join(word.form for m in row if (word := tokens[m].word))
            term = Term(Word(form, frozenset({form})), bool(denied & set(row)), compound=True)
            yield term
        row = []


def _topic(part: Part) -> tuple[Word, ...]:
    """Words before the first TOPIC that has any; of an English opener ("For Jeju, …") all."""
    named: list[Word] = []
    for token in part.tokens:
        if token.role is Role.TOPIC and named:
            return tuple(named)
        if token.word is not None:
            named.append(token.word)
    return ()


def _elliptic(tokens: Sequence[Token]) -> bool:
    """ "세일 상품은 안 됩니다", "but not sale items", "but sale items cannot"."""
    roles = [token.role for token in tokens]
    if Role.AMOUNT in roles:
        return False
    if Role.TOPIC in roles:
        rest = roles[roles.index(Role.TOPIC) :]
        return Role.WORD not in rest and bool({Role.LIGHT, *DENIALS} & set(rest))
    return bool(roles) and roles[0] in AHEAD


def _completed(found: Sequence[Clause]) -> tuple[Clause, ...]:
    """Elliptic clauses with what the clause before says of its own topic."""
    done: list[Clause] = []
    for clause in found:
        if clause.elliptic and done and (predicate := done[-1].predicate):
            clause = clause._replace(terms=(*clause.terms, Term(predicate)))
        done.append(clause)
    return tuple(done)


def _predicate(part: Part) -> Word | None:
    """In Korean the last word behind the topic, in English the first, if no light verb's object."""
    roles = [token.role for token in part.tokens]
    topics = [n for n, role in enumerate(roles) if role is Role.TOPIC and n]
    rest = part.tokens[topics[0] if topics else 0 :]
    if part.language is Language.KOREAN:
        return next((token.word for token in reversed(rest) if token.word), None)
    said = next((token for token in rest if token.role in (Role.WORD, Role.LIGHT)), None)
    return said.word if said else None


def _free(clause: Clause, words: Words) -> Clause:
    """ "배송비가 없습니다" says 무료 and denies nothing."""
    costs = [term for term in clause.terms if term.denied and term.word.form in words.cost]
    if not costs:
        return clause
    terms = tuple(term._replace(denied=False) for term in clause.terms)
    return clause._replace(terms=(*terms, Term(words.word("무료"))), denied=False)
