"""What everyday words mean and do, read from words.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from sangdam.ports import Morphology
from sangdam.retrieval.morphemes import KiwiMorphology

WORDS = Path(__file__).parent / "words.yaml"
DENYING_PREFIXES = frozenset("비미불무부")
SHORTEST_PART = 2
"""Syllables from which a word is looked for inside a compound: 카드 in 신용카드."""


class Word(NamedTuple):
    form: str
    """Dictionary form of a Korean word, stem of an English one, a whole code."""
    meanings: frozenset[str]

    def same_as(self, other: Word) -> bool:
        return bool(self.meanings & other.meanings)

    def part_of(self, compound: Word) -> bool:
        """Whether a Korean word stands in a compound, and not as its denial (회원, 비회원)."""
        if len(self.form) < SHORTEST_PART or not is_korean(self.form):
            return False
        at = compound.form.find(self.form)
        return at >= 0 and not (at > 0 and compound.form[at - 1] in DENYING_PREFIXES)


class Words:
    """The lists of words.yaml, English words by their stems."""

    def __init__(self, morphology: Morphology, path: Path = WORDS) -> None:
        self._morphology = morphology
        lists = yaml.safe_load(path.read_text("utf-8"))
        self._groups = [frozenset(self._forms(line)) for line in lists["same"]]
        self.light = frozenset(self._forms(lists["light"]))
        self.light_english = frozenset(lists["light_english"].split())
        self.light_behind = frozenset(lists["light_behind"].split())
        self.generic = frozenset(self._forms(lists["generic"]))
        self.relation = frozenset(self._forms(lists["relation"]))
        self.until = frozenset(self._forms(lists["until"]))
        self.since = frozenset(self._forms(lists["since"]))
        self.after = frozenset(self._forms(lists["after"]))
        self.before = frozenset(self._forms(lists["before"]))
        self.cost = frozenset(self._forms(lists["cost"]))
        self.asking = frozenset(self._forms(lists["asking"]))
        self.past = frozenset(self._forms(lists["past"]))

    def word(self, form: str) -> Word:
        """The word with its meanings: those that words.yaml gives, else itself alone."""
        stem = self.stem(form)
        listed = {f"={n}" for n, group in enumerate(self._groups) if {form, stem} & group}
        return Word(stem, frozenset(listed | {stem}))

    def stem(self, form: str) -> str:
        """An English word without its ending; a Korean one as it is."""
        if is_korean(form):
            return form
        return self._morphology.analyse(form.lower())[0].form

    def _forms(self, line: str) -> Iterable[str]:
        for form in line.split():
            yield form
            yield self.stem(form)


def is_korean(form: str) -> bool:
    return "가" <= form[:1] <= "힣"


@cache
def morphology() -> Morphology:
    """The one that the whole exam shares: each takes some 0.4 GB."""
    return KiwiMorphology()


@cache
def words() -> Words:
    return Words(morphology())
