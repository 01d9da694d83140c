"""What the search finds for a question, as the confidence sees it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from evals.cases import Half
from evals.confidence.questions import Asked, Kind
from sangdam.models import Language, Question, stem
from sangdam.ports import Embedder, Generation, Progress
from sangdam.retrieval.left_out import without_subjects
from sangdam.retrieval.retriever import Retriever
from sangdam.routing.confidence import signals
from sangdam.routing.fit import Examples, examples_of

MIX = {Kind.ANSWERABLE: 0.8, Kind.HARD: 0.1, Kind.EASY: 0.1}
"""What customers ask: with an answer here, near to one, far from all."""


class Outcome(NamedTuple):
    kind: Kind
    language: Language
    half: Half
    group: str
    right: bool
    """Whether the first hit answers."""
    score: float
    """Of the first hit: the raw number that others cut on."""
    signals: dict[str, float]
    across: bool


class Examiner:
    """Asks one Generation, whole or with the answers left out."""

    def __init__(self, generation: Generation, embedder: Embedder, day: date) -> None:
        self._generation = generation
        self._embedder = embedder
        self._day = day
        self._subjects: dict[str, set[int]] = defaultdict(set)
        for passage, subject in zip(generation.passages, generation.columns.subject, strict=True):
            self._subjects[stem(passage.document_id)].add(int(subject))

    def outcomes(self, questions: Sequence[Asked], progress: Progress) -> Iterator[Outcome]:
        """Of a question with documents that are here one as it is and, unless it is to be
        answered across languages, one without them."""
        for number, question in enumerate(questions, start=1):
            if not question.documents:
                yield self._outcome(question, Kind.EASY, question.text, self._generation)
            elif question.documents & self._subjects.keys():
                yield self._outcome(question, Kind.ANSWERABLE, question.text, self._generation)
                if not question.across:
                    yield self._outcome(question, Kind.HARD, *self._without(question))
            progress("asking", number, len(questions))

    def _without(self, question: Asked) -> tuple[str, Generation]:
        gone = sorted(set().union(*(self._subjects[name] for name in question.documents)))
        repaired = self._generation.lexical_index.repaired(question.text)
        return repaired, without_subjects(self._generation, gone)

    def _outcome(self, question: Asked, kind: Kind, text: str, generation: Generation) -> Outcome:
        retriever = Retriever(embedder=self._embedder, current=lambda: generation)
        asked = Question(text=text, language=question.language)
        evidence = retriever.search(asked, day=self._day)
        first = evidence.hits[0]
        answers = stem(first.passage.document_id) in question.documents
        return Outcome(
            kind,
            question.language,
            question.half,
            question.group,
            kind is Kind.ANSWERABLE and answers,
            first.score,
            signals(evidence),
            question.across,
        )


def weights(outcomes: Sequence[Outcome]) -> list[float]:
    """One an outcome, so that kinds stand in the stated mix; mean 1."""
    count = Counter(outcome.kind for outcome in outcomes)
    whole = sum(MIX[kind] for kind in count)
    return [MIX[o.kind] / whole * len(outcomes) / count[o.kind] for o in outcomes]


def examples(outcomes: Sequence[Outcome]) -> Examples:
    groups = {name: number for number, name in enumerate(sorted({o.group for o in outcomes}))}
    order = random.Random(0).sample(range(len(groups)), len(groups))
    return examples_of(
        [o.signals for o in outcomes],
        [o.right for o in outcomes],
        weights(outcomes),
        [order[groups[o.group]] for o in outcomes],
    )


def mixed(
    outcomes: Sequence[Outcome], *, seed: int = 1
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Positions of as many outcomes of each kind as the stated mix has, drawn by lot."""
    by_kind: dict[Kind, list[int]] = defaultdict(list)
    for place, outcome in enumerate(outcomes):
        by_kind[outcome.kind].append(place)
    whole = min(len(places) / MIX[kind] for kind, places in by_kind.items())
    chance = random.Random(seed)
    return np.sort(
        np.concatenate(
            [chance.sample(places, int(whole * MIX[kind])) for kind, places in by_kind.items()]
        ).astype(np.int64)
    )


def of_half(outcomes: Iterable[Outcome], half: Half) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.half is half]
