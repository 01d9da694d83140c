"""Runs synchronous turns in a bounded pool and hands their events to async code."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from math import ceil

from sangdam.channels.problems import Busy
from sangdam.models import Event, Language

WAITING_PER_THREAD = 4
"""Turns that may wait for one thread before the service says to come back."""
LONGEST_WAIT_S = 8.0
"""No turn is let in that would wait longer, as turns went lately, before it begins."""
LATEST = 50
"""Turns by which the wait is reckoned."""
SOONEST_S, LATEST_S = 2, 60

_END = object()


class TurnPool:
    """At most `threads` turns run at once, and a bounded number waits."""

    def __init__(self, threads: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="turn")
        self._threads = threads
        self._inside = 0
        """Turns that run or wait."""
        self._monotonic = monotonic
        self._took_s: deque[float] = deque(maxlen=LATEST)
        """Read and written in the loop's thread alone."""

    def begin(
        self, turn: Callable[[], Iterator[Event]], language: Language
    ) -> AsyncIterator[Event]:
        """The turn's events as they come; they raise what the turn raises.

        Raises Busy, in the customer's language, where too many wait. A turn that has begun is run
        to its end even where nobody listens any more, so that what the customer wrote is answered
        when they come back.
        """
        wait_s = self._wait_s()
        if self._inside >= self._threads * (1 + WAITING_PER_THREAD) or wait_s > LONGEST_WAIT_S:
            raise Busy(language, min(max(SOONEST_S, ceil(wait_s)), LATEST_S))
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[object] = asyncio.Queue()

        def tell(event: Event) -> None:
            loop.call_soon_threadsafe(arrived.put_nowait, event)

        def end(took_s: float) -> None:
            loop.call_soon_threadsafe(self._ended, arrived, took_s)

        self._inside += 1
        done = loop.run_in_executor(self._pool, self._drain, turn, tell, end)
        done.add_done_callback(self._left)
        return _events(arrived, done)

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def _wait_s(self) -> float:
        """How long one more would wait, as turns went lately."""
        before = max(0, self._inside + 1 - self._threads)
        took = statistics.fmean(self._took_s) if self._took_s else 0.0
        return took * before / self._threads

    def _drain(
        self,
        turn: Callable[[], Iterator[Event]],
        tell: Callable[[Event], None],
        end: Callable[[float], None],
    ) -> None:
        began = self._monotonic()
        try:
            for event in turn():
                tell(event)
        finally:
            end(self._monotonic() - began)

    def _ended(self, arrived: asyncio.Queue[object], took_s: float) -> None:
        self._took_s.append(took_s)
        arrived.put_nowait(_END)

    def _left(self, done: asyncio.Future[None]) -> None:
        self._inside -= 1
        done.exception()


async def _events(
    arrived: asyncio.Queue[object], done: asyncio.Future[None]
) -> AsyncIterator[Event]:
    while (item := await arrived.get()) is not _END:
        yield item  # type: ignore[misc]
    await done
