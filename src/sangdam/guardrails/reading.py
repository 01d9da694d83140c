"""Drafts and passages read as claims, each passage once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sangdam.guardrails.claims import Claim, Topic, merge
from sangdam.guardrails.clauses import Clause, ClauseKind, clauses_of, spoken
from sangdam.guardrails.english import english_verbs, read_english
from sangdam.guardrails.korean import korean_nouns, last_ending, read_korean
from sangdam.guardrails.language import main_language
from sangdam.guardrails.runs import runs_of
from sangdam.guardrails.support import Source
from sangdam.models import DocumentKind, Language, Passage
from sangdam.ports import Morphology

CACHED_PASSAGES = 512
CACHED_CLAIMS = 256
CACHED_QUESTIONS = 16
"""Several checks read the same sentences and the same question."""
REMARK = re.compile(r", (?:which|who) [^,.]+,")
# "The following" points at the list itself.
YES = re.compile(r"(?:네|예|yes)\b", re.IGNORECASE)
POINTER = re.compile(r"다음|아래")
COPIED_ONLY = {ClauseKind.LEAD}


class PassageReading(NamedTuple):
    clauses: tuple[Clause, ...]
    sources: tuple[Source, ...]


class Reader:
    """Safe to share between threads; keeps the last passages it read."""

    def __init__(self, morphology: Morphology, names: tuple[str, ...] = ()) -> None:
        """`names` are the company's: saying or leaving out who speaks changes no claim."""
        self._morphology = morphology
        self._names = re.compile("|".join(map(re.escape, names)) or r"(?!)", re.IGNORECASE)
        self.passage = lru_cache(CACHED_PASSAGES)(self._passage)
        self.claim = lru_cache(CACHED_CLAIMS)(self._claim)
        self.things = lru_cache(CACHED_QUESTIONS)(self._things)

    def _claim(self, text: str, language: Language) -> Claim:
        if main_language(text, language) is Language.KOREAN:
            return read_korean(self._names.sub("우리", text), self._morphology)
        return read_english(self._names.sub("we", text))

    def _things(self, text: str, language: Language) -> frozenset[str]:
        """Of the words of the claim those that name something: what it may be about."""
        words = self.claim(text, language).words
        if main_language(text, language) is Language.KOREAN:
            return words & korean_nouns(text, self._morphology)
        return words - english_verbs()

    def last_ending(self, text: str) -> str:
        return last_ending(text, self._morphology)

    def sentences(self, text: str, language: Language) -> tuple[str, ...]:
        return spoken(text, language, self._morphology)

    def _passage(self, passage: Passage) -> PassageReading:
        clauses = clauses_of(passage, self._morphology)
        # Aliases name what customers ask for ("Google login?"), also where the answer is no.
        context = self.claim(f"{passage.title} . {passage.section}", passage.language)
        faq = passage.kind is DocumentKind.FAQ
        asked, title = (passage.title, "") if faq else ("", passage.title)
        question = self.claim(asked, passage.language).words
        sources = (
            Source(
                claim,
                tuple(runs_of(claim)),
                context.words | self.claim(clause.corner, passage.language).words,
                question,
                question if YES.match(clause.text) else frozenset(),
                context.surface,
                self.claim(title, passage.language).words,
            )
            for clause in clauses
            if clause.kind not in COPIED_ONLY
            for claim in self._claims(clause, passage.language)
            if claim.segments
        )
        return PassageReading(clauses, tuple(sources))

    def _claims(self, clause: Clause, language: Language) -> Iterator[Claim]:
        """The clause, and without what its English author set off as a mere remark."""
        yield self._source(clause, language)
        if (shorter := REMARK.sub("", clause.text)) != clause.text:
            yield self.claim(shorter, language)

    def _source(self, clause: Clause, language: Language) -> Claim:
        claim = self.claim(clause.text, language)
        if clause.kind is ClauseKind.ITEM and clause.lead:
            return merge(
                (self.claim(POINTER.sub("이", clause.lead), language), claim),
                Topic((tuple(claim.words),)),
            )
        if clause.kind is ClauseKind.ROW:
            return self._row(clause, language)
        if clause.kind is ClauseKind.CELL:
            label = self.claim(clause.label, language)
            header = self.claim(clause.header, language)
            topic = label.words | header.words if clause.header_matters else label.words
            return merge((label, header, claim), Topic((tuple(topic),)))
        return claim

    def _row(self, clause: Clause, language: Language) -> Claim:
        """A row as one claim, where its numbers can't be mistaken for one another."""
        cells = [self.claim(cell, language) for cell in clause.cells]
        units = [q.unit for cell in cells for q in cell.quantities]
        plain_numbers = all(cell.quantities and not cell.negations for cell in cells)
        if clause.header_matters or not plain_numbers or len(set(units)) < len(units):
            return Claim()
        label, header = self.claim(clause.label, language), self.claim(clause.header, language)
        return merge((label, header, *cells), Topic((tuple(label.words),)))
