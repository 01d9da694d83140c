"""How fast knowledge becomes an index, and an edit an answer.

    python -m scripts.benchmarks.indexing [--passages N]

With the shipped encoder: a full reindex of the shipped knowledge and of 1,000 made entries; a
reindex that finds nothing to do, a refit of the confidence and one edit among 10,000 passages, in
a warm process and as the whole command.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from sangdam import bootstrap_index
from sangdam.models import IndexChange, Language, Question
from sangdam.ports import Embedder, Morphology
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import Settings
from scripts.benchmarks import corpus
from scripts.benchmarks.asking import Asker
from scripts.benchmarks.figures import ROOT, Neighbours, show, silent
from scripts.benchmarks.growth import edit_last_entry
from scripts.benchmarks.retrieval import PASSAGES, indexed, knowledge_of

SOME = 1_000
ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    options = parser.parse_args(arguments)
    neighbours = Neighbours()
    indexer = Indexer()
    show("embedding model", indexer.embedder.name)
    with tempfile.TemporaryDirectory() as folder:
        made = corpus.write(Path(folder) / "made", SOME)
        full("the shipped knowledge", indexer, ROOT / "knowledge", Path(folder) / "shipped")
        full(f"{SOME:,} made entries", indexer, made, Path(folder) / "index")
    changes(indexer, options.passages)
    show("noise", str(neighbours))


class Indexer:
    """Reindex runs in one warm process."""

    def __init__(self) -> None:
        self.embedder: Embedder = bootstrap_index.load_embedder(Settings.load())
        self.morphology: Morphology = KiwiMorphology()

    def __call__(self, knowledge: Path, index: Path, *, full: bool = False) -> IndexChange:
        return bootstrap_index.reindex(
            Settings.load(),
            knowledge=knowledge,
            index=index,
            full=full,
            progress=silent,
            embedder=self.embedder,
            morphology=self.morphology,
        )

    def refit(self, knowledge: Path, index: Path) -> str:
        """Its time and what came of it."""
        nothing = self(knowledge, index)
        began = time.perf_counter()
        own = bootstrap_index.calibrate(
            Settings.load(),
            nothing,
            index=index,
            progress=silent,
            learn=True,
            embedder=self.embedder,
            morphology=self.morphology,
        )
        took = time.perf_counter() - began
        return f"{took:.0f} s, {own}"


def full(name: str, indexer: Indexer, knowledge: Path, index: Path) -> None:
    changes = [indexer(knowledge, index, full=True) for _ in range(ROUNDS)]
    seconds = median(change.seconds for change in changes)
    last = changes[-1]
    show(
        f"full reindex, {name}",
        f"{seconds:.1f} s, {last.vectors:,} vectors of {last.passages:,} passages, "
        f"{last.embedded / seconds:.0f} embedded/s",
    )


def changes(indexer: Indexer, passages: int) -> None:
    index, knowledge = indexed(passages), knowledge_of(passages)
    nothing = [indexer(knowledge, index).seconds for _ in range(ROUNDS)]
    show(f"nothing changed among {passages:,}, warm", f"{median(nothing):.2f} s")
    first = f"{command(knowledge, index):.1f} s"
    show("  the whole command, the first one, which fits the confidence", first)
    show("  the whole command", f"{command(knowledge, index):.1f} s")
    show("a refit of the confidence, warm", indexer.refit(knowledge, index))
    ask = Asker(index, embedder=indexer.embedder, morphology=indexer.morphology)
    ask.follow()
    edited, answered = [], []
    for _ in range(ROUNDS):
        edit_last_entry(knowledge, passages)
        began = time.perf_counter()
        seen = threading.Thread(target=wait_for, args=(ask, ask.generation.manifest.generation))
        seen.start()
        edited.append(indexer(knowledge, index).seconds)
        seen.join()
        answered.append(time.perf_counter() - began)
        corpus.write(knowledge, passages)
        indexer(knowledge, index)
        time.sleep(1)
    show("one edit among them, warm", f"{median(edited):.2f} s")
    show("  until a running server answers by it", f"{median(answered):.2f} s")
    edit_last_entry(knowledge, passages)
    show("  the whole command", f"{command(knowledge, index):.1f} s")
    corpus.write(knowledge, passages)
    indexer(knowledge, index)
    ask.close()


def wait_for(ask: Asker, old: str) -> None:
    """Returns once answers come from another Generation."""
    question = Question(text="배송비", language=Language.KOREAN)
    while ask(question).evidence.generation == old:
        time.sleep(0.1)


def command(knowledge: Path, index: Path) -> float:
    """Seconds of reindex.py from its start to its end."""
    program = [sys.executable, str(ROOT / "scripts" / "reindex.py")]
    began = time.perf_counter()
    where = ["--knowledge", str(knowledge), "--index", str(index)]
    subprocess.run([*program, *where], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
