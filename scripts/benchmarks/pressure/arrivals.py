"""Work that comes when it comes, whether or not what came before is done."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Served(NamedTuple, Generic[T]):
    due: float
    """When it was to be sent, by time.monotonic()."""
    ended: float
    what: T

    @property
    def ms(self) -> float:
        """From the moment it was due: where the sender itself was late, that counts too."""
        return (self.ended - self.due) * 1000


def poisson(per_second: float, seconds: float, chance: random.Random) -> Iterator[float]:
    """Seconds from the start at which somebody comes, in order."""
    at = chance.expovariate(per_second)
    while at < seconds:
        yield at
        at += chance.expovariate(per_second)


async def served(times: Iterator[float], serve: Callable[[], Awaitable[T]]) -> list[Served[T]]:
    """What `serve` returned for each arrival, once all are done; none waits for another."""
    began = monotonic()

    async def one(due: float) -> Served[T]:
        what = await serve()
        return Served(due, monotonic(), what)

    under_way = []
    for time in times:
        due = began + time
        await asyncio.sleep(max(0.0, due - monotonic()))
        under_way.append(asyncio.create_task(one(due)))
    return await asyncio.gather(*under_way)


async def as_fast_as_it_goes(
    at_once: int, seconds: float, serve: Callable[[], Awaitable[T]]
) -> list[Served[T]]:
    """So many at once, each begun when the one before it has ended."""
    ends = monotonic() + seconds

    async def one_after_another() -> list[Served[T]]:
        done = []
        while (due := monotonic()) < ends:
            what = await serve()
            done.append(Served(due, monotonic(), what))
        return done

    rows = await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return [one for row in rows for one in row]
