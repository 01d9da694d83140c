"""How likely it is that the best hit answers the question: a calibrated logistic regression.

The signals come from the evidence alone, before any draft, and cost no model. A base fit ships
as `confidence.json`; a knowledge large enough has one of its own, fitted on its own questions
(`calibration`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sangdam.models import Confidence, Evidence
from sangdam.routing.fit import Fit

FIFTH = 4
TYPICAL_KINSHIP = 0.54
"""Stands in for a section of a document, which has one text only."""
NO_EVIDENCE = -8.0
"""Log-odds where nothing was found."""


class Line(NamedTuple):
    """What a confidence is reckoned with, and what it must reach."""

    fit: Fit
    threshold: float


class ConfidenceModel:
    def __init__(
        self,
        *,
        threshold: float,
        fit: Callable[[], Fit] | None = None,
        wrong_at_most: float | None = None,
    ) -> None:
        """`fit` returns the newest one, by default the base fit.

        `wrong_at_most` is the share of answers that may be wrong: where the fit's questions prove
        a threshold that keeps to it, that one is used in place of `threshold`.
        """
        self._threshold = threshold
        self._fit = fit or cache(shipped_fit)
        self._wrong_at_most = wrong_at_most
        self._line: tuple[Fit, float] | None = None

    def judge(self, evidence: Evidence) -> Confidence:
        """The probability that the first hit answers the question, with each signal's share."""
        fit = self._fit()
        shares = fit.shares(signals(evidence)) if evidence.hits else {}
        log_odds = fit.intercept + sum(shares.values()) if evidence.hits else NO_EVIDENCE
        return Confidence(
            value=1 / (1 + math.exp(-log_odds)),
            threshold=self.line(fit),
            fit=fit.name,
            reasons={name: round(share, 3) for name, share in shares.items()},
        )

    def in_use(self) -> Line:
        """What the next evidence is judged by."""
        fit = self._fit()
        return Line(fit, self.line(fit))

    def line(self, fit: Fit) -> float:
        """The threshold in use with this fit."""
        if self._line is None or self._line[0] is not fit:
            target = self._wrong_at_most
            proven = None if target is None else fit.line_for(target)
            self._line = fit, self._threshold if proven is None else proven
        return self._line[1]


def shipped_fit() -> Fit:
    return Fit.model_validate_json((files(__package__) / "confidence.json").read_bytes())


def signals(evidence: Evidence) -> dict[str, float]:
    """Signal -> value for evidence with at least one hit.

    `lead` and `drop` run from the first to the second and to the fifth fused score; `inside` is
    how far the question reaches beyond what the entry's own wordings reach among themselves.
    Left out because they added nothing on unseen questions: the fused score itself, which
    ranking is the first to agree, votes of the nearest vectors, how near the first hit lies to
    the questions of other entries; and beside `covered` the share of unknown words and the
    rarest missing one, which a fit would take for reasons to trust.
    """
    first, coverage = evidence.hits[0], evidence.coverage
    scores = [hit.score for hit in evidence.hits[: FIFTH + 1]]
    kinship = TYPICAL_KINSHIP if evidence.kinship is None else evidence.kinship
    return {
        "likeness": first.parts.dense,
        "question": first.parts.question,
        "inside": first.parts.nearest - kinship,
        "cosine": first.parts.cosine,
        "spread": evidence.spread,
        "lead": first.score - scores[min(1, len(scores) - 1)],
        "drop": first.score - scores[-1],
        "terms": math.log1p(coverage.terms),
        "covered": coverage.covered,
        "same_language": float(first.passage.language is evidence.language),
    }
