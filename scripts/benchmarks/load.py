"""The service under load: two workers on PostgreSQL, a stub of a language model, many open pages.

    python -m scripts.benchmarks.load [--only PART,PART] [--seconds N] [--soak MINUTES]

Real processes and real HTTP over loopback; this one plays every customer and shares the processors
with what it measures. Turns arrive by chance at a rate, whether or not those before are answered,
and are timed from the moment when they were due. Exit code 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from sangdam.settings import Limits
from scripts.benchmarks.delivery import made_index
from scripts.benchmarks.figures import Neighbours, show
from scripts.benchmarks.pressure import questions
from scripts.benchmarks.pressure.arrivals import as_fast_as_it_goes
from scripts.benchmarks.pressure.house import House, Stub, house, server
from scripts.benchmarks.pressure.pages import Pages, Turn
from scripts.benchmarks.pressure.run import SEED, at_rate, goal, p95, quantiles, tell
from scripts.benchmarks.pressure.watch import Watch, growth, mapped_mib, own_mib
from scripts.benchmarks.rewording import faq_wordings

PARTS = {
    "start": "from the command to ready, and the memory of each worker",
    "direct": "direct turns at a rate, the answer cache as shipped",
    "uncached": "the same without an answer cache",
    "streamed": "streamed turns through the stub model",
    "overload": "three times the capacity, and recovery",
    "soak": "memory over time at half of the capacity",
}
DIRECT_A_SECOND, STREAMED_A_SECOND = 50, 20
NOT_DIRECT = 1.08
"""Turns that are sent for one that is answered directly: a few wordings are not."""
CPU_MS = 30
LAST_TOKEN_TO_DELTA_MS = 40
READY_S = 8
MORE_PRIVATE_MIB = 200
MODEL_FILE = "pooled.bin"
TIMES_CAPACITY = 3
AT_ONCE = 24
"""Customers who find the capacity, each asking again as soon as the answer is there."""
TRIAL_S = 8
RECOVERY_S = 60
RECOVERED = 1.5
"""Latency of the minute after a rush against that before it, at most."""
SAMPLES_EVERY_S = 5
FLAT = 0.02
"""Growth of the workers' memory from the first to the last quarter, at most."""


class Asked(NamedTuple):
    parts: frozenset[str]
    seconds: float
    conversations: int
    soak_minutes: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The service under load")
    parser.add_argument("--only", metavar="PARTS", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--seconds", type=float, default=40, help="of each run")
    parser.add_argument("--soak", type=float, default=20, metavar="MINUTES")
    parser.add_argument("--conversations", type=int, default=500)
    parser.add_argument("--first-token-ms", type=float, default=300)
    parser.add_argument("--pace", type=float, default=100, help="tokens a second of the stub model")
    parser.add_argument("--index", type=Path, help="an index of knowledge/ that is there already")
    options = parser.parse_args(arguments)
    parts = frozenset(options.only.split(",") if options.only else PARTS)
    if unknown := parts - PARTS.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    asked = Asked(parts, options.seconds, options.conversations, options.soak)
    neighbours = Neighbours()
    with tempfile.TemporaryDirectory(prefix="sangdam-load-") as folder, server() as database:
        index = options.index or made_index(Path(folder))
        stub = Stub(options.first_token_ms, options.pace)
        try:
            met = True
            if parts - {"uncached"}:
                began = monotonic()
                with house(Path(folder) / "shipped", database, stub, index) as shipped:
                    met &= start(shipped, monotonic() - began) if "start" in parts else True
                    met &= asyncio.run(as_shipped(shipped, asked))
            if "uncached" in parts:
                with house(Path(folder) / "uncached", database, stub, index, cached=0) as without:
                    met &= asyncio.run(uncached(without, asked))
        finally:
            stub.stop()
    show("noise", str(neighbours))
    return 0 if met else 1


def start(house: House, ready_s: float) -> bool:
    """Right after it: no worker has answered yet."""
    title("start")
    house.workers.get("/readyz")
    first, second = (own_mib(process) for process in house.processes)
    files = [mapped_mib(process, MODEL_FILE) for process in house.processes]
    show("  both workers ready after", f"{ready_s:.1f} s")
    show("  memory of its own, each worker", f"{first:.0f} MiB, {second:.0f} MiB")
    show("  pages of the model's file in it", " MiB, ".join(f"{mib:.0f}" for mib in files) + " MiB")
    return goal(f"ready within {READY_S} s", ready_s <= READY_S) & goal(
        f"the second takes at most {MORE_PRIVATE_MIB} MiB more", second - first <= MORE_PRIVATE_MIB
    )


async def as_shipped(house: House, asked: Asked) -> bool:
    parts, met = asked.parts, True
    if not parts - {"start", "uncached"}:
        return True
    pages = await opened(house, asked)
    if "direct" in parts:
        met &= await direct(house, pages, asked, "direct")
    if "streamed" in parts:
        met &= await streamed(house, pages, asked)
    if parts & {"overload", "soak"}:
        capacity = await found_capacity(pages)
        if "overload" in parts:
            met &= await overload(house, pages, asked, capacity)
        if "soak" in parts:
            met &= await soak(house, pages, asked, capacity)
    await pages.close()
    return met


async def uncached(house: House, asked: Asked) -> bool:
    pages = await opened(house, asked)
    met = await direct(house, pages, asked, "uncached")
    await pages.close()
    return met


async def opened(house: House, asked: Asked) -> Pages:
    texts = wordings()
    pages = Pages(house.url, lambda: next(texts))
    began = monotonic()
    await pages.open(asked.conversations)
    show("open conversations", f"{pages.following}, opened in {monotonic() - began:.0f} s")
    return pages


def wordings() -> Iterator[str]:
    return cycle(faq_wordings(SEED))


async def direct(house: House, pages: Pages, asked: Asked, part: str) -> bool:
    title(part)
    run = await at_rate(house, pages, DIRECT_A_SECOND * NOT_DIRECT, asked.seconds)
    tell(run)
    rate, cpu_ms = len(run.direct) / run.seconds, 1000 * run.cost.workers / len(run.answered)
    show("  direct turns a second", f"{rate:.1f}")
    show("  latency of direct turns", quantiles([turn.ms for turn in run.direct]))
    return (
        goal(f"{DIRECT_A_SECOND} direct turns a second, no error", rate >= DIRECT_A_SECOND)
        & goal("no error, nobody sent away", run.errors + run.told_to_come_back == 0)
        & goal(f"{CPU_MS} ms of the workers' processor time a turn", cpu_ms <= CPU_MS)
    )


async def streamed(house: House, pages: Pages, asked: Asked) -> bool:
    title("streamed")
    texts, usual = cycle(questions.for_the_model(SEED)), pages.texts
    pages.texts, pages.streamed = lambda: next(texts), True
    run = await at_rate(house, pages, STREAMED_A_SECOND, asked.seconds)
    pages.texts, pages.streamed = usual, False
    tell(run)
    written = [turn.what for turn in run.turns if turn.what.route == "generated"]
    ways = last_token_to_delta(written, house.stub.ended())
    show("  written by the model", f"{len(written) / run.seconds:.1f} a second")
    show("  the model's last token to the first delta", f"{quantiles(ways)}, n {len(ways)}")
    rate = len(run.answered) / run.seconds
    return (
        goal(f"{STREAMED_A_SECOND} streamed turns a second", rate >= 0.95 * STREAMED_A_SECOND)
        & goal("no error, nobody sent away", run.errors + run.told_to_come_back == 0)
        & goal(f"p95 {LAST_TOKEN_TO_DELTA_MS} ms to delta", p95(ways) <= LAST_TOKEN_TO_DELTA_MS)
    )


def last_token_to_delta(turns: Sequence[Turn], ended: dict[str, float]) -> list[float]:
    """Milliseconds; of turns whose question the model saw word for word."""
    return [
        (turn.first_delta_at - ended[turn.text]) * 1000
        for turn in turns
        if turn.first_delta_at is not None and turn.text in ended
    ]


async def found_capacity(pages: Pages) -> float:
    """Turns a second when somebody always waits."""
    done = await as_fast_as_it_goes(AT_ONCE, TRIAL_S, pages.ask)
    took = max(turn.ended for turn in done) - min(turn.due for turn in done)
    capacity = sum(turn.what.reply is not None for turn in done) / took
    show("capacity, turns a second", f"{capacity:.0f}, {AT_ONCE} at once")
    return capacity


async def overload(house: House, pages: Pages, asked: Asked, capacity: float) -> bool:
    title("overload")
    before = await at_rate(house, pages, capacity / 2, asked.seconds)
    show("  before, at half", quantiles([turn.ms for turn in before.answered]))
    rush = await at_rate(house, pages, TIMES_CAPACITY * capacity, min(asked.seconds, 30))
    tell(rush)
    after = await at_rate(house, pages, capacity / 2, min(1.5 * asked.seconds, RECOVERY_S))
    show("  after, at half", quantiles([turn.ms for turn in after.answered]))
    late = sum(turn.ms > 1000 * Limits().turn_seconds for turn in rush.answered)
    show("  answers later than a turn's budget", str(late))
    show("  errors after", str(after.errors + after.told_to_come_back))
    usual, now = (p95([turn.ms for turn in run.answered]) for run in (before, after))
    return (
        goal("an answer in time or word to come back", late + rush.errors == 0)
        & goal("nothing missing after", after.errors + after.told_to_come_back == 0)
        & goal(f"p95 after at most {RECOVERED} times that before", now <= RECOVERED * usual)
    )


async def soak(house: House, pages: Pages, asked: Asked, capacity: float) -> bool:
    title("soak")
    watch = Watch(house.processes, SAMPLES_EVERY_S)
    watching = asyncio.create_task(watch.run(lambda: pages.following))
    run = await at_rate(house, pages, capacity / 2, 60 * asked.soak_minutes)
    watching.cancel()
    tell(run)
    grown = growth(watch.samples)
    streams = [sample.streams for sample in watch.samples]
    show("  event streams open", f"{min(streams)} to {max(streams)}")
    show("  the workers' own memory, first quarter", f"{grown.first_mib:.0f} MiB")
    show(
        "  last quarter, and slope", f"{grown.last_mib:.0f} MiB, {grown.mib_an_hour:+.0f} MiB/hour"
    )
    more = grown.last_mib / grown.first_mib - 1
    return goal("no error", run.errors == 0) & goal(f"grows by {FLAT:.0%} at most", more <= FLAT)


def title(part: str) -> None:
    print(f"{part}: {PARTS[part]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
