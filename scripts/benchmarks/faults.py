"""Faults while customers ask: `make bench`.

    python -m scripts.benchmarks.faults [--rounds N] [--only KIND,KIND] [--seed N] [--index DIR]

Two workers on a real PostgreSQL (fsync on) with a stub language model, under load. Each round
something breaks: a worker, PostgreSQL, the model or a reindex is killed, a disk is full, a network
is cut or silent. Customers repeat what got no answer under the same id, as the page does. After
each round what they were told is laid beside what the database has. Exit code 1 where a message
that was acknowledged is lost, one that was sent again is doubled, somebody is left without an
answer or a person, or the first success takes longer than 10 s after the fault.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from scripts.benchmarks.breaking.askers import Acknowledged, Askers
from scripts.benchmarks.breaking.kinds import KINDS
from scripts.benchmarks.breaking.ledger import faults
from scripts.benchmarks.breaking.site import Site
from scripts.benchmarks.delivery import made_index
from scripts.benchmarks.desk.calls import Calls
from scripts.benchmarks.figures import show
from scripts.benchmarks.postgres import Server, missing, programs

ROUNDS = 30
CUSTOMERS = 6
BEFORE_S = 2.0
"""How long customers ask before something breaks."""
AFTER_S = 3.0
"""And after it is over and the first was answered."""
RECOVERS_S = 10.0
PATIENCE_S = 60.0
SMALL_DISK = "256m"
SHOWN = 5


class Round(NamedTuple):
    what: str
    messages: int
    repeated: int
    recovery_s: float
    """From the fault's end to the first success; infinite where there was none."""
    faults: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Faults while customers ask")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", metavar="KINDS", help=f"some of {','.join(KINDS)}")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--index", type=Path, help="an index of knowledge/ that is there already")
    asked = parser.parse_args(arguments)
    kinds = asked.only.split(",") if asked.only else list(KINDS)
    if unknown := set(kinds) - KINDS.keys():
        parser.error(f"no kind {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    folder = programs()
    if folder is None or missing():
        print(missing())
        return 1
    with tempfile.TemporaryDirectory() as name, small_disk() as small:
        server = Server(folder, within=small, durable=True)
        server.start()
        try:
            index = own_index(Path(name), asked.index)
            wanted = list(islice(cycle(kinds), asked.rounds))
            rounds = asyncio.run(broken(Site(Path(name), index, server), wanted, asked.seed))
        finally:
            server.stop()
    return tell(rounds)


def own_index(folder: Path, made: Path | None) -> Path:
    """One that may be written to."""
    if made is None:
        return made_index(folder / "made")
    return Path(shutil.copytree(made, folder / "index"))


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A disk that can be filled without harm; None where this user may not mount one."""
    with tempfile.TemporaryDirectory(prefix="sangdam-disk-") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=755", "tmpfs", name]
        if subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
            show("a full disk", "of the index only: no right to mount one for PostgreSQL")
            yield None
            return
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


async def broken(site: Site, kinds: Sequence[str], seed: int) -> list[Round]:
    told: list[Acknowledged] = []
    rounds = []
    try:
        await site.open()
        calls = Calls(site.workers.url)
        for number, kind in enumerate(kinds):
            chance = random.Random(f"{seed} {number}")
            times = kinds[:number].count(kind)
            rounds.append(await one_round(site, calls, kind, times, chance, told))
            show_round(number, rounds[-1])
        await calls.close()
    finally:
        await site.close()
    return rounds


async def one_round(
    site: Site,
    calls: Calls,
    kind: str,
    times: int,
    chance: random.Random,
    told: list[Acknowledged],
) -> Round:
    """`told` gets what was acknowledged in this round, too."""
    cut, busy = calls.cut, calls.statuses[503]
    askers = Askers(calls, CUSTOMERS, chance.getrandbits(32))
    await asyncio.sleep(BEFORE_S)
    broke = await KINDS[kind](site, chance, times)
    recovery_s = await first_success(askers, broke.over_at)
    await asyncio.sleep(AFTER_S)
    await askers.stop(PATIENCE_S)
    told += askers.acknowledged
    wrong = askers.faults + await asyncio.to_thread(faults, site.server.url, told)
    if recovery_s > RECOVERS_S:
        wrong.append(f"the first success came {recovery_s:.1f} s after the fault")
    if broke.came_back.startswith("FAULT"):
        wrong.append(broke.came_back)
    return Round(
        what=f"{broke.what}, {broke.came_back}",
        messages=len(askers.acknowledged),
        repeated=calls.cut - cut + calls.statuses[503] - busy,
        recovery_s=recovery_s,
        faults=wrong,
    )


async def first_success(askers: Askers, over_at: float) -> float:
    """Seconds from then to the first answer to what was sent after it, or sent before and
    repeated since."""
    while not (later := [one.at for one in askers.acknowledged if one.at >= over_at]):
        if time.monotonic() - over_at > PATIENCE_S:
            return float("inf")
        await asyncio.sleep(0.02)
    return min(later) - over_at


def show_round(number: int, round_: Round) -> None:
    told = f"{round_.messages} messages, {round_.repeated} tries again"
    first = f"first success {round_.recovery_s:.2f} s"
    print(f"{number + 1:3} {round_.what}: {told}, {first}", flush=True)
    for fault in round_.faults[:SHOWN]:
        print(f"    {fault}", flush=True)


def tell(rounds: Sequence[Round]) -> int:
    wrong = sum(len(each.faults) for each in rounds)
    kinds = Counter(fault.split(":")[0].split(" ")[0] for each in rounds for fault in each.faults)
    show("rounds", str(len(rounds)))
    show("messages acknowledged", str(sum(each.messages for each in rounds)))
    show("tries that had to be repeated", str(sum(each.repeated for each in rounds)))
    show("acknowledged and lost", str(kinds["lost"]))
    show("doubled", str(kinds["doubled"]))
    show("left without an answer or a person", str(kinds["left"]))
    show("slowest first success after a fault", f"{max(each.recovery_s for each in rounds):.1f} s")
    show("violations in all", str(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
