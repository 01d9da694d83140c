"""Past its capacity the service says when to come back, and goes on with all else."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from math import ceil

import pytest
from fastapi.testclient import TestClient

from sangdam.channels.app import create_app
from sangdam.channels.problems import Busy
from sangdam.channels.turns import LATEST_S, LONGEST_WAIT_S, SOONEST_S, WAITING_PER_THREAD, TurnPool
from sangdam.models import Event, Language, Status, Step
from tests.moments import MakeService

SAID = {Language.KOREAN: "지금 문의가 많아요", Language.ENGLISH: "many questions right now"}
ASKED = {Language.KOREAN: "배송비는 얼마인가요?", Language.ENGLISH: "How much is shipping?"}


class Held:
    """Turns that go on until they are let go."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def turn(self) -> Iterator[Event]:
        yield Status(step=Step.READING)
        self.over.wait()

    def fill(self, pool: TurnPool, workers: int = 1) -> list[object]:
        """Every place there is."""
        places = workers * (1 + WAITING_PER_THREAD)
        return [pool.begin(self.turn, Language.KOREAN) for _ in range(places)]


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    yield held
    held.over.set()


@pytest.fixture
def full(make_service: MakeService, held: Held) -> Iterator[TestClient]:
    """A service all of whose places are taken."""
    service = make_service(limits={"concurrent_turns": 1})
    app = create_app(service)
    with TestClient(app) as client:

        async def fill() -> None:
            held.fill(app.state.turns)

        assert client.portal is not None
        client.portal.call(fill)
        yield client
        held.over.set()


@pytest.mark.parametrize("path", ["/v1/chat", "/v1/chat/stream"])
@pytest.mark.parametrize("language", Language)
def test_a_full_service_says_when_to_come_back(
    full: TestClient, path: str, language: Language
) -> None:
    answer = full.post(path, json={"message": ASKED[language]})
    assert answer.status_code == 503
    assert SOONEST_S <= int(answer.headers["retry-after"]) <= LATEST_S
    problem = answer.json()
    assert problem["type"] == "urn:sangdam:problem:busy"
    assert SAID[language] in problem["detail"]
    assert answer.headers["retry-after"] in problem["detail"]


def test_a_full_service_still_tells_that_it_lives(full: TestClient) -> None:
    assert full.get("/healthz").json() == {"status": "ok"}
    assert full.get("/readyz").status_code == 200


def test_once_there_is_room_the_same_message_is_answered(full: TestClient, held: Held) -> None:
    message = {"message": ASKED[Language.KOREAN], "client_message_id": "a" * 32}
    assert full.post("/v1/chat", json=message).status_code == 503
    held.over.set()
    while (answer := full.post("/v1/chat", json=message)).status_code == 503:
        continue
    assert answer.json()["outcome"] == "answered"


async def pool_whose_turns_took(seconds: float) -> TurnPool:
    """Of one thread, and empty."""
    now = iter([0.0, seconds])
    pool = TurnPool(1, monotonic=lambda: next(now, seconds))
    events = pool.begin(lambda: iter([Status(step=Step.READING)]), Language.KOREAN)
    assert [event async for event in events]
    await asyncio.sleep(0)  # what is called back at the end of the turn comes after its events
    return pool


def test_nobody_is_let_in_who_would_wait_too_long(held: Held) -> None:
    async def let_in(took_s: float) -> int:
        pool = await pool_whose_turns_took(took_s)
        inside = 0
        with pytest.raises(Busy):
            while True:
                pool.begin(held.turn, Language.KOREAN)
                inside += 1
        held.over.set()
        pool.close()
        held.over.clear()
        return inside

    assert asyncio.run(let_in(0.01)) == 1 + WAITING_PER_THREAD
    assert asyncio.run(let_in(LONGEST_WAIT_S / 2)) == 1 + 2
    assert asyncio.run(let_in(2 * LONGEST_WAIT_S)) == 1


def test_when_to_come_back_follows_how_long_turns_took(held: Held) -> None:
    async def asked_again_in(took_s: float) -> int:
        pool = await pool_whose_turns_took(took_s)
        with pytest.raises(Busy) as busy:
            while True:
                pool.begin(held.turn, Language.KOREAN)
        held.over.set()
        pool.close()
        held.over.clear()
        return busy.value.again_s

    assert asyncio.run(asked_again_in(0.01)) == SOONEST_S
    assert asyncio.run(asked_again_in(1.5)) == ceil(1.5 * (1 + WAITING_PER_THREAD))
    assert asyncio.run(asked_again_in(100.0)) == LATEST_S


def test_turns_that_end_while_others_ask_how_long_they_would_wait_disturb_nobody() -> None:
    every_s = sys.getswitchinterval()
    pool = TurnPool(8)

    async def ask() -> int:
        turns = []
        for _ in range(3000):
            with suppress(Busy):
                turns.append(pool.begin(lambda: iter(()), Language.KOREAN))
            await asyncio.sleep(0)
        return sum([len([event async for event in turn]) for turn in turns])

    try:
        sys.setswitchinterval(1e-6)
        assert asyncio.run(ask()) == 0
    finally:
        sys.setswitchinterval(every_s)
        pool.close()
