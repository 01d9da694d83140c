"""What breaks in a round, and how it is over. Each returns when it was over, in seconds of the
monotonic clock, and how it came out."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from scripts.benchmarks.breaking.site import Site

LASTS_S = 4.0
"""How long a network is away or a disk full."""
STARTED = "Application startup complete"
REINDEX_S = 4.0
"""A kill comes within so many seconds after a reindex began."""
TOO_SMALL = 16_384
"""Bytes of a file for which a full disk has room still."""
BALLAST = "ballast"


class Broken(NamedTuple):
    what: str
    over_at: float
    came_back: str = ""
    """What else had to come back, and when."""


Break = Callable[[Site, random.Random, int], Awaitable[Broken]]


async def worker(site: Site, chance: random.Random, _round: int) -> Broken:
    starts = site.workers.log.count(STARTED)
    victim = chance.choice(site.workers.processes())
    victim.kill()
    killed = time.monotonic()
    await asyncio.to_thread(site.workers.wait_until, starts + 1)
    return Broken("a worker killed", killed, f"a new one after {_since(killed)}")


async def postgres(site: Site, _chance: random.Random, _round: int) -> Broken:
    await asyncio.to_thread(site.server.kill)
    killed = time.monotonic()
    while not site.server.runs:
        await asyncio.sleep(0.05)
    return Broken("PostgreSQL killed", killed, f"started again after {_since(killed)}")


async def model(site: Site, _chance: random.Random, _round: int) -> Broken:
    await asyncio.to_thread(site.model.kill)
    killed = time.monotonic()
    await asyncio.sleep(1)
    await asyncio.to_thread(site.model.start)
    return Broken(
        "the language model killed (stub)", killed, f"started again after {_since(killed)}"
    )


async def reindex(site: Site, chance: random.Random, _round: int) -> Broken:
    running = site.reindex()
    await asyncio.sleep(chance.uniform(0.5, REINDEX_S))
    running.kill()
    await asyncio.to_thread(running.wait)
    killed = time.monotonic()
    again = await asyncio.to_thread(site.reindex().wait)
    told = "the next one went through" if again == 0 else f"FAULT: the next one ended with {again}"
    return Broken("a reindex killed", killed, told)


async def disk(site: Site, _chance: random.Random, number: int) -> Broken:
    small = site.server.folder.parent
    if number % 2 == 0 and small.is_mount():
        return await _full_database(small)
    refused = await asyncio.to_thread(site.reindex(largest_file=TOO_SMALL).wait)
    freed = time.monotonic()
    again = await asyncio.to_thread(site.reindex().wait)
    told = "the next reindex went through" if refused and not again else "FAULT: of the reindexes"
    return Broken("the index's disk full", freed, told)


async def network(site: Site, _chance: random.Random, number: int) -> Broken:
    proxy, which = [(site.to_database, "PostgreSQL"), (site.to_model, "the model")][number % 2]
    how = "silent" if number // 2 % 2 else "cut"
    proxy.fall_silent() if how == "silent" else proxy.cut()
    await asyncio.sleep(LASTS_S)
    proxy.mend()
    return Broken(f"the network to {which} {how}", time.monotonic(), f"mended after {LASTS_S:g} s")


KINDS: Mapping[str, Break] = {
    "worker": worker,
    "postgres": postgres,
    "model": model,
    "reindex": reindex,
    "disk": disk,
    "network": network,
}


async def _full_database(small: Path) -> Broken:
    ballast = small / BALLAST
    await asyncio.to_thread(_fill, ballast)
    await asyncio.sleep(LASTS_S)
    ballast.unlink()
    return Broken("PostgreSQL's disk full", time.monotonic(), f"freed after {LASTS_S:g} s")


def _fill(ballast: Path) -> None:
    """Until nothing fits any more."""
    with ballast.open("wb", buffering=0) as file:
        for piece in (1 << 20, 1 << 12):
            try:
                while file.write(bytes(piece)) == piece:
                    pass
            except OSError:
                continue


def _since(moment: float) -> str:
    return f"{time.monotonic() - moment:.1f} s"
