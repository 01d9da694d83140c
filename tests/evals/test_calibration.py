from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from evals.calibration import auroc, bins, calibration, ece, ece_by_chance, promises
from evals.cases import Case, Kind
from evals.judged import Judged
from evals.rules import Promise, promise
from sangdam.models import Outcome, ReasonCode
from tests.evals.golden import case
from tests.evals.judgements import judged

ANSWERED, CLARIFY, HANDED_OFF = Outcome.ANSWERED, Outcome.CLARIFY, Outcome.HANDED_OFF
OVER_CONFIDENT_BY = 0.2


def made(confidence: float, kept: bool) -> Promise:
    return Promise(confidence=confidence, threshold=0.6, kept=kept)


def drawn(n: int, over: float) -> list[Promise]:
    """Confidences of which each is kept as often as it says, less `over`; by rising confidence."""
    chance = np.random.default_rng(11)
    confidences = np.sort(chance.uniform(0.3, 1, n))
    kept = chance.random(n) < confidences - over
    return [made(float(c), bool(k)) for c, k in zip(confidences, kept, strict=True)]


# --- what is promised, and kept ------------------------------------------------------------

WANTS = case("wants", documents=("shipping-fee",))
PERMITS = case(
    "permits", kind=Kind.FALSE_PREMISE, outcome=(CLARIFY, ANSWERED), documents=("shipping-fee",)
)
WITHOUT_DOCUMENTS = case("bare", facts=(("3,000원",),))
FORBIDS = case("forbids", kind=Kind.OUT_OF_SCOPE)
RIGHT, BESIDE = {"cited": 1.0, "hit_at_1": 1.0}, {"cited": 0.0, "hit_at_1": 0.0}


@pytest.mark.parametrize(
    ("asked", "outcome", "scores", "kept"),
    [
        (WANTS, ANSWERED, RIGHT, True),
        (WANTS, ANSWERED, BESIDE, False),
        (WANTS, ANSWERED, {"cited": 0, "facts": 1, "hit_at_1": 0}, True),
        (WANTS, ANSWERED, {"cited": 1, "facts": 0.5, "hit_at_1": 1}, False),
        (WANTS, HANDED_OFF, RIGHT, True),
        (WANTS, CLARIFY, {"hit_at_1": 0}, False),
        (WANTS, HANDED_OFF, {}, None),
        (PERMITS, CLARIFY, {"hit_at_1": 1}, True),
        (WITHOUT_DOCUMENTS, HANDED_OFF, {}, None),
        (FORBIDS, ANSWERED, RIGHT, False),
        (FORBIDS, HANDED_OFF, {"hit_at_1": 1}, False),
        (FORBIDS, CLARIFY, {}, False),
    ],
)
def test_a_promise_is_kept_where_the_reply_would_be_right(
    asked: Case, outcome: Outcome, scores: dict[str, float], kept: bool | None
) -> None:
    found = promise(judged(asked, outcome, scores, confidence=0.7))

    assert (found.kept if found else None) is kept


def test_without_a_confidence_nothing_is_promised() -> None:
    assert promise(judged(WANTS, ANSWERED, RIGHT)) is None
    assert promise(judged(WANTS, None)) is None


@pytest.mark.parametrize(
    ("because", "counts"),
    [
        (ReasonCode.COMPLAINT, False),
        (ReasonCode.REQUEST, False),
        (ReasonCode.ACCOUNT_DATA, False),
        (ReasonCode.SYSTEM, False),
        (ReasonCode.NO_EVIDENCE, True),
        (ReasonCode.LOW_CONFIDENCE, True),
        (ReasonCode.FAILED_CHECKS, True),
        (ReasonCode.THIRD_FAILURE, True),
    ],
)
def test_handoffs_for_the_customers_own_words_promise_nothing(
    because: ReasonCode, counts: bool
) -> None:
    complaint = case("angry", kind=Kind.COMPLAINT)
    found = promise(judged(complaint, HANDED_OFF, confidence=0.1, because=because))

    assert (found is not None) is counts


def test_a_complaint_that_was_answered_broke_its_promise() -> None:
    found = promise(judged(case("angry", kind=Kind.COMPLAINT), ANSWERED, RIGHT, confidence=0.9))

    assert found == Promise(confidence=0.9, threshold=0.6, kept=False)


# --- calibration error ---------------------------------------------------------------------


def test_the_error_by_hand() -> None:
    """Ten at .2, of which three are right, are off by .1; ten at .9 with six right by .3."""
    low = [made(0.2, n < 3) for n in range(10)]
    high = [made(0.9, n < 6) for n in range(10)]

    assert ece(low + high) == pytest.approx((0.1 + 0.3) / 2)


def test_an_honest_confidence_has_hardly_an_error_and_no_more_than_chance() -> None:
    honest = drawn(4000, over=0)

    assert ece(honest) < 0.025
    assert ece(honest) < ece_by_chance(honest)


def test_an_overconfident_one_is_off_by_what_it_exaggerates() -> None:
    boasting = drawn(4000, over=OVER_CONFIDENT_BY)

    assert ece(boasting) == pytest.approx(OVER_CONFIDENT_BY, abs=0.02)
    assert ece(boasting) > 5 * ece_by_chance(boasting)


def test_few_cases_look_badly_calibrated_by_chance_alone() -> None:
    """Why 30 cases with an error of .1 prove nothing."""
    assert ece_by_chance(drawn(30, over=0)) > 0.1
    assert ece_by_chance(drawn(3000, over=0)) < 0.03


# --- curves --------------------------------------------------------------------------------


def test_bins_hold_equal_numbers_and_never_fewer_than_ten() -> None:
    assert [one.kept.n for one in bins(drawn(200, over=0))] == [20] * 10
    assert [one.kept.n for one in bins(drawn(35, over=0))] == [12, 12, 11]
    assert [one.kept.n for one in bins(drawn(4, over=0))] == [4]


def test_a_bin_shows_what_was_said_and_what_came_of_it() -> None:
    low = [made(0.2, False)] * 5 + [made(0.4, n < 4) for n in range(5)]
    high = [made(0.9, True)] * 10
    first, second = bins(low + high)

    assert first.confidence == pytest.approx(0.3)
    assert second.confidence == pytest.approx(0.9)
    assert (first.kept.value, second.kept.value) == (0.4, 1)
    assert second.kept.low == pytest.approx(0.7)


def confident(id: str, confidence: float, *, right: bool) -> Judged:
    return judged(case(id), ANSWERED, {"cited": float(right)}, confidence=confidence)


def test_a_lower_threshold_answers_more_at_a_higher_risk() -> None:
    found = calibration(
        [
            confident("d", 0.3, right=False),
            confident("b", 0.8, right=True),
            confident("a", 0.9, right=True),
            confident("c", 0.5, right=False),
            confident("e", 0.5, right=True),
        ]
    )

    assert found is not None
    assert [(p.threshold, p.coverage, p.risk) for p in found.curve] == [
        (0.9, 0.2, 0),
        (0.8, 0.4, 0),
        (0.5, 0.8, 0.25),
        (0.3, 1.0, 0.4),
    ]
    assert (found.in_use.threshold, found.in_use.coverage, found.in_use.risk) == (0.6, 0.4, 0)
    assert found.n == 5


def test_a_threshold_that_nothing_reaches_has_no_risk_to_tell() -> None:
    found = calibration([confident("a", 0.3, right=True)])

    assert found is not None
    assert (found.in_use.coverage, found.in_use.risk) == (0, None)
    assert found.auroc is None


def test_without_promises_there_is_nothing_to_calibrate() -> None:
    assert calibration([judged(WANTS, ANSWERED, RIGHT)]) is None
    assert promises([]) == ()


def test_the_order_of_the_cases_does_not_matter() -> None:
    cases = [
        confident(f"case-{n}", one.confidence, right=one.kept)
        for n, one in enumerate(drawn(100, over=0))
    ]

    assert calibration(cases[::-1]) == calibration(cases)


# --- ranking -------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", [1, 6], ids=["many-ties", "no-ties"])
def test_ranking_and_distance_are_those_of_scikit_learn(digits: int) -> None:
    cases = [
        confident(f"case-{n}", round(one.confidence, digits), right=one.kept)
        for n, one in enumerate(drawn(300, over=0.1))
    ]
    found = calibration(cases)
    kept = [one.kept for one in promises(cases)]
    confidences = [one.confidence for one in promises(cases)]

    assert found is not None
    assert found.auroc == pytest.approx(roc_auc_score(kept, confidences))
    assert found.brier == pytest.approx(brier_score_loss(kept, confidences))


def test_ranking_has_an_interval_around_it() -> None:
    found = auroc(drawn(300, over=0.1))

    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert 0.5 < found.low < found.value < found.high < 1
    assert found.high - found.low < 0.2
