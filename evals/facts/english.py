"""English sentences as tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evals.facts.tokens import Placed, Role, Token, placed
from evals.facts.words import Words
from sangdam.guardrails.lexicon import words as listed
from sangdam.guardrails.spans import Span

LEXEME = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|[가-힣]+|[,;()/:>·—]")
COMMAS = frozenset(",()/:>·—")
AHEAD = listed("not never neither nor cannot unable hardly none")
AHEAD_OF_NOUNS = frozenset({"no", "without"})
EXCEPTS = frozenset({"except", "excluding"})
APART = EXCEPTS | {"whether", "without"}
"""Words that open a clause of their own."""
BEHIND = listed("impossible prohibited forbidden excluded excludes barred")
IFS = listed("if when whenever once while until before after because since")
JOINTS = listed("but whereas though although however that which who so then yet ;")
AUXILIARIES = listed("""
    is are was were am be been can could may might must shall should will would has have had do
    does did cannot
    """)
FINITE = AUXILIARIES | listed("""
    costs cost takes take earns earn gets get arrives arrive expires expire ships leaves becomes
    become applies apply needs need reaches reach lasts last covers cover comes come goes go
    receive receives pay pays starts begins ends locks lock counts
    """)
PRONOUNS = listed("you we it they i he she there")
FUNCTION = (
    AUXILIARIES
    | PRONOUNS
    | listed("""
        a an the this these those of to for in on at with from as its your yours our us my me them
        their by about into onto than also being having only too very such per via own still
        already here there any some each every both either what how where why whose yes one
        s t re ve ll d m just most
        """)
)
INTERJECTIONS = frozenset({"no", "yes", "sorry", "hello", "unfortunately", "please"})
OPENERS = listed("for in on at to with from")
FARTHEST_VERB = 6


def read_english(text: str, words: Words) -> list[Token]:
    return list(_Sentence(text, words).tokens())


class _Sentence:
    def __init__(self, text: str, words: Words) -> None:
        self._words = words
        self._placed = placed(text, words)
        self._lexemes: list[tuple[str, int]] = [
            (match.group().lower(), match.start())
            for match in LEXEME.finditer(text)
            if not _touches(Span(*match.span()), self._placed)
        ]

    def tokens(self) -> Iterator[Token]:
        waiting = list(self._placed)
        for position, (_, start) in enumerate(self._lexemes):
            while waiting and waiting[0].span.start <= start:
                yield waiting.pop(0).token
            yield from self._read(position)
        yield from (item.token for item in waiting)

    def _read(self, position: int) -> Iterator[Token]:
        form = self._lexemes[position][0]
        following = [lexeme for lexeme, _ in self._lexemes[position + 1 :]]
        if position == 0 and form in INTERJECTIONS and following[:1] == [","]:
            return
        if form in APART:
            yield Token(Role.JOINT)
        if form in self._words.asking:
            yield Token(Role.ASKS)
        if form in self._words.past:
            yield Token(Role.PAST)
        if form in FINITE:
            yield Token(Role.TOPIC)
        yield from self._roles(form, following, position)

    def _roles(self, form: str, following: Sequence[str], position: int) -> Iterator[Token]:
        relation = self._words.relation
        if form == "non":
            yield Token(Role.DENIES_NEXT)
        elif form in AHEAD:
            yield Token(Role.DENIES_AHEAD)
        elif form in EXCEPTS:
            yield Token(Role.EXCEPTS)
        elif form in AHEAD_OF_NOUNS:
            yield Token(Role.DENIES_NOUNS)
        elif form in BEHIND:
            yield Token(Role.DENIES_BEHIND)
        elif form in IFS:
            yield Token(Role.IF)
            yield from [Token(Role.ADVERB, self._words.word(form))] if form in relation else []
        elif form in JOINTS:
            yield Token(Role.JOINT)
        elif form in {"and", "or"}:
            preceding = [lexeme for lexeme, _ in reversed(self._lexemes[:position])]
            apart = form == "and" and _has_verb(preceding) and _has_verb(following[:FARTHEST_VERB])
            yield Token(Role.JOINT if apart else Role.AND)
        elif form in COMMAS:
            if form == ":" or self._closes_setting(position):
                yield Token(Role.TOPIC)
            yield Token(Role.COMMA)
        elif form in self._words.light_behind and _denies_subject(following):
            yield Token(Role.LIGHT_BEHIND)
        elif form in self._words.light_english:
            yield Token(Role.LIGHT)
        elif form in FUNCTION:
            yield Token(Role.BREAK)
        else:
            yield Token(Role.WORD, self._words.word(form))

    def _closes_setting(self, position: int) -> bool:
        """Whether the mark closes what a sentence opens with: "For Jeju, …"."""
        opening = [lexeme for lexeme, _ in self._lexemes[:position]]
        return opening[:1] != [] and opening[0] in OPENERS and not FINITE & set(opening)


def _denies_subject(following: Sequence[str]) -> bool:
    """Whether "not possible" closes its clause; before "to …" it speaks of what comes."""
    return following[:1] != ["to"]


def _has_verb(lexemes: Sequence[str]) -> bool:
    """Whether a finite verb stands before the next mark: "and is deducted", "and VIP gets"."""
    for lexeme in lexemes:
        if lexeme in COMMAS | JOINTS | {"and", "or"}:
            return False
        if lexeme in FINITE:
            return True
    return False


def _touches(span: Span, others: Sequence[Placed]) -> bool:
    return any(span.touches(other.span) for other in others)
