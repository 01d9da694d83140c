"""How customers and agents call the service: they repeat what got no answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import count
from typing import Any, NamedTuple

import httpx2 as httpx

from scripts.benchmarks.desk.house import KEY

AGAIN_AFTER_S = (0.2, 0.5, 1.0, 2.0)
"""Between one try and the next; the last one from then on."""
PATIENCE_S = 60.0
"""How long one answer may take before it is asked for again."""
OPERATOR = {"Authorization": f"Bearer {KEY}"}
BREAKS = (httpx.TransportError, httpx.StreamError)


async def rest(tries: int) -> None:
    """Before the next try, after so many others."""
    await asyncio.sleep(AGAIN_AFTER_S[min(tries, len(AGAIN_AFTER_S) - 1)])


class Answer(NamedTuple):
    status: int
    body: Any

    @property
    def done(self) -> bool:
        return httpx.codes.is_success(self.status)


class Calls:
    """One HTTP client for everybody. `cut` counts requests and streams that broke."""

    def __init__(self, url: str) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        self.client = httpx.AsyncClient(
            base_url=url, timeout=PATIENCE_S, limits=limits, trust_env=False
        )
        self.cut = 0
        self.statuses: Counter[int] = Counter()
        self.begun: dict[str, asyncio.Event] = {}
        """Who posts -> set at their next request, for whoever wants to break it."""

    async def close(self) -> None:
        await self.client.aclose()

    async def once(
        self, method: str, path: str, headers: dict[str, str], body: Any = None, *, who: str = ""
    ) -> Answer | None:
        """None where the connection broke: what was asked may have happened or not."""
        try:
            if who in self.begun:
                self.begun.pop(who).set()
            response = await self.client.request(method, path, headers=headers, json=body)
        except BREAKS as broke:
            self.broke(broke)
            return None
        self.statuses[response.status_code] += 1
        return Answer(response.status_code, response.json() if response.content else None)

    async def until_answered(
        self, method: str, path: str, headers: dict[str, str], body: Any = None, *, who: str = ""
    ) -> Answer:
        """For what may be asked twice. Busy counts as no answer."""
        for tries in count():
            answer = await self.once(method, path, headers, body, who=who)
            if answer is not None and answer.status != httpx.codes.SERVICE_UNAVAILABLE:
                return answer
            await rest(tries)
        raise AssertionError

    def broke(self, how: Exception) -> None:
        """Counts it, unless there was nobody to break it: the process was not there yet."""
        self.cut += not isinstance(how, httpx.ConnectError)

    async def next_of(self, who: str) -> None:
        """Returns when `who` (customer, agent) begins a request."""
        await self.begun.setdefault(who, asyncio.Event()).wait()
