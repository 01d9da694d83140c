"""The weights of the tagger of names from texts whose names are known."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from evals.personal_data.tagged import Tagged
from sangdam.guardrails.name_tagger import (
    KINDS,
    SIZE,
    Candidate,
    NameWeights,
    candidates_in,
    hash_of,
    is_korean,
    looks_of,
)

NEITHER = "neither"
FORGOTTEN = 0.5
"""Share of words judged without knowing them by heart, so that the rest must do: most names
that customers bear are not among those that the tagger was fitted to."""
LOWERED = 0.1
"""Share of Latin texts that count as typed without capitals."""
COMMON = 3
"""Texts that a common word is in."""
PULL = 0.5
ITERATIONS, TOLERANCE = 500, 1e-5
SEED = 20261122


def fitted(texts: Iterable[Tagged]) -> NameWeights:
    """A multinomial logistic regression over the hashed features of every candidate."""
    texts, chance = [*texts], random.Random(SEED)
    common = common_words(texts)
    labels: list[str] = []
    rows: list[list[int]] = []
    for text in texts:
        for candidate, label in labelled(_as_typed(text, chance), common):
            labels.append(label)
            spelling = () if chance.random() < FORGOTTEN else candidate.spelling
            features = (*spelling, *looks_of(candidate, common))
            rows.append([hash_of(feature) % SIZE for feature in features])
    model = LogisticRegression(C=1 / PULL, max_iter=ITERATIONS, tol=TOLERANCE)
    model.fit(_matrix(rows), labels)
    places = [model.classes_.tolist().index(kind) for kind in (*KINDS, NEITHER)]
    weights = (model.coef_[places[:-1]] - model.coef_[places[-1]]).T
    intercepts = model.intercept_[places[:-1]] - model.intercept_[places[-1]]
    return NameWeights(common, intercepts.astype(np.float32), weights.astype(np.float32))


def common_words(texts: Iterable[Tagged]) -> frozenset[int]:
    """Hashes of those that several texts hold outside of names and addresses."""
    counted = Counter(
        word
        for text in texts
        for word in {c.word for c, label in labelled(text) if label == NEITHER and _plain(c, text)}
    )
    return frozenset(hash_of(word) for word, count in counted.items() if count >= COMMON)


def _plain(candidate: Candidate, text: Tagged) -> bool:
    """Outside of every name; its own beginnings would count against it."""
    return not any(candidate.span.touches(span) for _, span in text.spans)


def labelled(text: Tagged, common: frozenset[int] = frozenset()) -> Iterator[tuple[Candidate, str]]:
    """Every candidate with its kind; a Korean one must be the whole name."""
    for candidate in candidates_in(text.text, common):
        start, end = candidate.span
        korean = is_korean(candidate.word)
        label = NEITHER
        for kind, span in text.spans:
            inside = span.start <= start and end <= span.end
            whole = candidate.span == span and kind == "name"
            if kind in KINDS and (whole if korean else inside):
                label = kind
        yield candidate, label


def _as_typed(text: Tagged, chance: random.Random) -> Tagged:
    lowered = text.text.lower()
    if len(lowered) == len(text.text) and chance.random() < LOWERED:
        return text.model_copy(update={"text": lowered})
    return text


def _matrix(rows: Sequence[Sequence[int]]) -> csr_matrix:
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.asarray(row, np.int32) for row in rows])
    values = np.ones(len(columns), np.float32)
    return csr_matrix((values, columns, starts), shape=(len(rows), SIZE))
