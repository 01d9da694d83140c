"""The day's count of the language model, on both kinds of database."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from sangdam.models import ModelCall, Usage
from sangdam.storage.database import Database
from sangdam.storage.model_use import DayOfUse, ModelUse
from tests.storage.talk import HandClock, Talk
from tests.storage.test_races import at_once

DAY = date(2026, 11, 20)


def call(prompt: int = 100, completion: int = 10, *, failed: bool = False) -> ModelCall:
    usage = Usage(prompt_tokens=prompt, completion_tokens=completion, cached_tokens=prompt // 2)
    return ModelCall(model="m", usage=usage, seconds=1.0, failed=failed)


@pytest.fixture
def use(database: Database) -> ModelUse:
    return ModelUse(database)


def test_calls_add_up_on_their_day(use: ModelUse) -> None:
    assert use.on(DAY) == DayOfUse(day=DAY)
    use.add(DAY, call())
    use.add(DAY, call(30, 0, failed=True))
    use.add(DAY + timedelta(days=1), call(1, 1))
    assert use.on(DAY) == DayOfUse(
        day=DAY,
        calls=2,
        failures=1,
        prompt_tokens=130,
        cached_tokens=65,
        completion_tokens=10,
    )
    assert [day.calls for day in use.since(DAY)] == [2, 1]
    assert [day.calls for day in use.since(DAY + timedelta(days=1))] == [1]


def test_more_tokens_than_fit_in_32_bits(use: ModelUse) -> None:
    for _ in range(3):
        use.add(DAY, call(2**31 - 1, 2**31 - 1))
    assert use.on(DAY).prompt_tokens == 3 * (2**31 - 1)


def test_processes_at_once_lose_no_call(url: str, database: Database) -> None:
    others = [Database(url) for _ in range(4)]
    at_once([partial(ModelUse(each).add, DAY, call()) for each in (database, *others) * 4])
    assert ModelUse(database).on(DAY).calls == 20
    for each in others:
        each.close()


def test_turns_are_counted_by_the_moment_of_their_end(talk: Talk, clock: HandClock) -> None:
    begin = clock.now
    for _ in range(3):
        talk.answer(talk.ask())
        clock.forward(hours=1)
    talk.ask()
    assert talk.traces.counted(begin, clock.now) == 3
    assert talk.traces.counted(begin, begin + timedelta(hours=1)) == 1
    assert talk.traces.counted(begin + timedelta(hours=1), clock.now) == 2
