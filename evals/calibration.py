"""Whether the confidence means what it says: of replies with .8, are eight of ten right?

What counts as kept is said at `evals.rules.promise`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from evals.intervals import SEED, Array, Estimate, estimate
from evals.judged import Judged
from evals.rules import Promise, promise
from sangdam.models import Value

BINS = 10
FEWEST_IN_BIN = 10
"""Fewer promises in a bin say more about chance than about the confidence."""
SIMULATIONS = 1000
RARE = 0.95
"""The share of honest confidences whose calibration error stays within `ece_by_chance`."""


class Bin(Value):
    """Neighbouring confidences on the reliability curve."""

    confidence: float
    """Their mean."""
    kept: Estimate
    """The share that was right."""


class Point(Value):
    """What a threshold would do: whose confidence reaches it is answered."""

    threshold: float
    coverage: float
    """Share answered."""
    risk: float | None
    """Share of those that is wrong; None where nothing is answered."""


class Calibration(Value):
    n: int
    ece: float
    ece_by_chance: float
    """What a perfectly honest confidence with these values stays within, 95 times of 100."""
    brier: float
    auroc: float | None
    """None where all were kept, or none."""
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]
    """From the strictest threshold to the mildest."""
    in_use: Point


def promises(judged: Sequence[Judged]) -> tuple[Promise, ...]:
    """Those that could be told to be kept or not, by rising confidence."""
    made = [one for one in map(promise, judged) if one is not None]
    return tuple(sorted(made, key=lambda one: one.confidence))


def calibration(judged: Sequence[Judged]) -> Calibration | None:
    """None where no confidence can be judged."""
    made = promises(judged)
    if not made:
        return None
    ranking = auroc(made)
    return Calibration(
        n=len(made),
        ece=ece(made),
        ece_by_chance=ece_by_chance(made),
        brier=float(np.mean([(one.confidence - one.kept) ** 2 for one in made])),
        auroc=ranking.value if ranking else None,
        bins=bins(made),
        curve=tuple(_at(made, threshold) for threshold in _values(made)),
        in_use=_at(made, threshold_in_use(made)),
    )


def bins(made: Sequence[Promise]) -> tuple[Bin, ...]:
    """The reliability curve, in bins of equal count (DeGroot and Fienberg 1983)."""
    found = []
    for part in _parts(len(made)):
        members = [made[place] for place in part]
        kept = estimate([float(one.kept) for one in members])
        if kept:
            confidence = float(np.mean([one.confidence for one in members]))
            found.append(Bin(confidence=confidence, kept=kept))
    return tuple(found)


def ece(made: Sequence[Promise]) -> float:
    """Expected calibration error: how far mean confidence and share kept lie apart in a bin.

    Naeini, Cooper and Hauskrecht 2015, in bins of equal count (Nixon et al. 2019, there ACE).
    Few cases inflate it, and resampling more so (Roelofs et al. 2022); hence no interval, but
    `ece_by_chance` to hold it against.
    """
    return float(_error(_confidences(made), _kept(made)))


def ece_by_chance(made: Sequence[Promise]) -> float:
    """What honest confidences of these values come to by chance (Bröcker and Smith 2007)."""
    confidences = _confidences(made)
    drawn = np.random.default_rng(SEED).random((SIMULATIONS, len(made)))
    return float(np.quantile(_error(confidences, (drawn < confidences).astype(float)), RARE))


def auroc(made: Sequence[Promise]) -> Estimate | None:
    """How often a kept promise had the higher confidence than a broken one; ties count half.

    Hanley and McNeil 1982. Kept and broken ones are resampled each on their own. None where
    there is only one of the two.
    """
    kept = [one.confidence for one in made if one.kept]
    broken = [one.confidence for one in made if not one.kept]
    return estimate(kept, broken, statistic=_ranks_higher)


def threshold_in_use(made: Sequence[Promise]) -> float:
    """The commonest one, as one run has one."""
    return Counter(one.threshold for one in made).most_common(1)[0][0]


def _at(made: Sequence[Promise], threshold: float) -> Point:
    """El-Yaniv and Wiener 2010."""
    answered = [one for one in made if one.confidence >= threshold]
    wrong = sum(not one.kept for one in answered)
    return Point(
        threshold=threshold,
        coverage=len(answered) / len(made),
        risk=wrong / len(answered) if answered else None,
    )


def _values(made: Sequence[Promise]) -> list[float]:
    return sorted({one.confidence for one in made}, reverse=True)


def _parts(n: int) -> list[npt.NDArray[np.intp]]:
    return np.array_split(np.arange(n), max(1, min(BINS, n // FEWEST_IN_BIN)))


def _error(confidences: Array, kept: Array) -> Array:
    """Of each row of `kept`; both ordered by confidence."""
    parts = _parts(len(confidences))
    starts = [int(part[0]) for part in parts]
    gaps = np.add.reduceat(kept - confidences, starts, axis=-1)
    error: Array = np.sum(np.abs(gaps), axis=-1) / len(confidences)
    return error


def _confidences(made: Sequence[Promise]) -> Array:
    return np.array([one.confidence for one in made])


def _kept(made: Sequence[Promise]) -> Array:
    return np.array([float(one.kept) for one in made])


def _ranks_higher(kept: Array, broken: Array, axis: int = -1) -> Array:
    """Mann and Whitney's U as a share of all pairs."""
    ranks = rankdata(np.concatenate([kept, broken], axis=axis), axis=axis)
    own = kept.shape[axis]
    above = np.sum(ranks[..., :own], axis=axis) - own * (own + 1) / 2
    share: Array = above / (own * broken.shape[axis])
    return share
