"""Runs synchronous turns in a bounded pool and hands their events to async code."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from sangdam.channels.problems import Busy
from sangdam.models import Event

WAITING_PER_WORKER = 8
"""Turns that may wait for one worker before the service says to come back."""

_END = object()


class TurnPool:
    """At most `workers` turns run at once, and a bounded number waits."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="turn")
        self._room = workers * (1 + WAITING_PER_WORKER)

    async def run(self, turn: Callable[[], Iterator[Event]]) -> AsyncIterator[Event]:
        """The turn's events as they come; raises what the turn raises, and Busy.

        A turn that has begun is run to its end even where nobody listens any more, so that
        what the customer wrote is answered when they come back.
        """
        if self._room <= 0:
            raise Busy("Too many questions at once. Please try again in a moment.")
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[object] = asyncio.Queue()

        def tell(item: object) -> None:
            loop.call_soon_threadsafe(arrived.put_nowait, item)

        self._room -= 1
        done = loop.run_in_executor(self._pool, _drain, turn, tell)
        done.add_done_callback(self._left)
        while (item := await arrived.get()) is not _END:
            yield item  # type: ignore[misc]
        await done

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def _left(self, done: asyncio.Future[None]) -> None:
        self._room += 1
        done.exception()


def _drain(turn: Callable[[], Iterator[Event]], tell: Callable[[object], None]) -> None:
    try:
        for event in turn():
            tell(event)
    finally:
        tell(_END)
