"""From question to ranked evidence at 10,000 passages, and the memory that takes.

    python -m scripts.benchmarks.retrieval [--passages N]

A process of its own opens the index with the shipped encoder and Kiwi, as a server does, and is
asked questions that it has never seen.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from sangdam import bootstrap_index
from sangdam.models import Language, Question
from sangdam.settings import Settings
from scripts.benchmarks import corpus
from scripts.benchmarks.asking import Asker
from scripts.benchmarks.figures import BENCH, ROOT, Neighbours, memory, show, silent, spread

PASSAGES = 10_000
ASKED = 300
THREADS = 8
SUSTAINED = 1_200
"""Questions asked by all threads together."""
WARM = 40


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.index:
        measure(options.index, options.passages)
    else:
        index = indexed(options.passages)
        module = [sys.executable, "-m", "scripts.benchmarks.retrieval"]
        where = ["--index", str(index), "--passages", str(options.passages)]
        subprocess.run([*module, *where], check=True, cwd=ROOT)


def indexed(passages: int) -> Path:
    """An index of the made corpus by the shipped encoder; kept, so a second run changes nothing."""
    knowledge = corpus.write(knowledge_of(passages), passages)
    index = BENCH / f"index-{passages}"
    change = bootstrap_index.reindex(
        Settings.load(), knowledge=knowledge, index=index, progress=silent
    )
    if change.embedded:
        rate = change.embedded / change.seconds
        show(
            f"full reindex of {change.passages:,} passages",
            f"{change.seconds:.0f} s, {rate:.0f} vectors/s, {change.vectors:,} vectors",
        )
    return index


def knowledge_of(passages: int) -> Path:
    return BENCH / f"knowledge-{passages}"


def questions(passages: int, number: int) -> list[Question]:
    """Wordings that no entry has, each of another entry, evenly over the corpus."""
    number = min(number, passages)
    every = islice(corpus.entries(passages), 0, None, passages // number)
    return [Question(text=e.asked, language=Language(e.language)) for e in islice(every, number)]


def measure(index: Path, passages: int) -> None:
    ask = Asker(index)
    asked = questions(passages, WARM + ASKED + SUSTAINED)
    warm, alone, crowd = asked[:WARM], asked[WARM : WARM + ASKED], asked[WARM + ASKED :]
    for question in warm:
        ask(question)
    show("passages, vectors", f"{passages:,}, {ask.generation.manifest.vectors:,}")
    neighbours = Neighbours()
    took = [ask(question) for question in alone]
    show("question to evidence", spread([t.whole_ms for t in took]))
    show("  of which embedding", spread([t.embedding_ms for t in took]))
    show("  of which all the rest", spread([t.rest_ms for t in took]))
    again = [ask(question) for question in alone]
    show("the same questions once more, cached", spread([t.whole_ms for t in again]))
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(ask, crowd))
    rate = len(crowd) / (time.perf_counter() - began)
    show(f"sustained by {THREADS} threads", f"{rate:.0f} questions/s")
    show("  each of them", spread([t.whole_ms for t in together]))
    show("process, encoder and Kiwi included", str(memory()))
    show("noise", str(neighbours))


if __name__ == "__main__":
    main()
