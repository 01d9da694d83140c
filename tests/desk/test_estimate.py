"""How long a customer may have to wait."""

from __future__ import annotations

from sangdam.desk.estimate import minutes_to_wait

SIX_EACH = [6.0] * 5


def test_nothing_is_claimed_to_be_known_from_too_little() -> None:
    assert minutes_to_wait(1, handled=[6.0] * 4, seats=4, taken=4) is None
    assert minutes_to_wait(1, handled=SIX_EACH, seats=0, taken=0) is None


def test_a_free_seat_is_taken_within_the_smallest_step() -> None:
    assert minutes_to_wait(1, handled=SIX_EACH, seats=4, taken=2) == 5
    assert minutes_to_wait(2, handled=SIX_EACH, seats=4, taken=2) == 5


def test_a_longer_line_waits_longer_and_more_seats_shorten_it() -> None:
    waits = [minutes_to_wait(n, handled=[20.0] * 9, seats=4, taken=4) for n in (1, 2, 3, 10)]
    assert waits == [5, 10, 15, 50]
    assert minutes_to_wait(10, handled=[20.0] * 9, seats=10, taken=10) == 20


def test_one_case_that_took_a_day_changes_nothing() -> None:
    usual = minutes_to_wait(4, handled=[10.0] * 9, seats=2, taken=2)
    assert minutes_to_wait(4, handled=[*[10.0] * 9, 1440.0], seats=2, taken=2) == usual


def test_more_taken_than_seats_is_a_full_desk() -> None:
    assert minutes_to_wait(1, handled=SIX_EACH, seats=2, taken=5) == 5
