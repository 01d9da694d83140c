"""A curated FAQ entry, word for word."""

from __future__ import annotations

from sangdam.answering.sentences import quotable, quote
from sangdam.models import DocumentKind, Draft, Evidence, Route
from sangdam.ports import Morphology


class Direct:
    def __init__(self, *, morphology: Morphology) -> None:
        self._morphology = morphology

    def draft(self, evidence: Evidence) -> Draft | None:
        """The best hit's answer if it is a FAQ entry in the asker's language, else None."""
        if not evidence.hits:
            return None
        passage = evidence.hits[0].passage
        if passage.kind is not DocumentKind.FAQ or passage.language is not evidence.language:
            return None
        sentences = quotable((passage,), self._morphology)
        return Draft(
            route=Route.DIRECT,
            language=evidence.language,
            sentences=tuple(quote(sentence) for sentence in sentences),
            passages=(passage,),
        )
