"""An estimate from cases with the interval that it may be off by.

95 % bootstrap intervals (Efron 1979; percentile method), seeded, so that the same cases give the
same interval. The resampling knows no doubt where all cases agree: twenty right answers of twenty
would be “1.00 to 1.00”. There the rule of three takes its place (Hanley and Lippman-Hand 1983,
“If nothing goes wrong, is everything all right?”): what was not seen in n cases happens in at
most 3/n of them, at 95 %.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import (
    DegenerateDataWarning,
    bootstrap,
)

from sangdam.models import Value

LEVEL = 0.95
RESAMPLES = 1000
SEED = 20261123
AGREES = 1e-12
"""Resamples that differ by less, in the figure's own unit, agree."""

Array = npt.NDArray[np.float64]
Statistic = Callable[..., Array]
"""Of one or more samples, along the keyword `axis`; NaN stands for a case that is not scored."""


class Bounds(NamedTuple):
    """The least and the greatest value that a case can have."""

    least: float
    greatest: float


SHARE = Bounds(0, 1)
CHANGE = Bounds(-1, 1)
"""Of a share, from one run to the next."""


class Estimate(Value):
    value: float
    n: int
    """Scored cases; a pair counts once."""
    low: float | None
    high: float | None
    """None where too few cases leave nothing to say."""


def mean(sample: Array, axis: int = -1) -> Array:
    """The mean of the scored cases; NaN where none is."""
    scored = np.sum(~np.isnan(sample), axis=axis)
    middle: Array = np.nansum(sample, axis=axis) / np.where(scored, scored, np.nan)
    return middle


def quantile(share: float) -> Statistic:
    """The least value that at least this share of the scored cases stays within."""

    def of(sample: Array, axis: int = -1) -> Array:
        scored = np.sum(~np.isnan(sample), axis=axis, keepdims=True)
        place = np.maximum(np.ceil(share * scored).astype(np.int64) - 1, 0)
        reached: Array = np.take_along_axis(np.sort(sample, axis=axis), place, axis=axis)
        return reached.squeeze(axis)

    return of


def estimate(
    *samples: npt.ArrayLike,
    statistic: Statistic = mean,
    bounds: Bounds | None = SHARE,
    paired: bool = False,
) -> Estimate | None:
    """The statistic of the samples with its interval; None where no case is scored.

    `paired` samples have one length and are resampled together; others each on its own.
    `bounds` are those of the statistic; without them cases that agree leave the interval open.
    """
    arrays = [np.asarray(sample, dtype=np.float64) for sample in samples]
    scored = [int(np.sum(~np.isnan(array))) for array in arrays]
    if not min(scored):
        return None
    value = float(statistic(*arrays, axis=-1))
    low, high = _percentiles(arrays, statistic, paired)
    if low is None or high is None or high - low < AGREES:
        low, high = _rule_of_three(value, min(scored), bounds)
    return Estimate(value=value, n=max(scored) if paired else sum(scored), low=low, high=high)


class _Interval(NamedTuple):
    low: float | None
    high: float | None


def _percentiles(arrays: list[Array], statistic: Statistic, paired: bool) -> _Interval:
    """Resamples in which nothing happens to be scored are left out."""
    if min(len(array) for array in arrays) < 2:
        return _Interval(None, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)
        drawn = bootstrap(
            arrays,
            statistic,
            n_resamples=RESAMPLES,
            paired=paired,
            vectorized=True,
            axis=-1,
            method="percentile",
            rng=np.random.default_rng(SEED),
        ).bootstrap_distribution
    outside = (1 - LEVEL) / 2
    low, high = np.quantile(drawn[~np.isnan(drawn)], [outside, 1 - outside])
    return _Interval(float(low), float(high))


def _rule_of_three(value: float, n: int, bounds: Bounds | None) -> _Interval:
    if bounds is None:
        return _Interval(None, None)
    unseen = min(1.0, 3 / n)
    return _Interval(
        value - (value - bounds.least) * unseen, value + (bounds.greatest - value) * unseen
    )
