"""Weights that turn signals into a probability, how they are found, and what they are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from sangdam.models import Value

CAUTION = 3.0
"""Strength of the pull towards the weights a fit begins with, of variance 1 / CAUTION."""
FARTHEST = 4.0
"""Standard deviations by which a signal counts at most: a knowledge of three entries has leads
that nobody has fitted weights to."""
RISES = frozenset({"likeness", "inside", "cosine", "lead", "drop", "covered"})
"""Signals whose weight is never below 0, whatever a sample says: more of one can't be a reason to
doubt. `question` is free: likeness holds it already, so what it adds is the nearest question alone
against all texts together."""
FALLS = frozenset({"spread"})
"""Signals whose weight is never above 0."""
FOLDS = 5
BINS = 10
LINES = tuple(round(0.30 + 0.02 * step, 2) for step in range(35))
"""Thresholds that are tried for a target."""
DOUBT = 0.05
"""Probability that a proven target does not hold after all, over all LINES together."""

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Line(Value):
    """What a threshold did to questions that the weights had not seen."""

    threshold: float
    answered: int
    wrong: int


class Reliability(Value):
    """Measured on questions that the weights had not seen."""

    questions: int
    right: float
    """Share whose first hit was right."""
    auroc: float
    brier: float
    ece: float
    """Expected calibration error over ten bins of equal count (Naeini et al., AAAI 2015)."""


class Fit(Value):
    """A logistic regression over standardised signals."""

    name: str
    """Replies name it, beside the Generation."""
    fitted: str
    """On what."""
    intercept: float
    weights: Mapping[str, float]
    """Log-odds for one standard deviation."""
    means: Mapping[str, float]
    scales: Mapping[str, float]
    reliability: Reliability | None = None
    lines: tuple[Line, ...] = ()

    def shares(self, measured: Mapping[str, float]) -> dict[str, float]:
        """What each signal adds to the log-odds."""
        return {
            name: weight * float(_within((measured[name] - self.means[name]) / self.scales[name]))
            for name, weight in self.weights.items()
        }

    def line_for(self, wrong_at_most: float) -> float | None:
        """The lowest threshold under which no more of the answers are wrong, as far as the
        questions prove; None where they prove it of none.

        Clopper and Pearson's upper bound (Biometrika, 1934), its doubt shared out evenly over
        all thresholds that were tried (Bonferroni).
        """
        proven = [
            line.threshold
            for line in self.lines
            if _upper_bound(line, DOUBT / len(self.lines)) <= wrong_at_most
        ]
        return min(proven, default=None)


class Examples(NamedTuple):
    """Questions whose outcome is known, a row each."""

    names: tuple[str, ...]
    """Of the signals."""
    signals: Numbers
    """(n, signals)"""
    right: Flags
    """(n,) Whether the first hit answered."""
    weights: Numbers
    """(n,) How many such questions each stands for."""
    groups: npt.NDArray[np.int64]
    """(n,) Questions of one group are never split between fitting and measuring."""

    def of(self, rows: npt.NDArray[np.int64] | Flags) -> Examples:
        return Examples(
            self.names,
            self.signals[rows],
            self.right[rows],
            self.weights[rows],
            self.groups[rows],
        )


def examples_of(
    signals: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    weights: Sequence[float],
    groups: Sequence[int],
) -> Examples:
    names = tuple(signals[0])
    return Examples(
        names,
        np.array([[measured[name] for name in names] for measured in signals]),
        np.array(right, bool),
        np.array(weights, float),
        np.array(groups, np.int64),
    )


def fitted(
    examples: Examples, *, name: str, on: str, base: Fit | None = None, caution: float = CAUTION
) -> Fit:
    """The weights of these examples; where there are few, near those of `base`.

    Without a base they are pulled towards 0. A ridge penalty is a Gaussian prior whose mean is
    the base (Chelba and Acero, EMNLP 2004, adapt a classifier in this way).
    """
    from scipy.optimize import minimize  # 20 MB that a service, which never fits, need not hold

    means, scales = _measures(examples, base)
    x = _within((examples.signals - means) / scales)
    sign = np.where(examples.right, 1.0, -1.0)
    start = np.zeros(x.shape[1] + 1)
    if base:
        start[:] = [base.intercept, *(base.weights[name] for name in examples.names)]

    def loss(point: Numbers) -> tuple[float, Numbers]:
        margins = sign * (point[0] + x @ point[1:])
        away = point[1:] - start[1:]
        value = examples.weights @ np.logaddexp(0, -margins) + caution / 2 * away @ away
        slope = -examples.weights * sign / (1 + np.exp(margins))
        return float(value), np.concatenate([[slope.sum()], slope @ x + caution * away])

    bounds = [(None, None), *map(_bounds, examples.names)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x.tolist()
    return Fit(
        name=name,
        fitted=on,
        intercept=found[0],
        weights=dict(zip(examples.names, found[1:], strict=True)),
        means=dict(zip(examples.names, means.tolist(), strict=True)),
        scales=dict(zip(examples.names, scales.tolist(), strict=True)),
    )


def _bounds(signal: str) -> tuple[float | None, float | None]:
    return (0 if signal in RISES else None, 0 if signal in FALLS else None)


def _within(deviations: npt.ArrayLike) -> Numbers:
    clipped: Numbers = np.clip(np.asarray(deviations, float), -FARTHEST, FARTHEST)
    return clipped


def _measures(examples: Examples, base: Fit | None) -> tuple[Numbers, Numbers]:
    if base:
        return (
            np.array([base.means[name] for name in examples.names]),
            np.array([base.scales[name] for name in examples.names]),
        )
    means = np.average(examples.signals, axis=0, weights=examples.weights)
    variances = np.average((examples.signals - means) ** 2, axis=0, weights=examples.weights)
    return means, np.sqrt(variances) + 1e-9


def probabilities(fit: Fit, examples: Examples) -> Numbers:
    """(n,)"""
    weights = np.array([fit.weights[name] for name in examples.names])
    means = np.array([fit.means[name] for name in examples.names])
    scales = np.array([fit.scales[name] for name in examples.names])
    log_odds: Numbers = fit.intercept + _within((examples.signals - means) / scales) @ weights
    found: Numbers = 1 / (1 + np.exp(-log_odds))
    return found


def unseen(examples: Examples, *, base: Fit | None = None, caution: float = CAUTION) -> Numbers:
    """(n,) The probability of each example by weights that were found without its group."""
    found = np.empty(len(examples.right))
    fold = np.unique(examples.groups, return_inverse=True)[1] % FOLDS
    for number in range(FOLDS):
        held = fold == number
        fit = fitted(examples.of(~held), name="", on="", base=base, caution=caution)
        found[held] = probabilities(fit, examples.of(held))
    return found


def reliability(p: Numbers, right: Flags, weights: Numbers) -> Reliability:
    """Of these probabilities, shape (n,); `weights` as in Examples."""
    return Reliability(
        questions=len(p),
        right=float(np.average(right, weights=weights)),
        auroc=auroc(p, right, weights),
        brier=float(np.average((p - right) ** 2, weights=weights)),
        ece=calibration_error(p, right, weights),
    )


def auroc(p: Numbers, right: Flags, weights: Numbers) -> float:
    """Weighted probability that a right one is rated above a wrong one, ties counting half."""
    ranks = np.unique(p, return_inverse=True)[1]
    good = np.bincount(ranks, weights * right, minlength=ranks.max() + 1)
    bad = np.bincount(ranks, weights * ~right, minlength=ranks.max() + 1)
    below = np.cumsum(bad) - bad
    return float(good @ (below + bad / 2) / max(good.sum() * bad.sum(), 1e-12))


def calibration_error(p: Numbers, right: Flags, weights: Numbers) -> float:
    order = np.argsort(p, kind="stable")
    place = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    bins = np.minimum((place * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, (weights * (p - right))[order], minlength=BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def lines(p: Numbers, right: Flags) -> tuple[Line, ...]:
    """What each of LINES would do; every question counts once."""
    return tuple(
        Line(threshold=line, answered=int((p >= line).sum()), wrong=int((~right[p >= line]).sum()))
        for line in LINES
    )


def _upper_bound(line: Line, doubt: float) -> float:
    if line.wrong == line.answered:
        return 1.0
    return float(betaincinv(line.wrong + 1, line.answered - line.wrong, 1 - doubt))
