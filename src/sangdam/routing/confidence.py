"""How likely it is that the best hit answers the question: a calibrated logistic regression.

The signals come from the evidence alone and cost no model. Their weights are fitted by
`evals/confidence_fit.py` on questions whose own text was left out of the index (answerable) and
on questions whose whole entry was left out (unanswerable), and ship as `confidence.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

from sangdam.models import Confidence, Evidence, Passage
from sangdam.ports import Morphology

FIFTH = 4
TYPICAL, TYPICAL_ACROSS = 0.40, 0.38
"""Usual likeness of a first hit in the asker's language and in the other one. Measured from
there, the two signals don't disturb each other's weights."""
NO_EVIDENCE = -8.0
"""Log-odds where nothing was found."""
NAMES = ("NNG", "NNP", "SL", "SN", "SH", "XR")


class BaseFit(NamedTuple):
    """Weights of standardised signals, in log-odds."""

    intercept: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    scales: Mapping[str, float]


class ConfidenceModel:
    def __init__(
        self, *, morphology: Morphology, threshold: float, fit: BaseFit | None = None
    ) -> None:
        self._morphology = morphology
        self._threshold = threshold
        self._fit = fit or shipped_fit()

    def judge(self, evidence: Evidence) -> Confidence:
        """The probability that the first hit answers the question, with each signal's share."""
        if not evidence.hits:
            return self._confidence(NO_EVIDENCE, {})
        measured = signals(evidence, self._morphology)
        shares = {
            name: weight * (measured[name] - self._fit.means[name]) / self._fit.scales[name]
            for name, weight in self._fit.weights.items()
        }
        return self._confidence(self._fit.intercept + sum(shares.values()), shares)

    def _confidence(self, log_odds: float, shares: dict[str, float]) -> Confidence:
        return Confidence(
            value=1 / (1 + math.exp(-log_odds)),
            threshold=self._threshold,
            reasons={name: round(share, 3) for name, share in shares.items()},
        )


def shipped_fit() -> BaseFit:
    stored = json.loads((files(__package__) / "confidence.json").read_text("utf-8"))
    return BaseFit(stored["intercept"], stored["weights"], stored["means"], stored["scales"])


def signals(evidence: Evidence, morphology: Morphology) -> dict[str, float]:
    """Signal -> value for evidence with at least one hit; all but `unknown` grow with the
    match.

    Cosines across languages are lower, so they count apart. `drop` runs from the first to the
    fifth fused score, `dense_lead` from the first hit's cosine to the best of the others;
    `unknown` is the share of the question's names that none of the first five passages contains.
    Left out because they added nothing on unseen questions: the lead in fused score, agreement of
    both rankings, names found in the first passage, BM25 scores.
    """
    first = evidence.hits[0]
    scores = [hit.score for hit in evidence.hits]
    same_language = float(first.passage.language is evidence.language)
    asked = _names(evidence.query, morphology)
    found = [_names(_whole(hit.passage), morphology) for hit in evidence.hits[: FIFTH + 1]]
    unknown = asked - frozenset().union(*found)
    return {
        "dense": same_language * (first.parts.dense - TYPICAL),
        "dense_across": (1 - same_language) * (first.parts.dense - TYPICAL_ACROSS),
        "drop": scores[0] - scores[min(FIFTH, len(scores) - 1)],
        "dense_lead": first.parts.dense
        - max((h.parts.dense for h in evidence.hits[1:]), default=0),
        "same_language": same_language,
        "unknown": same_language * len(unknown) / max(1, len(asked)),
    }


def _names(text: str, morphology: Morphology) -> frozenset[str]:
    """Nouns, foreign words and numbers: what a question is about."""
    return frozenset(m.form for m in morphology.analyse(text) if m.tag.startswith(NAMES))


def _whole(passage: Passage) -> str:
    return " ".join([passage.title, passage.section, passage.text, *passage.questions])
