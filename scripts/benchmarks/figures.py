"""How every benchmark prints: one line a figure."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "data" / "bench"
"""What is kept between runs: corpora, their indexes, plots."""
MIB = 1024 * 1024


def show(what: str, value: str) -> None:
    print(f"{what:44} {value}", flush=True)


def silent(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def spread(milliseconds: Sequence[float]) -> str:
    """Median and 95th percentile."""
    if len(milliseconds) < 2:
        return "too few to say"
    p95 = statistics.quantiles(milliseconds, n=20)[18]
    p50 = statistics.median(milliseconds)
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, n {len(milliseconds)}"


class Memory(NamedTuple):
    """Of this process, in bytes."""

    resident: int
    private: int
    """What it wrote itself; pages of a mapped file that it only read, others can share."""

    def __str__(self) -> str:
        return f"{self.resident / MIB:.0f} MiB resident, {self.private / MIB:.0f} MiB of it private"


def memory() -> Memory:
    """Linux only: elsewhere nothing tells written pages from those that were only read."""
    process = psutil.Process()
    written = sum(part.private_dirty for part in process.memory_maps())
    return Memory(process.memory_info().rss, written)


class Neighbours:
    """What else ran on this machine while a figure was taken: the noise beside it."""

    def __init__(self) -> None:
        self._before = _busy_seconds()

    def __str__(self) -> str:
        total, own, wall = (
            after - before for after, before in zip(_busy_seconds(), self._before, strict=True)
        )
        share = max(0.0, total - own) / (wall * (psutil.cpu_count() or 1))
        return f"other processes took {share:.0%} of the machine meanwhile"


def _busy_seconds() -> tuple[float, float, float]:
    """Processor seconds of all processes, of this one and its children, and the clock's."""
    busy = psutil.cpu_times()
    own = psutil.Process().cpu_times()
    used = own.user + own.system + own.children_user + own.children_system
    return busy.user + busy.nice + busy.system, used, time.monotonic()
