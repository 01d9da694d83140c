"""Who came first writes first, and nobody is passed over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from sangdam.storage.database import Database
from sangdam.storage.tables import SecretRow
from sangdam.storage.writers import Writers
from tests.storage.talk import HandClock


def started(*work: Callable[[], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    return threads


def test_writers_get_their_turns_in_the_order_in_which_they_came() -> None:
    writers, wrote = Writers(), list[int]()

    def write(number: int) -> Callable[[], None]:
        def run() -> None:
            with writers.turn():
                wrote.append(number)

        return run

    with writers.turn():
        threads = []
        for number in range(5):
            threads += started(write(number))
            while writers.waiting <= number:
                time.sleep(0.001)
        assert wrote == []
    for thread in threads:
        thread.join()
    assert wrote == [0, 1, 2, 3, 4]
    assert writers.waiting == 0


def test_only_one_writes_at_a_time() -> None:
    writers, most, now = Writers(), 0, 0

    def write() -> None:
        nonlocal most, now
        for _ in range(200):
            with writers.turn():
                now += 1
                most = max(most, now)
                now -= 1

    for thread in started(*[write] * 8):
        thread.join()
    assert most == 1


def test_a_turn_that_failed_is_over() -> None:
    writers = Writers()
    with pytest.raises(ValueError, match="broken"), writers.turn():
        raise ValueError("broken")
    with writers.turn():
        pass


def test_a_turn_inside_a_turn_is_a_mistake_that_is_told() -> None:
    writers = Writers()
    with (
        writers.turn(),
        pytest.raises(AssertionError, match="inside a transaction"),
        writers.turn(),
    ):
        pass
    with writers.turn():
        pass


def test_many_writers_of_one_database_all_get_through(database: Database, clock: HandClock) -> None:
    def write(name: str) -> Callable[[], None]:
        def run() -> None:
            for number in range(10):
                with database.begin() as session:
                    row = SecretRow(name=f"{name}-{number}", value="", created_at=clock())
                    session.add(row)

        return run

    for thread in started(*(write(str(n)) for n in range(12))):
        thread.join()
    with database.session() as session:
        assert session.query(SecretRow).count() == 120
