"""Does any file break what reads the knowledge?

    python -m scripts.benchmarks.damage [--files N] [--seed N]

Real files of every kind are damaged by chance, and files that were made to break a reader are put
beside them: bombs, loops, nesting, enormous tables, broken encodings. Each is read as a reindex
reads it, in a process with a limit on its memory. A file is read, or refused with its name and the
reason; anything else is a fault, and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from scripts.benchmarks.damaged.changes import damaged, real_files
from scripts.benchmarks.damaged.hostile import hostile_files
from scripts.benchmarks.figures import MIB, ROOT, Neighbours, show

AT_ONCE = 20
"""Damaged files that are read together; each hostile one is read alone."""
LONGEST_S = 150
"""More than the longest time that one file may take."""
WHOLE = ("whole.md", b"# \xea\xb0\x80\n\ntext\n")
"""Stands beside every file: it must be read, whatever the others do."""
BROKEN = "it broke what reads it"
SLOW = "not read within"
Files = Mapping[str, bytes]


class Outcome(NamedTuple):
    """What came of some files that were read together."""

    names: tuple[str, ...]
    fault: str
    """Empty where all is well."""
    refused: int
    seconds: float
    grew: int
    """Bytes by which the process that reads grew at most."""
    converter: int
    """Most bytes that the process that converts had at once."""
    slow: bool
    """One was given up after its time."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Damaged and hostile files, read")
    parser.add_argument("--files", type=int, default=2_000, help="damaged ones")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    neighbours = Neighbours()
    outcomes = []
    for outcome in chain(hostile(hostile_files()), by_chance(asked.files, asked.seed)):
        outcomes.append(outcome)
        if outcome.fault:
            print(f"{', '.join(outcome.names)}: {outcome.fault}", flush=True)
    tell(outcomes)
    show("", str(neighbours))
    return 1 if any(outcome.fault for outcome in outcomes) else 0


def hostile(files: Files) -> Iterator[Outcome]:
    """One after the other; those of one stem together, a file and its description."""
    stems: dict[str, dict[str, bytes]] = {}
    for name, data in files.items():
        stems.setdefault(name.partition(".")[0], {})[name] = data
    for together in tqdm(stems.values(), desc="hostile", unit="file", disable=None):
        yield read(together)


def by_chance(count: int, seed: int) -> Iterator[Outcome]:
    chance, whole = random.Random(seed), real_files()
    made = (
        (f"{number:05}{suffix}", damaged(suffix, whole, chance))
        for number, suffix in enumerate(_in_turn(whole, count))
    )
    with tqdm(total=count, desc="damaged", unit="file", disable=None) as progress:
        while together := dict(islice(made, AT_ONCE)):
            outcome = read(together)
            # Which of them it was is seen where each is read alone.
            yield from (
                [outcome]
                if not outcome.fault
                else [each for name, data in together.items() if (each := read({name: data})).fault]
                or [outcome]
            )
            progress.update(len(together))


def read(files: Files) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="sangdam-damage-") as name:
        folder = Path(name)
        for file, data in (*files.items(), WHOLE):
            (folder / file).write_bytes(data)
            if file.endswith(".txt.yaml"):
                (folder / file.removesuffix(".yaml")).write_text("# A\n\ntext\n", encoding="utf-8")
        return _judged(tuple(files), folder)


def tell(outcomes: Iterable[Outcome]) -> None:
    outcomes = [*outcomes]
    count: Counter[bool] = Counter()
    for outcome in outcomes:
        count[bool(outcome.fault)] += len(outcome.names)
    show("files", f"{count.total():,}, {sum(o.refused for o in outcomes):,} refusals")
    show("  broke something", str(count[True]))
    show("  given up after their time", str(sum(outcome.slow for outcome in outcomes)))
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    show("  slowest", f"{slowest.seconds:.1f} s: {', '.join(slowest.names)[:60]}")
    largest = max(outcomes, key=lambda outcome: outcome.grew)
    show("  the reading process grew by", f"{largest.grew / MIB:.0f} MiB: {largest.names[0]}")
    most = max(outcome.converter for outcome in outcomes)
    show("  the converting one had", f"{most / MIB:.0f} MiB")


def _in_turn(whole: Files, count: int) -> Iterator[str]:
    suffixes = [*whole]
    return (suffixes[number % len(suffixes)] for number in range(count))


def _judged(names: tuple[str, ...], folder: Path) -> Outcome:
    command = [sys.executable, "-m", "scripts.benchmarks.damaged.reading", str(folder)]
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": paths}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=LONGEST_S, check=False, env=environment, text=True
        )
    except subprocess.TimeoutExpired:
        return Outcome(names, f"still reading after {LONGEST_S} s", 0, LONGEST_S, 0, 0, True)
    if done.returncode:
        fault = f"exit {done.returncode}: {done.stderr.strip()[-1500:]}"
        return Outcome(names, fault, 0, 0.0, 0, 0, False)
    said = json.loads(done.stdout)
    told: list[str] = said["told"]
    return Outcome(
        names,
        fault_of(names, said["read"], told),
        len(told),
        said["seconds"],
        said["grew"],
        said["converter"],
        any(SLOW in line for line in told),
    )


def fault_of(names: Sequence[str], read: Sequence[str], told: Sequence[str]) -> str:
    if broken := [line for line in told if BROKEN in line]:
        return broken[0]
    if unnamed := [line for line in told if not line.startswith(tuple(names)) or "\n" in line]:
        return f"told without its name: {unnamed[0]!r}"
    if not told and WHOLE[0] not in read:
        return "what is whole was not read"
    return ""


if __name__ == "__main__":
    sys.exit(main())
