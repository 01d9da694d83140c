"""Open event streams: async, without a thread each.

What is written wakes them at once, by whatever process. Now and then one look at the database for
all of them finds what got lost on the way.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from sangdam.errors import Unavailable
from sangdam.models import Audience, Sender, Value
from sangdam.storage.database import Newest, Whisper
from sangdam.storage.events import Events, StoredEvent

LOOK_EVERY_S = 1.0
GATHERED_S = 0.1
"""News of so short a time is told by one look: what a customer writes most often has its answer
by then."""


class Typing(Value):
    """Somebody is writing. Never stored: whoever is not listening now need not know."""

    sender: Sender
    name: str | None = None


class _Follower:
    """One open stream: what wakes it, and what it has not told yet of who is writing."""

    def __init__(self, hears: Sender) -> None:
        self.hears = hears
        self.news = asyncio.Event()
        self.typing: Typing | None = None


class Live:
    """Wakes a stream where its conversation has news. Made inside the loop that it serves."""

    def __init__(self, events: Events, *, counted: Callable[[int], None]) -> None:
        """`counted` is told of every change in the number of open streams."""
        self._events = events
        self._counted = counted
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[str, set[_Follower]] = defaultdict(set)
        self._seen: dict[str, int] = {}
        self._watcher: asyncio.Task[None] | None = None
        events.listen(self._heard)
        events.overhear(self._overheard)

    async def follow(
        self, conversation_id: str, last_id: int, audience: Audience = Audience.CUSTOMER
    ) -> AsyncIterator[StoredEvent | Typing]:
        """Events after `last_id`, then each new one as it comes, until the caller leaves; and
        that the other side is writing."""
        other = Sender.AGENT if audience is Audience.CUSTOMER else Sender.CUSTOMER
        me = _Follower(hears=other)
        self._waiting[conversation_id].add(me)
        self._counted(self.streams)
        self._watch()
        try:
            while True:
                me.news.clear()
                found = await self._after(conversation_id, last_id, audience)
                for event in found:
                    last_id = event.id
                    yield event
                typing, me.typing = me.typing, None
                if typing is not None:
                    yield typing
                await me.news.wait()
                await asyncio.sleep(GATHERED_S)
        finally:
            self._leave(conversation_id, me)

    def show(self, conversation_id: str, typing: Typing) -> None:
        """Tell whoever listens on the other side, in any process, that somebody is writing.

        Called from a thread of a request.
        """
        self._loop.call_soon_threadsafe(self._show, conversation_id, typing)
        self._events.whisper({"conversation_id": conversation_id, **typing.model_dump()})

    def _show(self, conversation_id: str, typing: Typing) -> None:
        for follower in self._waiting.get(conversation_id, ()):
            if follower.hears is typing.sender:
                follower.typing = typing
                follower.news.set()

    @property
    def streams(self) -> int:
        """How many are open now."""
        return sum(map(len, self._waiting.values()))

    async def close(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)

    def _leave(self, conversation_id: str, me: _Follower) -> None:
        self._waiting[conversation_id].discard(me)
        if not self._waiting[conversation_id]:
            del self._waiting[conversation_id]
            self._seen.pop(conversation_id, None)
        self._counted(self.streams)

    def _watch(self) -> None:
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._look_while_anyone_waits())

    async def _look_while_anyone_waits(self) -> None:
        while self._waiting:
            with suppress(Unavailable):
                self._tell(await run_in_threadpool(self._events.newest, tuple(self._waiting)))
            await asyncio.sleep(LOOK_EVERY_S)

    async def _after(
        self, conversation_id: str, last_id: int, audience: Audience
    ) -> tuple[StoredEvent, ...]:
        """As Events.after, once the database is there."""
        while True:
            with suppress(Unavailable):
                return await run_in_threadpool(
                    self._events.after, conversation_id, last_id, audience
                )
            await asyncio.sleep(LOOK_EVERY_S)

    def _heard(self, newest: Newest) -> None:
        """Called from the thread that wrote, which may outlive the loop."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._tell, newest)

    def _overheard(self, whisper: Whisper) -> None:
        """Called from the thread that hears other processes, which may outlive the loop."""
        told = dict(whisper)
        conversation_id = str(told.pop("conversation_id"))
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(
                self._show, conversation_id, Typing.model_validate(told)
            )

    def _tell(self, newest: Newest) -> None:
        for conversation_id, last in newest.items():
            if self._seen.get(conversation_id, 0) < last and conversation_id in self._waiting:
                self._seen[conversation_id] = last
                for follower in self._waiting[conversation_id]:
                    follower.news.set()
