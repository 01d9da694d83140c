"""Figures of the confidence, from what the search found for every question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from evals.cases import Half
from evals.confidence.outcomes import Outcome, examples, mixed, of_half, weights
from evals.confidence.questions import Kind
from evals.figures import Figure, figure_of
from evals.intervals import Estimate
from sangdam.models import Language, Value
from sangdam.routing.fit import (
    Fit,
    Flags,
    Numbers,
    auroc,
    calibration_error,
    probabilities,
    unseen,
)

RESAMPLES = 400
TARGETS = (0.02, 0.05, 0.10)
"""Shares of the answers that may be wrong."""
LEVELS = (0.025, 0.975)


class Ranking(Value):
    """How well questions with an answer are told from others."""

    language: Language | None
    negatives: Kind
    confidence: Estimate
    score: Estimate
    """By the raw score of the first hit."""
    right: Estimate
    """By the confidence, where right is what has an answering document first."""


class Honesty(Value):
    """Whether the confidence means what it says, on the stated mix."""

    language: Language | None
    ece: Estimate
    brier: Estimate


class Coverage(Value):
    """The share of the stated mix that can be answered so that so many answers are wrong."""

    language: Language | None
    wrong: float
    answered: Estimate


class Point(Value):
    confidence: float
    right: float
    """In one of ten bins of equal count."""


class ConfidenceFigures(Value):
    fit: str
    questions: int
    rankings: tuple[Ranking, ...]
    honesty: tuple[Honesty, ...]
    coverage: tuple[Coverage, ...]
    curve: tuple[Point, ...]


def confidence_figures(outcomes: Sequence[Outcome], fit: Fit) -> ConfidenceFigures:
    """By the shipped fit for the sealed half; for the open one, on which that was fitted, by
    weights that have not seen the question's group."""
    ordered = [*of_half(outcomes, Half.OPEN), *of_half(outcomes, Half.SEALED)]
    split = len(of_half(outcomes, Half.OPEN))
    p = np.concatenate(
        [unseen(examples(ordered[:split])), probabilities(fit, examples(ordered[split:]))]
    )
    slices = [(None, _of(ordered, None)), *((one, _of(ordered, one)) for one in Language)]
    negatives = [kind for kind in (Kind.HARD, Kind.EASY) if any(o.kind is kind for o in ordered)]
    return ConfidenceFigures(
        fit=fit.name,
        questions=len(ordered),
        rankings=tuple(
            _ranking(ordered, p, rows, language, kind)
            for kind in negatives
            for language, rows in slices
        ),
        honesty=tuple(_honesty(ordered, p, rows, language) for language, rows in slices),
        coverage=tuple(
            _coverage(ordered, p, rows, language, wrong)
            for wrong in TARGETS
            for language, rows in slices
        ),
        curve=tuple(_curve(ordered, p)),
    )


def figures(found: ConfidenceFigures) -> tuple[Figure, ...]:
    """What floors are held against: calibration error, and telling hard negatives."""
    hard = (ranking for ranking in found.rankings if ranking.negatives is Kind.HARD)
    return (
        *(figure_of("ece", one.language or "all", one.ece) for one in found.honesty),
        *(figure_of("auroc", one.language or "all", one.confidence) for one in hard),
    )


def _of(outcomes: Sequence[Outcome], language: Language | None) -> Flags:
    return np.array([language in (None, o.language) for o in outcomes])


def _ranking(
    outcomes: Sequence[Outcome], p: Numbers, rows: Flags, language: Language | None, kind: Kind
) -> Ranking:
    asked = rows & np.array([o.kind in (Kind.ANSWERABLE, kind) and not o.across for o in outcomes])
    answerable = np.array([o.kind is Kind.ANSWERABLE for o in outcomes])[asked]
    right = np.array([o.right for o in outcomes])[asked]
    score = np.array([o.score for o in outcomes])[asked]
    return Ranking(
        language=language,
        negatives=kind,
        confidence=_resampled(_auroc, p[asked], answerable),
        score=_resampled(_auroc, score, answerable),
        right=_resampled(_auroc, p[asked], right),
    )


def _auroc(values: Numbers, positive: Flags) -> float:
    return auroc(values, positive, np.ones(len(values)))


def _honesty(
    outcomes: Sequence[Outcome], p: Numbers, rows: Flags, language: Language | None
) -> Honesty:
    some = [outcomes[place] for place in np.flatnonzero(rows).tolist()]
    share = np.array(weights(some))
    right = np.array([o.right for o in some])
    return Honesty(
        language=language,
        ece=_resampled(calibration_error, p[rows], right, share),
        brier=_resampled(_brier, p[rows], right, share),
    )


def _brier(p: Numbers, right: Flags, share: Numbers) -> float:
    return float(np.average((p - right) ** 2, weights=share))


def _coverage(
    outcomes: Sequence[Outcome], p: Numbers, rows: Flags, language: Language | None, wrong: float
) -> Coverage:
    places = np.flatnonzero(rows & ~np.array([o.across for o in outcomes]))
    places = places[mixed([outcomes[place] for place in places.tolist()])]
    right = np.array([outcomes[place].right for place in places.tolist()])

    def answered(p: Numbers, right: Flags) -> float:
        order = np.argsort(-p, kind="stable")
        share = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
        return float(np.flatnonzero(share <= wrong).max(initial=-1) + 1) / len(order)

    return Coverage(language=language, wrong=wrong, answered=_resampled(answered, p[places], right))


def _curve(outcomes: Sequence[Outcome], p: Numbers) -> Iterator[Point]:
    places = mixed(outcomes)
    right = np.array([outcomes[place].right for place in places.tolist()])
    order = np.argsort(p[places], kind="stable")
    for some in np.array_split(order, 10):
        yield Point(confidence=float(p[places][some].mean()), right=float(right[some].mean()))


def _resampled(statistic: Callable[..., float], *samples: Numbers | Flags) -> Estimate:
    """With a 95 % bootstrap interval over questions (Efron, 1979; percentiles), seeded."""
    n = len(samples[0])
    chance = np.random.default_rng(1)
    drawn = [
        statistic(*(sample[rows] for sample in samples))
        for rows in (chance.integers(0, n, n) for _ in range(RESAMPLES))
    ]
    low, high = np.quantile(drawn, LEVELS).tolist()
    return Estimate(value=statistic(*samples), n=n, low=low, high=high)
