"""English sentences read as claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from sangdam.guardrails.claims import Claim
from sangdam.guardrails.english_forms import IRREGULAR, SYNONYMS
from sangdam.guardrails.english_words import (
    ACTIONS,
    AFTERS,
    AUXILIARIES,
    BEFORES,
    CANS,
    DURINGS,
    EVENS,
    EXCEPTS,
    IFS,
    INTERJECTIONS,
    LIGHT,
    MUSTS,
    NEGATIONS,
    ONLYS,
    OPENERS,
    PHRASES,
    VERBS,
)
from sangdam.guardrails.quantities import Found, find_quantities
from sangdam.guardrails.segmenting import Grammar, claim_of
from sangdam.guardrails.spans import Span
from sangdam.guardrails.tokens import Role, Token

GRAMMAR = Grammar(condition_follows=True, firm_subject=True)
CODE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z-]*\d)[A-Za-z]+[A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
LEXEME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[,;()·/>:]|-(?=\s)")
NOUN_ENDING = re.compile(r"(?<=[a-z]{4})(?:ations?|ances?|ally)$|(?<=[a-z]{3}[^aeiou])ments?$")
"""What makes a noun of a verb: installation, insurance, treatment."""
COMMAS = frozenset(",()·/>:-")
FARTHEST_VERB = 6
KNOWN_WORDS = 4096
"""Words whose base form is kept: customers and policies use few."""
JOINTS = frozenset({"and", "but", "so", "whereas", "though", "although", "however"})


class Lexeme:
    """One word or mark of the text, in lower case."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text.lower().replace("’", "'")
        self.start = start


def read_english(text: str) -> Claim:
    for phrase, word in PHRASES:
        text = phrase.sub(word, text)
    codes = tuple(Span(*match.span()) for match in CODE.finditer(text))
    found = find_quantities(text, codes)
    return claim_of(list(_tokens(text, found, codes)), GRAMMAR)


@cache
def english_verbs() -> frozenset[str]:
    """Base forms of the words that mostly say what somebody does, and name nothing."""
    return frozenset(map(stem, VERBS | ACTIONS))


@lru_cache(KNOWN_WORDS)
def stem(word: str) -> str:
    """A base form, good enough to tell whether two words are the same one."""
    word = word.removesuffix("'s").removesuffix("'")
    base = IRREGULAR.get(word) or _without_ending(word)
    return SYNONYMS.get(base, base)


def _without_ending(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif re.search(r"(?:ss|x|ch|sh|z)es$", word):
        word = word[:-2]
    elif re.search(r"[^sui]s$", word) and len(word) > 3:
        word = word[:-1]
    word = NOUN_ENDING.sub("", word)
    shorter = re.sub(r"(?:ing|ed)$", "", word)
    if shorter != word and len(shorter) > 2 and re.search(r"[aeiouy]", shorter):
        word = shorter
    word = re.sub(r"([b-df-hj-np-tv-z])\1$", r"\1", word)
    return re.sub(r"y$", "i", re.sub(r"e$", "", word)) if len(word) > 3 else word


def _tokens(text: str, found: Sequence[Found], codes: Sequence[Span]) -> Iterator[Token]:
    placed = [(item.span, Token(Role.QUANTITY, quantity=item.quantity)) for item in found]
    placed += [(span, _word(text[span.start : span.end].lower())) for span in codes]
    placed.sort(key=lambda item: item[0])
    lexemes = _lexemes(text, [span for span, _ in placed])
    for position, lexeme in enumerate(lexemes):
        while placed and placed[0][0].start <= lexeme.start:
            yield placed.pop(0)[1]
        yield from _read(lexemes, position)
    yield from (token for _, token in placed)


def _lexemes(text: str, taken: Sequence[Span]) -> list[Lexeme]:
    return [
        Lexeme(match.group(), match.start())
        for match in LEXEME.finditer(text)
        if not any(Span(*match.span()).touches(span) for span in taken)
    ]


def _read(lexemes: Sequence[Lexeme], position: int) -> Iterator[Token]:
    word = lexemes[position].text
    role = _role(word, lexemes, position)
    if word == "cannot" or word.endswith("n't"):
        yield Token(Role.TOPIC)
    if word in CANS or word in MUSTS:
        yield Token(Role.CAN if word in CANS else Role.MUST)
    if role is Role.WORD:
        yield from _content(word, position)
    elif role is not None:
        yield Token(role, raw=word if role is Role.COMMA else "")


def _content(word: str, position: int) -> Iterator[Token]:
    if position and word in VERBS:
        yield Token(Role.SUBJECT)
    if word not in LIGHT:
        yield _word(stem(word))


def _word(form: str) -> Token:
    return Token(Role.WORD, form, f"{form} ")


def _role(word: str, lexemes: Sequence[Lexeme], position: int) -> Role | None:
    following = lexemes[position + 1].text if position + 1 < len(lexemes) else ""
    if word == "while" and position and lexemes[position - 1].text == ",":
        return Role.SPLIT
    if position == 0 and word in INTERJECTIONS and following == ",":
        return None
    for role, words in ROLES:
        if word in words:
            return role
    if word == "so" and not (position and lexemes[position - 1].text == ","):
        return None
    if word in JOINTS or word == ";":
        return _joint(word, lexemes, position)
    if word in OPENERS and position == 0:
        return Role.SETTING
    if word == "with":
        return _with(lexemes, position)
    if word in COMMAS:
        return Role.COMMA
    if word.endswith("n't"):
        return Role.NEGATION
    return Role.TOPIC if word in AUXILIARIES else Role.WORD


def _with(lexemes: Sequence[Lexeme], position: int) -> Role | None:
    """ "Free with partner cards" sets a condition; "a review with a photo" only names."""
    return Role.SETTING if _closes_clause(lexemes[:position]) else None


def _joint(word: str, lexemes: Sequence[Lexeme], position: int) -> Role:
    if word != "and":
        return Role.SPLIT if word in (";", "so") else Role.BUT
    joins = _closes_clause(lexemes[:position]) and _opens_clause(lexemes[position + 1 :])
    return Role.SPLIT if joins else Role.AND


def _opens_clause(lexemes: Sequence[Lexeme]) -> bool:
    """Whether a finite verb follows before the next comma: "and is deducted", "and VIP gets"."""
    return _finite_before(lexemes[:FARTHEST_VERB], COMMAS | JOINTS)


def _closes_clause(lexemes: Sequence[Lexeme]) -> bool:
    return _finite_before(list(reversed(lexemes)), JOINTS)


def _finite_before(lexemes: Sequence[Lexeme], ends: frozenset[str]) -> bool:
    for lexeme in lexemes:
        if lexeme.text in ends:
            return False
        if lexeme.text in AUXILIARIES | VERBS or lexeme.text.endswith("n't"):
            return True
    return False


ROLES: tuple[tuple[Role, frozenset[str]], ...] = (
    (Role.NEGATION, NEGATIONS),
    (Role.ONLY, ONLYS),
    (Role.EXCEPT, EXCEPTS),
    (Role.IF, IFS),
    (Role.AFTER, AFTERS),
    (Role.BEFORE, BEFORES),
    (Role.DURING, DURINGS),
    (Role.EVEN, EVENS),
    (Role.OR, frozenset({"or"})),
)
