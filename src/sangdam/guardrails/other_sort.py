"""A car loan is no home loan: the same head with something else before it is another sort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sangdam.guardrails.english import stem
from sangdam.guardrails.english_words import ACTIONS, LIGHT, VERBS
from sangdam.guardrails.lexicon import words

WORD = re.compile(r"[a-z]+")
NAMES = re.compile(r"(?!.*(?:ed|ing|er|ly)$)[a-z]{3,}")
"""Hardly "charred", "longer", "really"."""
GAP = re.compile(r"[ -]")
COMPOUND = re.compile(
    r"(?<![가-힣])([가-힣]{2,5})(대출|보험|카드|통장|예금|적금|쿠폰|요금제|비자|여권|검진|접종|연금|등본|면허|허가)"
)
"""Korean heads that are written on to what they are of, in whatever trade."""
PLAIN = (
    LIGHT
    | ACTIONS
    | VERBS
    | words("second third fourth next further additional extra more another every each single")
)
HEADS_OF_ALL = frozenset(
    map(
        stem,
        words(
            """
            fee cost price charge amount period time date number address code page policy rule
            item product goods order parcel package delivery shipping day week month year hour
            people customer centre center service question limit status option way
            """
        ),
    )
)
"""Heads that stand with anything, and tell nothing apart."""


class Sort(NamedTuple):
    of: str
    head: str


def other_sort(asked: str, said: str, known: str) -> str:
    """The sort of thing that the question names, where `said` speaks of another one only and
    `known`, all that is cited, of the one asked for nowhere; else empty."""
    told = frozenset(_sorts(said))
    for sort in _sorts(asked):
        others = {other.of for other in told if other.head == sort.head} - _words(asked)
        if others and sort.of not in _words(f"{said} {known}"):
            return f"{sort.of} {sort.head}"
    return ""


def _sorts(text: str) -> Iterator[Sort]:
    lower = text.lower()
    found = list(WORD.finditer(lower))
    for first, second in pairwise(found):
        near = GAP.fullmatch(lower, first.end(), second.start())
        if near and NAMES.fullmatch(first.group()) and not {first.group(), second.group()} & PLAIN:
            head = stem(second.group())
            if head not in HEADS_OF_ALL:
                yield Sort(stem(first.group()), head)
    yield from (Sort(*match) for match in COMPOUND.findall(text))


def _words(text: str) -> frozenset[str]:
    english = map(stem, WORD.findall(text.lower()))
    return frozenset((*english, *(of for of, _ in COMPOUND.findall(text))))
