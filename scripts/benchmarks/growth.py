"""How every cost grows from 1,000 to 150,000 passages, printed and plotted.

    python -m scripts.benchmarks.growth [--sizes 1000 10000 ...]

Each size is a process of its own. The encoder is a stand-in that takes no time and makes vectors
of the real size, so searches are "without the embedding"; what the real encoder would add to a
full reindex is arithmetic, and says so.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pygal

from sangdam import bootstrap_index
from sangdam.models import IndexChange, Language, Question
from sangdam.ports import Generation
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import Settings
from scripts.benchmarks import corpus
from scripts.benchmarks.asking import Asker
from scripts.benchmarks.figures import BENCH, MIB, ROOT, Neighbours, memory, show, silent
from scripts.benchmarks.stand_in import DIMENSION, StandIn

SIZES = (1_000, 3_000, 10_000, 30_000, 60_000, 150_000)
SEARCHES = 100
WARM = 10
FEW = 50
ENCODER = 200
"""Vectors a second that the real encoder is asked to make, for the arithmetic."""
PLOT = BENCH / "growth.svg"


class Cost(NamedTuple):
    """What one size costs; seconds, milliseconds or MiB as the name says."""

    passages: int
    vectors: int
    full_s: float
    noop_s: float
    edit_s: float
    open_ms: float
    search_p50_ms: float
    search_p95_ms: float
    resident_mib: float
    """Of a process that searches, above what it held with an index of FEW passages."""
    private_mib: float
    """The part of it that no other process could share."""
    beyond_kib: float
    """Of it a passage, beyond the passages' text and vectors."""
    disk_mib: float


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--index", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--search", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.index:
        print(json.dumps(indexing(options.folder, options.index)))
    elif options.search:
        print(json.dumps(searching(options.folder, options.search)))
    else:
        neighbours = Neighbours()
        costs = [measured(size) for size in options.sizes]
        plot(costs)
        show("plotted in", str(PLOT.relative_to(ROOT)))
        show("noise", str(neighbours))


def measured(passages: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        child("--index", str(FEW), Path(folder) / "few")
        found = child("--index", str(passages), Path(folder))
        found |= child("--search", str(passages), Path(folder))
    cost = Cost(passages=passages, **found)
    report(cost)
    return cost


def child(what: str, passages: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.benchmarks.growth", what, passages]
    done = subprocess.run(
        [*command, "--folder", str(folder)], check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def indexing(folder: Path, passages: int) -> dict[str, float]:
    knowledge = corpus.write(folder / "knowledge", passages)
    run = runs(folder)
    full = run()
    noop = run()
    edit_last_entry(knowledge, passages)
    edited = run()
    assert (full.unchanged, noop.embedded, len(edited.changed)) == (0, 0, 1)
    last = folder / "index" / "generations" / edited.generation
    disk = sum(path.stat().st_size for path in last.rglob("*") if path.is_file())
    return {
        "vectors": full.vectors,
        "full_s": full.seconds,
        "noop_s": noop.seconds,
        "edit_s": edited.seconds,
        "disk_mib": disk / MIB,
    }


def runs(folder: Path) -> Callable[[], IndexChange]:
    """Reindex runs in one warm process."""
    embedder, morphology = StandIn(), KiwiMorphology()

    def run() -> IndexChange:
        return bootstrap_index.reindex(
            Settings.load(),
            knowledge=folder / "knowledge",
            index=folder / "index",
            progress=silent,
            embedder=embedder,
            morphology=morphology,
        )

    return run


def edit_last_entry(knowledge: Path, passages: int) -> None:
    path = sorted(knowledge.glob("*.csv"))[-1]
    rows = list(islice(corpus.entries(passages), (passages - 1) // corpus.ROWS * corpus.ROWS, None))
    rows[-1] = rows[-1]._replace(question=f"{rows[-1].question} (2026)")
    corpus.write_table(path, rows)


def searching(folder: Path, passages: int) -> dict[str, float]:
    """An index of a few passages takes first what is used once for all."""
    embedder, morphology = StandIn(), KiwiMorphology()
    few = Asker(folder / "few" / "index", embedder=embedder, morphology=morphology)
    asked = questions(passages)
    for question in asked:
        few(question)
    gc.collect()
    before, began = memory(), time.perf_counter()
    ask = Asker(folder / "index", embedder=embedder, morphology=morphology)
    opened = (time.perf_counter() - began) * 1000
    took = [ask(question).rest_ms for question in asked][WARM:]
    for _passage in ask.generation.passages:
        pass
    gc.collect()
    after = memory()
    grown = after.resident - before.resident
    return {
        "open_ms": opened,
        "search_p50_ms": statistics.median(took),
        "search_p95_ms": statistics.quantiles(took, n=20)[18],
        "resident_mib": grown / MIB,
        "private_mib": (after.private - before.private) / MIB,
        "beyond_kib": (grown - held(ask.generation)) / 1024 / passages,
    }


def held(generation: Generation) -> int:
    """Bytes of the passages' text and vectors."""
    texts = ("".join((*p.questions, p.section, p.text)) for p in generation.passages)
    vectors = generation.manifest.vectors * DIMENSION * np.dtype(np.float32).itemsize
    return vectors + sum(len(text.encode()) for text in texts)


def questions(passages: int) -> list[Question]:
    """Wordings that no entry has, evenly over the corpus."""
    step = max(1, passages // (SEARCHES + WARM))
    every = islice(corpus.entries(passages), 0, None, step)
    asked = [Question(text=e.asked, language=Language(e.language)) for e in every]
    return asked[: SEARCHES + WARM]


def report(cost: Cost) -> None:
    name = f"{cost.passages:,} passages"
    encoding = cost.vectors / ENCODER
    show(f"{name}: vectors, on disk", f"{cost.vectors:,}, {cost.disk_mib:.0f} MiB")
    show(
        f"{name}: full reindex",
        f"{cost.full_s:.1f} s without encoding; {encoding:.0f} s more at {ENCODER} vectors/s",
    )
    show(f"{name}: nothing changed, one edit", f"{cost.noop_s:.2f} s, {cost.edit_s:.2f} s")
    show(f"{name}: open", f"{cost.open_ms:.0f} ms")
    show(
        f"{name}: question to evidence, not embedding",
        f"p50 {cost.search_p50_ms:.1f} ms, p95 {cost.search_p95_ms:.1f} ms",
    )
    show(
        f"{name}: memory of a reader",
        f"{cost.resident_mib:.0f} MiB more than with {FEW}, {cost.private_mib:.0f} MiB private; "
        f"{cost.beyond_kib:.1f} KiB a passage beyond text and vectors",
    )


def plot(costs: Sequence[Cost]) -> None:
    chart = pygal.XY(
        title="What the number of passages costs",
        x_title="passages (logarithmic)",
        y_title="logarithmic",
        logarithmic=True,
        xrange=(costs[0].passages, costs[-1].passages),
        legend_at_bottom=True,
        js=[],
    )
    for label, name in (
        ("full reindex without encoding, s", "full_s"),
        ("nothing changed, s", "noop_s"),
        ("one edit, s", "edit_s"),
        ("open, ms", "open_ms"),
        ("search without embedding p50, ms", "search_p50_ms"),
        ("memory of a reader, MiB", "resident_mib"),
        ("on disk, MiB", "disk_mib"),
    ):
        chart.add(label, [(cost.passages, max(getattr(cost, name), 0.01)) for cost in costs])
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    chart.render_to_file(str(PLOT))


if __name__ == "__main__":
    main()
