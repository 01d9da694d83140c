"""One run: turns arriving at a rate while pages are open, and what they cost."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import psutil

from scripts.benchmarks.figures import show
from scripts.benchmarks.pressure.arrivals import Served, poisson, served
from scripts.benchmarks.pressure.house import House
from scripts.benchmarks.pressure.pages import Pages, Turn
from scripts.benchmarks.pressure.watch import spent_s

SEED = 20261123


class Cost(NamedTuple):
    """Processor seconds, by whose they are."""

    workers: float
    database: float
    model: float
    generator: float

    def since(self, before: Cost) -> Cost:
        return Cost(*(now - then for now, then in zip(self, before, strict=True)))


class Run(NamedTuple):
    """What came of all that arrived, and what it cost."""

    turns: Sequence[Served[Turn]]
    seconds: float
    cost: Cost
    reused: Counter[str]
    cut: int
    """Event streams that broke meanwhile."""

    @property
    def direct(self) -> list[Served[Turn]]:
        return [turn for turn in self.turns if turn.what.route == "direct"]

    @property
    def answered(self) -> list[Served[Turn]]:
        return [turn for turn in self.turns if turn.what.reply]

    @property
    def errors(self) -> int:
        """Turns without an answer, and streams that broke."""
        return sum(turn.what.failed for turn in self.turns) + self.cut

    @property
    def told_to_come_back(self) -> int:
        return sum(turn.what.come_back for turn in self.turns)


def spent(house: House) -> Cost:
    return Cost(
        spent_s(house.processes),
        spent_s(house.database),
        spent_s([house.stub.process]),
        sum(psutil.Process().cpu_times()[:2]),
    )


async def at_rate(house: House, pages: Pages, per_second: float, seconds: float) -> Run:
    """Turns that come by chance, so many a second on average."""
    before, known, cut = spent(house), Counter(house.reused()), pages.cut
    times = poisson(per_second, seconds, random.Random(SEED))
    turns = await served(times, pages.ask)
    took = max((turn.ended for turn in turns), default=0) - min(turn.due for turn in turns)
    cost, reused = spent(house).since(before), Counter(house.reused())
    return Run(turns, took, cost, reused - known, pages.cut - cut)


def tell(run: Run) -> None:
    turns, answered = len(run.turns), max(len(run.answered), 1)
    show("  turns", f"{turns:,} in {run.seconds:.0f} s, {turns / run.seconds:.1f} a second")
    routes = Counter(turn.what.route or "none" for turn in run.turns)
    show("  routes", ", ".join(f"{count:,} {route}" for route, count in routes.most_common()))
    show("  latency, from when a turn was due", quantiles([turn.ms for turn in run.answered]))
    show("  errors, told to come back", f"{run.errors}, {run.told_to_come_back}")
    each = Cost(*(1000 * part / answered for part in run.cost))
    show(
        "  processor time an answered turn",
        f"workers {each.workers:.1f} ms, PostgreSQL {each.database:.1f} ms,"
        f" model {each.model:.1f} ms, load generator {each.generator:.1f} ms",
    )
    same = f"{run.reused['answer'] / turns:.1%} whole answers, {run.reused['draft'] / turns:.1%}"
    show("  from the answer cache", f"{same} checked drafts")


def quantiles(milliseconds: Sequence[float]) -> str:
    if len(milliseconds) < 2:
        return "too few to say"
    cuts = statistics.quantiles(milliseconds, n=100)
    return f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms"


def p95(milliseconds: Sequence[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[18] if len(milliseconds) > 1 else float("nan")


def goal(what: str, met: bool) -> bool:
    show(f"  goal: {what}", "met" if met else "MISSED")
    return met
