"""Every way to depart from a passage, by the fault that it makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType

from evals.written.faults import Fault
from evals.written.inventions import english, korean
from evals.written.inventions.replacing import (
    NUMBER,
    other_day,
    other_name,
    other_number,
    other_unit,
)
from evals.written.inventions.told import Invention, Standing, Told, sentences_of
from evals.written.inventions.wordings import wordings
from sangdam.models import Language

Way = Callable[[Told], Invention | None]
"""None where the sentence doesn't allow it."""

GRAMMAR: Mapping[Language, ModuleType] = MappingProxyType(
    {Language.KOREAN: korean, Language.ENGLISH: english}
)
WORD = re.compile(r"[\w%]{2,}")
ARTICLES = frozenset({"A", "An", "The", "a", "an", "the", "of", "to", "and", "or"})
PARTICLES = "은는이가에"
MOST_SHARED = 0.4
"""Share of a sentence's words that a passage may hold and still not say it."""


def _changing(change: Callable[[Told], str | None]) -> Way:
    """A way that puts other words in place of the sentence's."""

    def way(told: Told) -> Invention | None:
        text = change(told) if told.sentence else None
        return Invention(text, (told.marker,)) if text and text not in told.given.text else None

    return way


def _adding(fault: Fault) -> Way:
    """A way that says something beside the passages, alone or behind a sentence of theirs."""

    def way(told: Told) -> Invention:
        addition = told.chance.choice(wordings(told.given.language).additions[fault])
        alone = not told.sentence or told.chance.random() < 0.5
        text = addition if alone else f"{told.sentence} {addition}"
        return Invention(text, (told.marker,))

    return way


def _grammar(name: str) -> Way:
    """A way that needs the grammar of the language."""

    def change(told: Told) -> str | None:
        text: str | None = getattr(GRAMMAR[told.given.language], name)(told.sentence)
        return text

    return _changing(change)


def _merged(told: Told) -> Invention | None:
    """What one sentence is about, and what a sentence of another passage says."""
    split = GRAMMAR[told.given.language].split
    own = split(told.sentence) if told.sentence else None
    if not own:
        return None
    for other in sentences_of(told.given):
        parts = split(other.text) if other.marker != told.marker else None
        if parts and _strangers(own.topic, parts, told, other):
            return Invention(f"{own.topic} {parts.said}", (told.marker, other.marker))
    return None


def _strangers(topic: str, parts: tuple[str, str], told: Told, other: Standing) -> bool:
    """Whether neither passage speaks of both, and the other topic doesn't take in this one."""
    there = told.given.passages[other.marker - 1]
    wide = [word.rstrip(PARTICLES) for word in WORD.findall(parts[0]) if word not in ARTICLES]
    if all(word.casefold() in topic.casefold() for word in wide):
        return False
    named = [word for word in WORD.findall(topic) if word not in ARTICLES]
    unknown = [word for word in named if word.rstrip(PARTICLES) not in there]
    return (
        bool(unknown)
        and parts[0] != topic
        and not _says(told.given.passages[told.marker - 1], parts[1])
    )


def _wrong_passage(told: Told) -> Invention | None:
    """The sentence as it stands, under the number of a passage that doesn't say it."""
    others = sorted({one.marker for one in sentences_of(told.given)} - {told.marker})
    told.chance.shuffle(others)
    for number in others:
        said = f"{told.given.heads[number - 1]} {told.given.passages[number - 1]}"
        if not _says(said, told.sentence):
            return Invention(told.sentence, (number,))
    return None


def _says(passage: str, sentence: str) -> bool:
    """Whether it might: it has all its numbers and many of its words."""
    words = set(WORD.findall(sentence))
    shared = sum(word in passage for word in words) / max(len(words), 1)
    numbers = set(NUMBER.findall(sentence)) - set(NUMBER.findall(passage))
    return shared > MOST_SHARED and not numbers


WAYS: Mapping[Fault, Way] = {
    Fault.NUMBER: _changing(other_number),
    Fault.UNIT: _changing(other_unit),
    Fault.DATE: _changing(other_day),
    Fault.NEGATION: _grammar("denied"),
    Fault.CONDITION: _grammar("unconditional"),
    Fault.ENTITY: _changing(other_name),
    Fault.PROMISE: _adding(Fault.PROMISE),
    Fault.COMPENSATION: _adding(Fault.COMPENSATION),
    Fault.LINK: _adding(Fault.LINK),
    Fault.PHONE: _adding(Fault.PHONE),
    Fault.LANGUAGE: _adding(Fault.LANGUAGE),
    Fault.MERGED: _merged,
    Fault.GENERALISED: _grammar("general"),
    Fault.DEADLINE: _adding(Fault.DEADLINE),
    Fault.PRODUCT: _adding(Fault.PRODUCT),
    Fault.WRONG_PASSAGE: _wrong_passage,
    Fault.ACTION: _adding(Fault.ACTION),
    Fault.POLICY: _adding(Fault.POLICY),
    Fault.LEAK: _adding(Fault.LEAK),
    Fault.IMPOLITE: _grammar("impolite"),
}
