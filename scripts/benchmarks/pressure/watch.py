"""What processes take: processor time, and memory that they share with nobody."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

import psutil

from scripts.benchmarks.figures import MIB

HOUR_S = 3600


def spent_s(processes: Sequence[psutil.Process]) -> float:
    """Processor seconds of these and of all that descend from them, ended ones too."""
    spent = 0.0
    for process in processes:
        for one in (process, *process.children(recursive=True)):
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue  # its parent counts it from now on
            spent += times.user + times.system + times.children_user + times.children_system
    return spent


def own_mib(process: psutil.Process) -> float:
    """Memory that would be free if this process alone ended (USS)."""
    return float(process.memory_full_info().uss) / MIB


def mapped_mib(process: psutil.Process, name: str) -> float:
    """Pages of files of this name that the process has in memory."""
    maps = process.memory_maps()
    return float(sum(part.rss for part in maps if part.path.endswith(name))) / MIB


class Sample(NamedTuple):
    at_s: float
    mib: float
    streams: int


class Growth(NamedTuple):
    first_mib: float
    """Median of the first quarter."""
    last_mib: float
    """Median of the last quarter."""
    mib_an_hour: float
    """Slope of the straight line nearest to all samples."""


def growth(samples: Sequence[Sample]) -> Growth:
    """Of at least four samples."""
    quarter = len(samples) // 4
    first, last = samples[:quarter], samples[-quarter:]
    slope = statistics.linear_regression([s.at_s for s in samples], [s.mib for s in samples]).slope
    return Growth(
        statistics.median(sample.mib for sample in first),
        statistics.median(sample.mib for sample in last),
        slope * HOUR_S,
    )


class Watch:
    """Samples the memory of processes until it is stopped."""

    def __init__(self, processes: Sequence[psutil.Process], every_s: float) -> None:
        self.samples: list[Sample] = []
        self._processes = processes
        self._every_s = every_s
        self._began = monotonic()

    async def run(self, streams: Callable[[], int]) -> None:
        """Cancel it. `streams` counts event streams that are open."""
        while True:
            mib = sum(map(own_mib, self._processes))
            self.samples.append(Sample(monotonic() - self._began, mib, streams()))
            await asyncio.sleep(self._every_s)
