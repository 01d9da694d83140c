"""Customers who ask without a pause while things break, and write down what they were told."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any, NamedTuple

from scripts.benchmarks.desk.calls import Calls
from scripts.benchmarks.serving import DIRECT, FOR_THE_MODEL

Reply = dict[str, Any]
CALLS = ("상담원 연결해 주세요", "I would like to talk to a person")
LINES = (*DIRECT, *FOR_THE_MODEL, *FOR_THE_MODEL, *CALLS)
LONGEST_TALK = 6
"""Messages after which a customer comes as a new one."""
PAUSE_S = 0.2


class Acknowledged(NamedTuple):
    """A message that the service said it has."""

    client_message_id: str
    conversation_id: str
    turn_id: str
    text: str
    outcome: str
    route: str
    at: float
    """When the reply was there, in seconds of the monotonic clock."""


class Askers:
    """So many customers until `stop`; whoever gets no answer sends the same again."""

    def __init__(self, calls: Calls, number: int, seed: int) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.faults: list[str] = []
        self._calls = calls
        self._over = asyncio.Event()
        self._lives = [asyncio.create_task(self._live(f"{seed} {n}")) for n in range(number)]

    async def stop(self, patience_s: float) -> None:
        """Returns once each has the answer to the last message; who has none in so many seconds
        is a fault."""
        self._over.set()
        _, waiting = await asyncio.wait(self._lives, timeout=patience_s)
        self.faults += [f"{len(waiting)} customers got no answer"] if waiting else []
        for life in waiting:
            life.cancel()
        ended = await asyncio.gather(*self._lives, return_exceptions=True)
        self.faults += [repr(error) for error in ended if isinstance(error, Exception)]

    async def _live(self, seed: str) -> None:
        chance = random.Random(seed)
        while not self._over.is_set():
            known: Reply | None = None
            for line in chance.choices(LINES, k=chance.randint(1, LONGEST_TALK)):
                known = await self._say(line, known, f"{chance.getrandbits(128):032x}")
                if known is None or self._over.is_set():
                    break
                await asyncio.sleep(PAUSE_S)

    async def _say(self, text: str, known: Reply | None, key: str) -> Reply | None:
        body = {"message": text, "client_message_id": key}
        headers = {}
        if known:
            body["conversation_id"] = known["conversation_id"]
            headers["Authorization"] = f"Bearer {known['conversation_token']}"
        answer = await self._calls.until_answered("POST", "/v1/chat", headers, body)
        if not answer.done:
            self.faults.append(f"{text!r} got {answer.status}: {answer.body}")
            return None
        reply: Reply = answer.body
        self.acknowledged.append(
            Acknowledged(
                key,
                reply["conversation_id"],
                reply["turn_id"],
                text,
                reply["outcome"],
                reply["route"],
                time.monotonic(),
            )
        )
        return reply
