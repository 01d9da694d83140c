"""Kill -9 under query load, and queries while Generations switch every second: `make bench`.

    python -m scripts.benchmarks.crashes [--trials N] [--queries N]

Real reindex runs over real indexes, with the embedder that ships for tests. Every answer is
judged: there is one, it is of one Generation, and of one that was current within the last second.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import count, cycle, islice
from pathlib import Path

from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from scripts.benchmarks.kills.points import POINTS
from scripts.benchmarks.kills.runs import Runs
from scripts.benchmarks.kills.shop import Shop, Trial

RANDOM = "at a random moment"
THREADS = 4
SWITCH_EVERY_S = 1
REINDEX_EVERY = 10
"""Switches of which one is a reindex of new knowledge; the others point back and forth."""
STALE_AFTER_S = 1.0
SHOWN = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 where nothing was wrong."""
    parser = argparse.ArgumentParser(description="Kill -9 and switches under query load")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--queries", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    lexical = KiwiBm25Indexes(KiwiMorphology())
    with Runs() as runs:
        wrong = kills(runs, lexical, asked.trials) + switches(runs, lexical, asked.queries)
    return 1 if wrong else 0


def kills(runs: Runs, lexical: KiwiBm25Indexes, trials: int) -> int:
    """Number of trials and answers that went wrong."""
    began = time.perf_counter()
    valid: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder), runs, lexical, watch=True)
        with shop.customers(threads=2, rest_s=0.001) as customers:
            where = list(islice(cycle([*POINTS, *[RANDOM] * (len(POINTS) // 2)]), trials))
            for point in where:
                trial = killed(shop, point)
                valid[point] += not trial.faults
                faults += trial.faults
        shop.close()
        stale = customers.stale(shop.history, grace_s=STALE_AFTER_S)
    seconds = time.perf_counter() - began
    print(f"kill -9 of a reindex under query load: {valid.total()} of {trials} valid")
    for point, times in Counter(where).items():
        print(f"  {point}: {valid[point]} of {times}")
    answers = len(customers.answers)
    print(f"  {answers} queries meanwhile: {len(customers.wrong)} wrong, {stale} stale")
    print(f"  a new Generation was searched within: {percentiles(shop.pick_ups_s)}")
    print(f"  {seconds:.0f} s")
    show([*faults, *customers.wrong])
    return trials - valid.total() + len(customers.wrong) + stale


def killed(shop: Shop, point: str) -> Trial:
    """A run that ended before its random moment came is no trial; another moment is tried."""
    if point != RANDOM:
        trial = shop.trial(kill_at=point)
        return trial if trial.killed else Trial(False, (*trial.faults, f"{point}: not reached"))
    while not (trial := shop.trial(kill_after_s=random.uniform(0, shop.run_s))).killed:
        if trial.faults:
            break
    return trial


def switches(runs: Runs, lexical: KiwiBm25Indexes, queries: int) -> int:
    """Number of answers that went wrong."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder), runs, lexical, watch=True)
        with shop.customers(threads=THREADS) as customers:
            for switch in count(1):
                time.sleep(SWITCH_EVERY_S)
                if len(customers.answers) >= queries:
                    break
                if switch % REINDEX_EVERY:
                    shop.toggle()
                else:
                    shop.reindex()
        shop.close()
        stale = customers.stale(shop.history, grace_s=STALE_AFTER_S)
    seconds = time.perf_counter() - began
    answers, wrong = len(customers.answers), len(customers.wrong)
    print(f"{answers} queries while Generations switch every second: {wrong + stale} wrong")
    print(f"  {switch - 1} switches, of them {(switch - 1) // REINDEX_EVERY} by a reindex run")
    print(f"  {answers / seconds:.0f} queries a second from {THREADS} threads, {seconds:.0f} s")
    show(customers.wrong)
    return wrong + stale


def percentiles(seconds: Sequence[float]) -> str:
    worst = max(seconds)
    return f"p50 {statistics.median(seconds):.2f} s, worst {worst:.2f} s of {len(seconds)}"


def show(faults: Sequence[str]) -> None:
    for fault in faults[:SHOWN]:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())
