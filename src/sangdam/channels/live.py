"""Open event streams: async, without a thread each, fed by one look at the database."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from sangdam.models import Audience
from sangdam.storage.events import Events, StoredEvent

LOOK_EVERY_S = 0.2


class Live:
    """Wakes a stream where its conversation has news; all streams share one query."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._seen: dict[str, int] = {}
        self._watcher: asyncio.Task[None] | None = None

    async def follow(
        self, conversation_id: str, last_id: int, audience: Audience = Audience.CUSTOMER
    ) -> AsyncIterator[StoredEvent]:
        """Events after `last_id`, then each new one as it comes, until the caller leaves."""
        news = asyncio.Event()
        self._waiting[conversation_id].add(news)
        self._watch()
        try:
            while True:
                news.clear()
                found = await run_in_threadpool(
                    self._events.after, conversation_id, last_id, audience
                )
                for event in found:
                    last_id = event.id
                    yield event
                await news.wait()
        finally:
            self._leave(conversation_id, news)

    async def close(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)

    def _leave(self, conversation_id: str, news: asyncio.Event) -> None:
        self._waiting[conversation_id].discard(news)
        if not self._waiting[conversation_id]:
            del self._waiting[conversation_id]
            self._seen.pop(conversation_id, None)

    def _watch(self) -> None:
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._look_while_anyone_waits())

    async def _look_while_anyone_waits(self) -> None:
        while self._waiting:
            newest = await run_in_threadpool(self._events.newest, tuple(self._waiting))
            for conversation_id, last in newest.items():
                if self._seen.get(conversation_id) != last:
                    self._seen[conversation_id] = last
                    for news in self._waiting.get(conversation_id, ()):
                        news.set()
            await asyncio.sleep(LOOK_EVERY_S)
