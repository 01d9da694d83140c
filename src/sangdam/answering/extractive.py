"""Sentences of the best passages, chosen without a language model."""

from __future__ import annotations

import numpy as np

from sangdam.answering.nearest import Nearest
from sangdam.answering.sentences import Quotable, quotable, quote
from sangdam.models import DocumentKind, Draft, Evidence, Hit, Passage, Route
from sangdam.ports import Morphology
from sangdam.prompts import say

MOST_SENTENCES = 3
NEAR_THE_BEST = 0.02
"""How far, in cosine, a sentence may lie under the best one and still be quoted with it."""


class Extractive:
    """Quotes from the best hit: a whole FAQ answer, or the nearest sentences of a section."""

    def __init__(self, *, nearest: Nearest, morphology: Morphology) -> None:
        self._by = nearest
        self._morphology = morphology

    def draft(self, evidence: Evidence) -> Draft | None:
        """None where nothing was found or the best passage holds no sentence."""
        if not evidence.hits:
            return None
        passage = evidence.hits[0].passage
        sentences = quotable((passage,), self._morphology)
        if not sentences:
            return None
        chosen = self._chosen(sentences, evidence, evidence.hits[0])
        return Draft(
            route=Route.EXTRACTIVE,
            language=evidence.language,
            sentences=tuple(quote(sentence) for sentence in chosen),
            passages=(passage,),
            frame=frame(passage, evidence),
        )

    def _chosen(
        self, sentences: tuple[Quotable, ...], evidence: Evidence, hit: Hit
    ) -> tuple[Quotable, ...]:
        if hit.passage.kind is DocumentKind.FAQ or len(sentences) <= 1:
            return sentences
        cosines = self._by.cosines(sentences, (hit.passage,), evidence)
        near = np.flatnonzero(cosines >= cosines.max() - NEAR_THE_BEST)
        best = near[np.argsort(-cosines[near])][:MOST_SENTENCES]
        return tuple(sentences[i] for i in sorted(best.tolist()))


def frame(passage: Passage, evidence: Evidence) -> str:
    """Says in the asker's language that the quote is in the other one; else empty."""
    return "" if passage.language is evidence.language else say("other_language", evidence.language)
