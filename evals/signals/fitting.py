"""The weights of the signal classifier from messages whose class is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from sangdam.models import ReasonCode
from sangdam.routing.signal_classifier import Numbers, SignalWeights, features, ngrams_of

NGRAMS = 3000
"""The commonest ones."""
PULL = 100.0
"""Ridge penalty, pulling towards no opinion."""
FOUND, NGRAM = 5.0, 20.0
"""How much larger than a standard deviation of the vector a pattern found and a message's n-grams
count, so that the penalty binds them less. Chosen with PULL by cross-validation on the open half
when it had 4,550 messages."""
ITERATIONS = 400
SEED = 0


class Example(NamedTuple):
    text: str
    vector: Numbers
    found: ReasonCode | None
    """By the patterns."""
    label: str
    """A reason code, or a class of calm messages."""
    weight: float = 1.0


def fitted(examples: Sequence[Example], *, embedder: str, on: str) -> SignalWeights:
    """A multinomial logistic regression over `features`, its scales worked into the weights."""
    ngrams, rarity = _ngrams(examples)
    measured = measured_of(examples, ngrams, rarity)
    middle, scale = _scales(measured, vector=len(examples[0].vector), ngrams=len(ngrams))
    model = LogisticRegression(C=1 / PULL, max_iter=ITERATIONS, tol=1e-3, random_state=SEED)
    model.fit(
        (measured - middle) * scale,
        [one.label for one in examples],
        sample_weight=[one.weight for one in examples],
    )
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, intercepts = np.vstack([0 * coefficients, coefficients]), [0, *intercepts]
    weights = coefficients.T * scale[:, None]
    return SignalWeights(
        embedder=embedder,
        fitted=on,
        classes=tuple(model.classes_.tolist()),
        ngrams=ngrams,
        rarity=rarity,
        intercepts=np.asarray(intercepts - middle @ weights, np.float32),
        weights=weights.astype(np.float32),
    )


def measured_of(examples: Sequence[Example], ngrams: dict[str, int], rarity: Numbers) -> Numbers:
    """(examples, features)"""
    return np.stack(
        [features(e.text, e.vector.tolist(), e.found, ngrams, rarity) for e in examples]
    )


def _ngrams(examples: Sequence[Example]) -> tuple[dict[str, int], Numbers]:
    counted = Counter(n for one in examples for n in ngrams_of(one.text) if _lasts(n))
    common = counted.most_common(NGRAMS)
    rarity = np.log(len(examples) / np.array([count for _, count in common]))
    return {ngram: place for place, (ngram, _) in enumerate(common)}, rarity.astype(np.float32)


def _lasts(ngram: str) -> bool:
    """Digits are of one message only, and none belong into a file that ships."""
    return not re.search(r"\d", ngram)


def _scales(measured: Numbers, *, vector: int, ngrams: int) -> tuple[Numbers, Numbers]:
    middle, scale = measured.mean(axis=0), 1 / (measured.std(axis=0) + 1e-6)
    shape = measured.shape[1] - ngrams
    found = slice(vector, vector + len(ReasonCode))
    middle[found], scale[found] = 0, FOUND
    middle[shape:], scale[shape:] = 0, NGRAM
    return middle, scale
