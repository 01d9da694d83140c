"""Two runs of the exam side by side: what broke, what was mended, and what may be chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from evals.cases import Case
from evals.figures import AVERAGED, HEADLINE, Averaged, Better, Unit
from evals.intervals import Array, Bounds, estimate
from evals.judged import Judged
from sangdam.models import Value

WORDING = {"place", "why"}
"""Fields of a case that may change without making it another question."""


class Difference(Value):
    """What a figure gained or lost on the cases that both runs have."""

    name: str
    before: float
    after: float
    change: float
    """After less before."""
    n: int
    """Cases that at least one of the runs scored."""
    low: float | None
    high: float | None
    better: Better
    unit: Unit

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out 0.

        At 95 %, of twenty figures in which nothing has changed one looks as if it had.
        """
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def improved(self) -> bool:
        return self.change > 0 if self.better is Better.HIGHER else self.change < 0


class Comparison(Value):
    """Case ids in the later run's order, and the headline figures."""

    broke: tuple[str, ...]
    mended: tuple[str, ...]
    still_fail: tuple[str, ...]
    still_pass: tuple[str, ...]
    edited: tuple[str, ...]
    """In both runs, but another question now: left out of all above and of the differences."""
    new: tuple[str, ...]
    gone: tuple[str, ...]
    differences: tuple[Difference, ...]


class _Pair(NamedTuple):
    before: Judged
    after: Judged

    @property
    def same_question(self) -> bool:
        return _asks(self.before.case) == _asks(self.after.case)


def compare(before: Sequence[Judged], after: Sequence[Judged]) -> Comparison:
    """The runs may have different cases; only those of both are held against each other."""
    earlier = {one.case.id: one for one in before}
    later = {one.case.id: one for one in after}
    shared = [_Pair(earlier[key], later[key]) for key in later if key in earlier]
    pairs = [pair for pair in shared if pair.same_question]
    return Comparison(
        broke=_ids(pairs, lambda pair: pair.before.passed and not pair.after.passed),
        mended=_ids(pairs, lambda pair: not pair.before.passed and pair.after.passed),
        still_fail=_ids(pairs, lambda pair: not pair.before.passed and not pair.after.passed),
        still_pass=_ids(pairs, lambda pair: pair.before.passed and pair.after.passed),
        edited=_ids(shared, lambda pair: not pair.same_question),
        new=tuple(key for key in later if key not in earlier),
        gone=tuple(key for key in earlier if key not in later),
        differences=tuple(_differences(pairs)),
    )


def _ids(pairs: Sequence[_Pair], holds: Callable[[_Pair], bool]) -> tuple[str, ...]:
    return tuple(pair.after.case.id for pair in pairs if holds(pair))


def _asks(case: Case) -> dict[str, object]:
    return case.model_dump(exclude=WORDING)


def _differences(pairs: Sequence[_Pair]) -> Iterator[Difference]:
    for name in HEADLINE:
        figure = AVERAGED[name]
        before = _said(figure, [pair.before for pair in pairs])
        after = _said(figure, [pair.after for pair in pairs])
        if difference := _difference(name, figure, before, after):
            yield difference


def _said(figure: Averaged, judged: Sequence[Judged]) -> Array:
    said = [figure.rule(one) for one in judged]
    return np.array([np.nan if value is None else value for value in said], dtype=np.float64)


def _difference(name: str, figure: Averaged, before: Array, after: Array) -> Difference | None:
    """None where one of the runs has nothing to say."""

    def change(before: Array, after: Array, axis: int = -1) -> Array:
        return figure.statistic(after, axis=axis) - figure.statistic(before, axis=axis)

    scored = ~(np.isnan(before) & np.isnan(after))
    before, after = before[scored], after[scored]
    bounds = figure.unit.bounds
    width = bounds.greatest - bounds.least if bounds else 0
    found = estimate(
        before,
        after,
        statistic=change,
        bounds=Bounds(-width, width) if bounds else None,
        paired=True,
    )
    if found is None:
        return None
    return Difference(
        name=name,
        before=float(figure.statistic(before)),
        after=float(figure.statistic(after)),
        change=found.value,
        n=len(before),
        low=found.low,
        high=found.high,
        better=figure.better,
        unit=figure.unit,
    )
