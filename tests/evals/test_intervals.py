from __future__ import annotations

import numpy as np
import pytest

from evals.intervals import Bounds, estimate, mean, quantile


def test_the_interval_of_a_share_is_that_of_the_binomial_distribution() -> None:
    """30 of 100: 2.5 % of binomial draws lie at or under 21, 2.5 % at or over 39."""
    found = estimate([1] * 30 + [0] * 70)

    assert found is not None
    assert (found.value, found.n) == (0.3, 100)
    assert found.low == pytest.approx(0.21, abs=0.011)
    assert found.high == pytest.approx(0.39, abs=0.011)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    drawn = np.random.default_rng(7).random((200, 60)) < 0.8
    found = [estimate(row) for row in drawn]
    covers = [e.low <= 0.8 <= e.high for e in found if e and e.low is not None and e.high]

    assert len(covers) == 200
    assert 0.89 <= np.mean(covers) <= 0.98


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ([1.0] * 20, 0.85, 1.0),
        ([0.0] * 300, 0.0, 0.01),
        ([0.5] * 6, 0.25, 0.75),
        ([1.0], 0.0, 1.0),
    ],
)
def test_where_all_agree_the_rule_of_three_bounds_what_was_not_seen(
    said: list[float], low: float, high: float
) -> None:
    found = estimate(said)

    assert found is not None
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_nothing_scored_has_no_interval() -> None:
    assert estimate([]) is None
    assert estimate([np.nan, np.nan]) is None


def test_one_measure_without_bounds_leaves_its_interval_open() -> None:
    found = estimate([812.0], bounds=None)

    assert found is not None
    assert (found.value, found.low, found.high) == (812.0, None, None)


def test_the_same_cases_give_the_same_interval() -> None:
    said = [1.0, 0, 1, 1, 0, 1, 0, 1]

    assert estimate(said) == estimate(said)


def test_unscored_cases_are_left_out_of_a_mean() -> None:
    rows = np.array([[1, np.nan, 0], [np.nan, np.nan, np.nan]])

    np.testing.assert_array_equal(mean(rows), [0.5, np.nan])


@pytest.mark.parametrize(
    ("share", "reached"), [(0.5, 20.0), (0.51, 30.0), (0.95, 40.0), (0.25, 10.0)]
)
def test_a_quantile_is_a_value_that_was_seen(share: float, reached: float) -> None:
    assert quantile(share)(np.array([40, np.nan, 10, 30, 20])) == reached


def test_pairs_are_drawn_together() -> None:
    """After is always before and a tenth: drawn together nothing is left to chance."""
    before = np.linspace(0, 0.9, 50)

    def change(before: np.ndarray, after: np.ndarray, axis: int) -> np.ndarray:
        return mean(after, axis) - mean(before, axis)

    bounds = Bounds(-1, 1)
    paired = estimate(before, before + 0.1, statistic=change, bounds=bounds, paired=True)
    loose = estimate(before, before + 0.1, statistic=change, bounds=bounds)

    assert paired is not None
    assert loose is not None
    assert (paired.n, loose.n) == (50, 100)
    assert paired.low == pytest.approx(0.1 - 1.1 * 3 / 50)
    assert loose.low is not None
    assert loose.low < 0.03


def test_resamples_without_a_scored_case_are_left_out() -> None:
    found = estimate([np.nan, np.nan, 1.0, 0.0])

    assert found is not None
    assert (found.value, found.n, found.low, found.high) == (0.5, 2, 0.0, 1.0)
