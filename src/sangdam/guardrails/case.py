"""One sentence of a draft, with what it may rest on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from sangdam.guardrails.claims import Claim, joined
from sangdam.guardrails.courtesies import without_courtesies
from sangdam.guardrails.reading import PassageReading, Reader
from sangdam.guardrails.support import Source
from sangdam.guardrails.verbatim import Copies
from sangdam.models import Draft, DraftSentence, Passage, Question


class Statement(NamedTuple):
    """A sentence of a draft's sentence."""

    claim: Claim
    before: Claim
    """The question and what the draft said before it: they may name its topic."""


class Case:
    def __init__(
        self, sentence: DraftSentence, draft: Draft, question: Question | None, reader: Reader
    ) -> None:
        self.sentence = sentence
        self.draft = draft
        self._question = question
        self._reader = reader

    @cached_property
    def cited(self) -> tuple[Passage, ...]:
        """The passages that the markers name; markers out of range name none."""
        passages, markers = self.draft.passages, self.sentence.markers
        return tuple(passages[m - 1] for m in markers if 0 < m <= len(passages))

    @cached_property
    def readings(self) -> tuple[PassageReading, ...]:
        return tuple(self._reader.passage(passage) for passage in self.cited)

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(source for reading in self.readings for source in reading.sources)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The sentences of the sentence's text: a copied answer may hold several."""
        return self._reader.sentences(self.sentence.text, self.draft.language)

    @cached_property
    def own_words(self) -> tuple[str, ...]:
        """Those parts that are not copied word for word from a cited passage."""
        clauses = tuple(clause for reading in self.readings for clause in reading.clauses)
        copies = Copies(clauses, self.draft.text)
        if copies.have(self.sentence.text):
            return ()
        return tuple(part for part in self.parts if not copies.have(part))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What the sentence says in words of its own; polite words claim nothing."""
        own = frozenset(self.own_words)
        if not own:
            return ()
        before = [self.asked, *self._said_before]
        found = []
        for part, claim in self._read:
            if part in own:
                found.append(Statement(claim, joined(before)))
            before.append(claim)
        return tuple(found)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(statement.claim for statement in self.statements)

    @property
    def said(self) -> tuple[Claim, ...]:
        """All that it says, copied or not."""
        return tuple(claim for _, claim in self._read)

    @cached_property
    def _read(self) -> tuple[tuple[str, Claim], ...]:
        """Each part that is more than polite, with what it claims."""
        language = self.draft.language
        told = ((part, without_courtesies(part)) for part in self.parts)
        return tuple((part, self._reader.claim(text, language)) for part, text in told if text)

    @property
    def _said_before(self) -> Iterator[Claim]:
        for sentence in takewhile(lambda s: s is not self.sentence, self.draft.sentences):
            if text := without_courtesies(sentence.text):
                yield self._reader.claim(text, self.draft.language)

    def last_ending(self, text: str) -> str:
        """The verb ending with which a Korean text closes; empty where it closes with none."""
        return self._reader.last_ending(text)

    @cached_property
    def asked(self) -> Claim:
        """The customer's question; an empty claim where it is not known."""
        if self._question is None:
            return Claim()
        return self._reader.claim(self._question.text, self._question.language)

    @cached_property
    def asked_things(self) -> frozenset[str]:
        """What the question may be about, of the words of `asked`."""
        if self._question is None:
            return frozenset()
        return self._reader.things(self._question.text, self._question.language)
