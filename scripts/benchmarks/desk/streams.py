"""An event stream as a page follows it: again and again from the last event that it heard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from time import perf_counter
from typing import Any, NamedTuple

from scripts.benchmarks.desk.calls import BREAKS, Calls, rest


class Heard(NamedTuple):
    id: int
    kind: str
    """message, owner, ticket or contact."""
    internal: bool
    payload: dict[str, Any]
    at: float
    """Seconds of the monotonic clock."""


class Stream:
    """Every event that it heard, in the order in which it did, over all its connections."""

    def __init__(
        self, calls: Calls, path: str, headers: dict[str, str], *, last_id: int = 0
    ) -> None:
        self.heard: list[Heard] = []
        self.last_id = last_id
        self._calls = calls
        self._path = path
        self._headers = headers
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    @property
    def owner(self) -> dict[str, Any] | None:
        """Who has the conversation, by the last event that told."""
        return next((event.payload for event in reversed(self.heard) if _tells_owner(event)), None)

    def open(self) -> None:
        self._task = self._task or asyncio.create_task(self._follow())

    async def close(self) -> None:
        """`open` goes on from where it was."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until(self, true: Callable[[], bool]) -> None:
        """Returns once what was heard makes it true."""
        async with self._news:
            await self._news.wait_for(true)

    async def _follow(self) -> None:
        tries = 0
        while True:
            heard = len(self.heard)
            try:
                await self._listen()
            except BREAKS as broke:
                self._calls.broke(broke)
            tries = 0 if len(self.heard) > heard else tries + 1
            await rest(tries)

    async def _listen(self) -> None:
        headers = self._headers | {"Last-Event-ID": str(self.last_id)}
        async with self._calls.client.sse(self._path, headers=headers, timeout=None) as source:
            source.response.raise_for_status()
            async for event in source:
                if event.event != "typing":
                    await self._hear(int(event.id), event.event, json.loads(event.data))

    async def _hear(self, number: int, kind: str, event: dict[str, Any]) -> None:
        async with self._news:
            internal = event["audience"] == "internal"
            self.heard.append(Heard(number, kind, internal, event["payload"], perf_counter()))
            self.last_id = number
            self._news.notify_all()


def _tells_owner(event: Heard) -> bool:
    return event.kind == "owner"
