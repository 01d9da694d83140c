"""The weights of the signal classifier from messages whose class is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack
from sklearn.linear_model import LogisticRegression

from sangdam.models import ReasonCode
from sangdam.routing.signal_classifier import (
    Numbers,
    SignalWeights,
    counted_ngrams,
    features,
    ngrams_of,
)

NGRAMS = 200_000
"""The commonest ones: nearly all that two messages share."""
PULL = 1000.0
"""Ridge penalty, pulling towards no opinion."""
FOUND, NGRAM = 4.0, 160.0
"""How much larger than a standard deviation of the vector a pattern found and a message's n-grams
count, so that the penalty binds them less. Chosen with PULL and NGRAMS on the open half when it
had 52,000 messages, the newest writers' judged by weights of the others': with a tenth of the
n-grams, as was best for 15,000 messages, twice as many questions rang for nothing."""
ITERATIONS = 400
SEED = 0


Ngrams = npt.NDArray[np.str_]


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
    measured = np.stack([features(e.vector.tolist(), e.found, e.text) for e in examples])
    counted = _counted(examples, ngrams, rarity)
    middle, scale = _scales(measured, vector=len(examples[0].vector))
    scaled = csr_array((measured - middle) * scale)
    model = LogisticRegression(C=1 / PULL, max_iter=ITERATIONS, tol=1e-3, random_state=SEED)
    model.fit(
        hstack([scaled, counted * np.float32(NGRAM)], format="csr"),
        [one.label for one in examples],
        sample_weight=[one.weight for one in examples],
    )
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, intercepts = np.vstack([0 * coefficients, coefficients]), [0, *intercepts]
    weights = coefficients.T * np.concatenate([scale, np.full(len(ngrams), NGRAM)])[:, None]
    return SignalWeights(
        embedder=embedder,
        fitted=on,
        classes=tuple(model.classes_.tolist()),
        ngrams=ngrams,
        rarity=rarity,
        intercepts=np.asarray(intercepts - middle @ weights[: len(middle)], np.float32),
        weights=weights.astype(np.float32),
    )


def _counted(examples: Sequence[Example], ngrams: Ngrams, rarity: Numbers) -> csr_array:
    """(examples, n-grams)"""
    rows = [counted_ngrams(one.text, ngrams, rarity) for one in examples]
    return csr_array(
        (
            np.concatenate([row.counts for row in rows]),
            np.concatenate([row.places for row in rows]),
            np.cumsum([0, *(len(row.places) for row in rows)]),
        ),
        shape=(len(rows), len(ngrams)),
    )


def _ngrams(examples: Sequence[Example]) -> tuple[Ngrams, Numbers]:
    counted = Counter(n for one in examples for n in ngrams_of(one.text) if _lasts(n))
    common = dict(counted.most_common(NGRAMS))
    ngrams = np.array(sorted(common))
    rarity = np.log(len(examples) / np.array([common[str(one)] for one in ngrams]))
    return ngrams, rarity.astype(np.float32)


def _lasts(ngram: str) -> bool:
    """Digits are of one message only, and none belong into a file that ships."""
    return not re.search(r"\d", ngram)


def _scales(measured: Numbers, *, vector: int) -> tuple[Numbers, Numbers]:
    middle, scale = measured.mean(axis=0), 1 / (measured.std(axis=0) + 1e-6)
    found = slice(vector, vector + len(ReasonCode))
    middle[found], scale[found] = 0, FOUND
    return middle, scale
