"""One sentence of a draft, with what it may rest on."""

from __future__ import annotations

from functools import cached_property

from sangdam.guardrails.claims import Claim
from sangdam.guardrails.reading import PassageReading, Reader
from sangdam.guardrails.support import Source
from sangdam.guardrails.verbatim import Copies
from sangdam.models import Draft, DraftSentence, Passage, Question


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
    def claims(self) -> tuple[Claim, ...]:
        return tuple(self._reader.claim(part, self.draft.language) for part in self.own_words)

    @cached_property
    def asked(self) -> Claim:
        """The customer's question; an empty claim where it is not known."""
        if self._question is None:
            return Claim()
        return self._reader.claim(self._question.text, self._question.language)
