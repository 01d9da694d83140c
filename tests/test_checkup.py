"""What an operator is told of the parts, with looks and clocks in the hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from sangdam.checkup import PATIENCE_S, SILENT, Checkup, Found
from sangdam.errors import Unavailable
from sangdam.models import Part, PartState, PartStatus
from sangdam.offline import StoppedClock
from tests.moments import MONDAY_MORNING

OK, DEGRADED, DOWN = PartState.OK, PartState.DEGRADED, PartState.DOWN


class Hand:
    """One part, in the state that the test gives it."""

    def __init__(self, look: Callable[[], Found] | None = None) -> None:
        self.found = Found(OK)
        self.clock = StoppedClock(MONDAY_MORNING)
        self.now = 0.0
        looks = {Part.DATABASE: look or (lambda: self.found)}
        self.checkup = Checkup(looks, clock=self.clock, monotonic=lambda: self.now)

    def part(self) -> PartStatus:
        (part,) = self.checkup.parts
        return part

    def look(self, state: PartState, **facts: str) -> PartStatus:
        self.found = Found(state, facts)
        self.checkup.look()
        return self.part()


def test_it_tells_since_when_a_part_is_as_it_is() -> None:
    hand = Hand()
    assert hand.look(OK).since == MONDAY_MORNING
    hand.clock.advance(minutes=1)
    assert hand.look(OK).since == MONDAY_MORNING
    hand.clock.advance(minutes=1)
    assert hand.look(DOWN).since == MONDAY_MORNING + timedelta(minutes=2)
    hand.clock.advance(minutes=1)
    assert hand.look(DOWN, reason="x").since == MONDAY_MORNING + timedelta(minutes=2)
    assert hand.part().facts == {"reason": "x"}
    assert hand.look(OK).since == MONDAY_MORNING + timedelta(minutes=3)


def test_customers_are_served_unless_a_part_is_down() -> None:
    hand = Hand()
    assert hand.checkup.able, "before the first look, too"
    served = {state: (hand.look(state), hand.checkup.able)[1] for state in PartState}
    assert served == {state: state is not DOWN for state in PartState}


def test_what_can_not_be_looked_at_is_unknown() -> None:
    def away() -> Found:
        raise Unavailable("")

    hand = Hand(away)
    hand.checkup.look()
    assert hand.part().state is PartState.UNKNOWN


def test_a_part_that_hangs_is_down_until_it_answers() -> None:
    looking, answer = threading.Event(), threading.Event()

    def hang() -> Found:
        looking.set()
        answer.wait(30)
        return Found(OK)

    hand = Hand(hang)
    thread = threading.Thread(target=hand.checkup.look)
    thread.start()
    assert looking.wait(30)
    assert hand.checkup.able
    hand.now = PATIENCE_S + 1
    assert (hand.part().state, hand.part().facts) == (DOWN, {"reason": SILENT})
    assert not hand.checkup.able
    answer.set()
    thread.join()
    assert hand.part().state is OK
