"""Runs synchronous turns in a bounded pool and hands their events to async code."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from math import ceil

from sangdam.answering.processors import Processors
from sangdam.channels.problems import Busy
from sangdam.models import Event, Language

WAITING_PER_THREAD = 4
"""Turns that may wait for one thread before the service says to come back."""
LONGEST_WAIT_S = 8.0
"""No turn is let in that would wait longer, as turns went lately, before it begins."""
LATEST = 50
"""Turns by which the wait is reckoned."""
SOONEST_S, LATEST_S = 2, 60


class TurnPool:
    """At most `threads` turns run at once, and a bounded number waits."""

    def __init__(
        self,
        threads: int,
        processors: Processors | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Without `processors` every thread reckons whenever it can."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="turn")
        self._processors = processors or Processors(threads)
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
        told = _Told(loop)
        self._inside += 1
        done = loop.run_in_executor(self._pool, self._drain, turn, told)
        done.add_done_callback(lambda over: self._left(over, told.took_s))
        return _events(told, done)

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def _wait_s(self) -> float:
        """How long one more would wait, as turns went lately."""
        before = max(0, self._inside + 1 - self._threads)
        took = statistics.fmean(self._took_s) if self._took_s else 0.0
        return took * before / self._threads

    def _drain(self, turn: Callable[[], Iterator[Event]], told: _Told) -> None:
        began = self._monotonic()
        try:
            with self._processors.taken():
                for event in turn():
                    told.add(event)
        finally:
            told.end(self._monotonic() - began)

    def _left(self, done: asyncio.Future[None], took_s: float) -> None:
        self._inside -= 1
        self._took_s.append(took_s)
        done.exception()


async def _events(told: _Told, done: asyncio.Future[None]) -> AsyncIterator[Event]:
    async for event in told:
        yield event
    await done


class _Told:
    """What a turn's thread tells the loop: woken once for all that it has not taken yet."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._left: deque[Event | None] = deque()
        self._news = asyncio.Event()
        self.took_s = 0.0
        """How long the turn ran, once it is over."""

    def add(self, event: Event | None) -> None:
        """Called from the turn's thread; None is the end."""
        self._left.append(event)
        if len(self._left) == 1:  # else the loop has been woken, or is still taking
            self._loop.call_soon_threadsafe(self._news.set)

    def end(self, took_s: float) -> None:
        self.took_s = took_s
        self.add(None)

    async def __aiter__(self) -> AsyncIterator[Event]:
        while True:
            await self._news.wait()
            self._news.clear()
            while self._left:
                event = self._left.popleft()
                if event is None:
                    return
                yield event
