"""Sentences of the best passages, chosen without a language model."""

from __future__ import annotations

import re
from itertools import islice

import numpy as np

from sangdam.answering.nearest import Nearest
from sangdam.answering.sentences import Quotable, quotable, quote, rows
from sangdam.models import DocumentKind, Draft, Evidence, Hit, Passage, Route
from sangdam.ports import Morphology
from sangdam.prompts import say

MOST_SENTENCES = 3
NEAR_THE_BEST = 0.02
"""How far, in cosine, a sentence may lie under the best one and still be quoted with it."""
NAME = re.compile(r"[가-힣]{2,}|[a-z]{4,}")
"""A word of a row's name by which it may be asked for; "of" and "for" stand in every question."""


class Extractive:
    """Quotes from the best hit: a whole FAQ answer, or the nearest sentences of a section, or the
    rows asked for by name where that is a table."""

    def __init__(self, *, nearest: Nearest, morphology: Morphology) -> None:
        self._by = nearest
        self._morphology = morphology

    def draft(self, evidence: Evidence) -> Draft | None:
        """None where nothing was found or the best passage holds no sentence."""
        if not evidence.hits:
            return None
        passage = evidence.hits[0].passage
        sentences = quotable((passage,), self._morphology) or _named(rows(passage), evidence)
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
        if hit.passage.kind is DocumentKind.FAQ or len(sentences) <= 1 or sentences[0].about:
            return sentences
        cosines = self._by.cosines(sentences, (hit.passage,), evidence)
        near = np.flatnonzero(cosines >= cosines.max() - NEAR_THE_BEST)
        best = near[np.argsort(-cosines[near])][:MOST_SENTENCES]
        return tuple(sentences[i] for i in sorted(best.tolist()))


def _named(rows: tuple[Quotable, ...], evidence: Evidence) -> tuple[Quotable, ...]:
    """The rows that the question asks for by their name: what a row tells is too short for a
    likeness to go by."""
    asked = evidence.query.casefold()
    found = (row for row in rows if any(w in asked for w in NAME.findall(row.about.casefold())))
    return tuple(islice(found, MOST_SENTENCES))


def frame(passage: Passage, evidence: Evidence) -> str:
    """Says in the asker's language that the quote is in the other one; else empty."""
    return "" if passage.language is evidence.language else say("other_language", evidence.language)
