"""How often is too often, counted by all processes together."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import text

from sangdam.errors import TooOften
from sangdam.settings import Rate
from sangdam.storage.database import Database
from sangdam.storage.rates import RateLimits
from tests.storage.talk import HandClock
from tests.storage.test_races import at_once

THREE = Rate(times=3, seconds=60)


@pytest.fixture
def limits(database: Database, clock: HandClock) -> RateLimits:
    return RateLimits(database, clock)


def counted(limits: RateLimits, times: int, whose: str = "a", what: str = "chat") -> list[bool]:
    """Whether each was let through."""
    through = []
    for _ in range(times):
        try:
            limits.count(what, whose, THREE)
        except TooOften:
            through.append(False)
        else:
            through.append(True)
    return through


def test_so_many_pass_and_then_none_until_the_time_is_over(
    limits: RateLimits, clock: HandClock
) -> None:
    assert counted(limits, 5) == [True] * 3 + [False] * 2
    clock.forward(seconds=20)
    with pytest.raises(TooOften) as refused:
        limits.count("chat", "a", THREE)
    assert refused.value.wait_s == 40
    clock.forward(seconds=40)
    assert counted(limits, 4) == [True] * 3 + [False]


def test_everybody_and_everything_is_counted_apart(limits: RateLimits) -> None:
    counted(limits, 4)
    assert counted(limits, 1, whose="b") == [True]
    assert counted(limits, 1, what="sign_in") == [True]
    assert counted(limits, 1, whose="가/나 \x00'; --") == [True]
    assert counted(limits, 1) == [False]


def test_what_was_counted_can_be_taken_back(limits: RateLimits) -> None:
    limits.uncount("chat", "a", THREE)
    assert counted(limits, 3) == [True] * 3
    limits.uncount("chat", "a", THREE)
    assert counted(limits, 2) == [True, False]
    limits.forget("chat", "a", THREE)
    assert counted(limits, 4) == [True] * 3 + [False]


def test_processes_at_once_let_no_more_through_than_one(
    url: str, database: Database, clock: HandClock
) -> None:
    others = [Database(url) for _ in range(3)]
    each_once = [partial(counted, RateLimits(each, clock), 1) for each in (database, *others) * 4]
    assert at_once(each_once).count([True]) == 3
    for each in others:
        each.close()


def test_a_restart_gives_nobody_fresh_attempts(database: Database, clock: HandClock) -> None:
    counted(RateLimits(database, clock), 3)
    assert counted(RateLimits(database, clock), 1) == [False]


def test_sweeping_drops_what_is_over_and_nothing_else(
    database: Database, limits: RateLimits, clock: HandClock
) -> None:
    counted(limits, 3, whose="old")
    clock.forward(seconds=59)
    counted(limits, 3, whose="new")
    clock.forward(seconds=1)
    limits.sweep()
    with database.session() as reading:
        assert reading.execute(text("SELECT count(*) FROM counts")).scalar_one() == 1
    assert counted(limits, 1, whose="new") == [False]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_on_postgresql_no_count_waits_for_the_disk(database: Database) -> None:
    of_counts = text("SELECT relpersistence FROM pg_class WHERE relname = 'counts'")
    with database.session() as reading:
        assert reading.execute(of_counts).scalar_one() == "u", "unlogged"
