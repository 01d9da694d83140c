"""The regression behind the confidence, its figures, and the bound of a target."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from sangdam.routing.fit import (
    Examples,
    Fit,
    Line,
    auroc,
    calibration_error,
    examples_of,
    fitted,
    lines,
    probabilities,
    reliability,
    unseen,
)

TRUE = np.array([1.5, -1.0, 0.0])


def drawn(n: int, seed: int, *, lead: float = 0.0) -> Examples:
    """Questions whose outcome follows TRUE, its first weight changed by `lead`."""
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(n, 3))
    odds = x @ (TRUE + np.array([lead, 0, 0])) - 0.5
    right = chance.random(n) < 1 / (1 + np.exp(-odds))
    measured = [dict(zip(("a", "b", "c"), row, strict=True)) for row in x.tolist()]
    return examples_of(measured, right.tolist(), [1.0] * n, list(range(n)))


def test_it_finds_what_scikit_learn_finds() -> None:
    examples = drawn(800, 1)
    fit = fitted(examples, name="f", on="", caution=1.0)
    x = (examples.signals - examples.signals.mean(0)) / examples.signals.std(0)
    known = LogisticRegression(C=1.0, tol=1e-8).fit(x, examples.right)
    assert list(fit.weights.values()) == pytest.approx(known.coef_[0].tolist(), abs=1e-3)
    assert fit.intercept == pytest.approx(float(known.intercept_[0]), abs=1e-3)


def test_few_examples_stay_near_the_base_and_many_leave_it() -> None:
    base = fitted(drawn(5000, 2), name="base", on="")
    few = fitted(drawn(40, 3, lead=3), name="own", on="", base=base, caution=300)
    many = fitted(drawn(20_000, 3, lead=3), name="own", on="", base=base, caution=300)
    assert few.weights["a"] == pytest.approx(base.weights["a"], abs=0.25)
    assert many.weights["a"] > base.weights["a"] + 1


def test_no_sample_makes_less_likeness_a_reason_to_trust() -> None:
    chance = np.random.default_rng(7)
    right = chance.random(400) < 0.5
    odd = right + chance.normal(size=400)
    measured = [{"spread": value, "covered": -value} for value in odd.tolist()]
    fit = fitted(
        examples_of(measured, right.tolist(), [1.0] * 400, list(range(400))), name="", on=""
    )
    assert list(fit.weights.values()) == [0, 0]


def test_unseen_probabilities_are_honest() -> None:
    examples = drawn(4000, 4)
    p = unseen(examples)
    assert reliability(p, examples.right, examples.weights).ece < 0.03


def test_unseen_ones_never_know_their_group() -> None:
    """A signal that names the group's outcome helps only who has seen the group."""
    chance = np.random.default_rng(5)
    groups = np.repeat(np.arange(60), 10)
    right = chance.random(600) < 0.5
    one_hot = [{f"g{g}": float(g == mine) for g in range(60)} for mine in groups.tolist()]
    examples = examples_of(one_hot, right.tolist(), [1.0] * 600, groups.tolist())
    p = unseen(examples, caution=0.1)
    seen = probabilities(fitted(examples, name="", on="", caution=0.1), examples)
    assert auroc(p, right, np.ones(600)) < 0.6 < auroc(seen, right, np.ones(600)) + 0.01


def test_the_area_under_the_curve_is_scikit_learns() -> None:
    chance = np.random.default_rng(6)
    p, weights = np.round(chance.random(500), 2), chance.random(500)
    right = chance.random(500) < p
    known = roc_auc_score(right, p, sample_weight=weights)
    assert auroc(p, right, weights) == pytest.approx(known)


def test_the_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    right = np.tile([True, False], 500)
    assert calibration_error(np.full(1000, 0.5), right, np.ones(1000)) == pytest.approx(0)
    assert calibration_error(np.full(1000, 0.9), right, np.ones(1000)) == pytest.approx(0.4)


def test_lines_count_what_reaches_them() -> None:
    found = {
        line.threshold: line
        for line in lines(np.array([0.5, 0.7, 0.95]), np.array([False, False, True]))
    }
    assert (found[0.5].answered, found[0.5].wrong) == (3, 2)
    assert (found[0.9].answered, found[0.9].wrong) == (1, 0)


@pytest.mark.parametrize(
    ("answered", "wrong", "proven"), [(100, 0, False), (400, 0, True), (400, 8, False)]
)
def test_a_target_is_proven_by_enough_questions_only(
    answered: int, wrong: int, proven: bool
) -> None:
    """Of 100 right answers nobody can say that fewer than 2 % are wrong."""
    line = Line(threshold=0.8, answered=answered, wrong=wrong)
    fit = Fit(name="", fitted="", intercept=0, weights={}, means={}, scales={}, lines=(line,))
    assert (fit.line_for(0.02) == 0.8) is proven


def test_nothing_answered_proves_nothing() -> None:
    line = Line(threshold=0.9, answered=0, wrong=0)
    fit = Fit(name="", fitted="", intercept=0, weights={}, means={}, scales={}, lines=(line,))
    assert fit.line_for(0.5) is None
