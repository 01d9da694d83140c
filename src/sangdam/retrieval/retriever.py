"""Question -> evidence: dense and lexical candidates, fused, filtered, one per subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

import numpy as np

from sangdam.models import (
    Audience,
    DocumentKind,
    Evidence,
    Hit,
    Language,
    Passage,
    Question,
    ScoreParts,
    stem,
)
from sangdam.ports import Embedder, Generation, Matrix
from sangdam.retrieval.fusion import Scores, blend, fuse

CANDIDATES = 96
"""Vectors and texts taken from each ranking before they are fused."""
SAME_LANGUAGE = 0.25
"""Added to the fused score of a passage in the asker's language, in standard deviations."""


class Retriever:
    """Searches whatever Generation `current` returns; holds no state beyond a look-up of it."""

    def __init__(self, *, embedder: Embedder, current: Callable[[], Generation]) -> None:
        self._embedder = embedder
        self._current = current
        self._view: _View | None = None

    def search(
        self, question: Question, *, day: date, audience: Audience = Audience.CUSTOMER, k: int = 8
    ) -> Evidence:
        """The k best subjects that `audience` may see and that are in effect on `day`."""
        view = self._view_of(self._current())
        query = self._embedder.embed_queries([question.text])
        candidates = view.candidates(query, question.text)
        allowed = [c for c in candidates if view.allows(c, audience, day)]
        hits = view.rank(allowed, query, candidates, question.language)
        return Evidence(
            query=question.text,
            language=question.language,
            generation=view.generation.manifest.generation,
            hits=_one_per_subject(hits)[:k],
            query_vector=tuple(query[0].tolist()),
        )

    def entry(self, document_stem: str, language: Language, *, day: date) -> Passage | None:
        """The customer's FAQ entry of this name, in `language` where it has that."""
        view = self._view_of(self._current())
        entries = [p for p in view.entries(document_stem) if view.allows(p, Audience.CUSTOMER, day)]
        passages = [view.generation.passages[position] for position in entries]
        own = [passage for passage in passages if passage.language is language]
        return next(iter(own or passages), None)

    def _view_of(self, generation: Generation) -> _View:
        if self._view is None or self._view.generation is not generation:
            self._view = _View(generation)
        return self._view


Candidates = dict[int, float]
"""Passage position -> BM25 score, 0 where only the dense ranking found it."""


class _View:
    """Look-ups over one Generation."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._vectors_of: dict[int, list[int]] = defaultdict(list)
        for position, text in enumerate(generation.vector_texts):
            self._vectors_of[text.passage].append(position)
        self._twins: dict[str, list[int]] = defaultdict(list)
        for position, passage in enumerate(generation.passages):
            if passage.kind is DocumentKind.FAQ:
                self._twins[stem(passage.document_id)].append(position)

    def entries(self, document_stem: str) -> tuple[int, ...]:
        return tuple(self._twins.get(document_stem, ()))

    def candidates(self, query: Matrix, text: str) -> Candidates:
        nearest = self.generation.vector_index.search(query, CANDIDATES)
        lexical = self.generation.lexical_index.search(text, CANDIDATES)
        dense = (self.generation.vector_texts[int(i)].passage for i in nearest.ids)
        found = dict.fromkeys(dense, 0.0)
        found |= {int(i): float(s) for i, s in zip(lexical.ids, lexical.scores, strict=True)}
        return self._with_twins(found)

    def _with_twins(self, found: Candidates) -> Candidates:
        """A FAQ entry's translations share its best BM25 score: they answer the same question."""
        shared = dict(found)
        for position, score in found.items():
            passage = self.generation.passages[position]
            if passage.kind is DocumentKind.FAQ:
                for twin in self._twins[stem(passage.document_id)]:
                    shared[twin] = max(shared.get(twin, 0.0), score)
        return shared

    def allows(self, position: int, audience: Audience, day: date) -> bool:
        passage = self.generation.passages[position]
        seen = passage.audience is Audience.CUSTOMER or audience is Audience.INTERNAL
        return seen and passage.in_effect(day)

    def rank(
        self, positions: list[int], query: Matrix, lexical: Candidates, language: Language
    ) -> list[Hit]:
        if not positions:
            return []
        parts = [self._parts(p, query, lexical[p]) for p in positions]
        passages = [self.generation.passages[p] for p in positions]
        dense = self._shared_by_twins(passages, np.array([p.dense for p in parts]))
        own_subjects = {_subject(p) for p in passages if p.language is language}
        across = np.array([_subject(p) not in own_subjects for p in passages])
        fused = fuse(dense, np.array([p.lexical for p in parts]), across)
        own = np.array([SAME_LANGUAGE * (p.language is language) for p in passages])
        rows = zip(passages, (fused + own).tolist(), parts, strict=True)
        hits = [Hit(passage=p, score=s, parts=part) for p, s, part in rows]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    def _parts(self, position: int, query: Matrix, lexical: float) -> ScoreParts:
        ids = self._vectors_of[position]
        cosines = (self.generation.vector_index.vectors(ids) @ query[0]).tolist()
        texts = [self.generation.vector_texts[i] for i in ids]
        asks = [c for c, text in zip(cosines, texts, strict=True) if text.asks]
        answers = [c for c, text in zip(cosines, texts, strict=True) if not text.asks]
        return ScoreParts(
            dense=blend(asks, answers), question=max(asks, default=0.0), lexical=lexical
        )

    def _shared_by_twins(self, passages: list[Passage], dense: Scores) -> Scores:
        best: dict[str, float] = {}
        for passage, cosine in zip(passages, dense.tolist(), strict=True):
            best[_subject(passage)] = max(best.get(_subject(passage), -1.0), cosine)
        return np.array([best[_subject(passage)] for passage in passages])


def _subject(passage: Passage) -> str:
    """A FAQ entry and its translations are one subject; every other passage is its own."""
    return stem(passage.document_id) if passage.kind is DocumentKind.FAQ else passage.id


def _one_per_subject(hits: list[Hit]) -> tuple[Hit, ...]:
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(_subject(hit.passage), hit)
    return tuple(best.values())
