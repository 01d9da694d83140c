"""When a language model may be asked, by a clock in the hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sangdam.answering.breaker import LONGEST_REST_S, REST_S, Breaker
from sangdam.errors import ModelUnavailable
from sangdam.models import BreakerState, ModelFailure, ModelTrouble

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Hand:
    def __init__(self) -> None:
        self.now = 1000.0
        self.breaker = Breaker(clock=lambda: NOON, monotonic=lambda: self.now)

    def fail(self, kind: ModelFailure = ModelFailure.TIMEOUT, wait_s: float | None = None) -> None:
        with pytest.raises(ModelUnavailable), self.breaker.attempt():
            raise ModelUnavailable("", kind=kind, wait_s=wait_s)

    def work(self) -> None:
        with self.breaker.attempt():
            pass


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_it_opens_rests_tries_and_closes(hand: Hand) -> None:
    hand.work()
    assert (hand.breaker.state, hand.breaker.last) == (BreakerState.CLOSED, None)
    hand.fail()
    assert (hand.breaker.state, hand.breaker.admits) == (BreakerState.OPEN, False)
    hand.now += REST_S
    with hand.breaker.attempt():
        assert (hand.breaker.state, hand.breaker.admits) == (BreakerState.TRYING, False)
    assert (hand.breaker.state, hand.breaker.admits) == (BreakerState.CLOSED, True)
    assert hand.breaker.last == ModelTrouble(kind=ModelFailure.TIMEOUT, at=NOON)


def test_a_trial_that_fails_is_another_rest(hand: Hand) -> None:
    hand.fail()
    hand.now += REST_S
    hand.fail(ModelFailure.BROKEN)
    assert (hand.breaker.state, hand.breaker.admits) == (BreakerState.OPEN, False)
    assert hand.breaker.last == ModelTrouble(kind=ModelFailure.BROKEN, at=NOON)


def test_a_trial_that_is_broken_off_does_not_stay_under_way(hand: Hand) -> None:
    hand.fail()
    hand.now += REST_S
    with pytest.raises(KeyboardInterrupt), hand.breaker.attempt():
        raise KeyboardInterrupt
    hand.now += REST_S
    hand.work()
    assert hand.breaker.state is BreakerState.CLOSED


@pytest.mark.parametrize(
    ("asked", "rest"), [(None, REST_S), (1.0, REST_S), (60.0, 60.0), (1e9, LONGEST_REST_S)]
)
def test_it_rests_as_long_as_the_server_asks_within_reason(
    hand: Hand, asked: float | None, rest: float
) -> None:
    hand.fail(wait_s=asked)
    hand.now += rest - 1
    assert not hand.breaker.admits
    hand.now += 1
    assert hand.breaker.admits
