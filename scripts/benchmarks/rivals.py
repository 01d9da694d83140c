"""Beside LangChain + FAISS, LlamaIndex and Haystack: one run, one corpus, one model.

    python -m scripts.benchmarks.rivals [--passages N] [--corpus CSV] [--rounds N]

Each rival twice, as its documentation sets it up and with our embedding function handed to it.
Every system is a process of its own; they are asked in turn, a few questions at a time, so that a
machine that slows down slows all. --corpus takes any table with question, answer and aliases.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sangdam.indexing.readers import read_knowledge
from sangdam.model_files.location import locate
from sangdam.models import stem
from sangdam.settings import Settings
from scripts.benchmarks import corpus
from scripts.benchmarks.figures import MIB, ROOT, Neighbours, show, spread
from scripts.benchmarks.orders import Child, Text
from scripts.benchmarks.rival_environment import PYTHON, environment_ready

PASSAGES = 10_000
ROUNDS = 8
AT_A_TIME = 20
"""Questions to one system before the next has its turn."""
OURS = "sangdam"
RIVALS = ("langchain", "llamaindex", "haystack")
OPEN_QUESTIONS = ROOT / "evals" / "retrieval" / "questions" / "open"
OFFLINE = {
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "PYTHONPATH": str(ROOT / "src"),
}

Asked = tuple[str, str]
"""A question and its language."""


class Corpus(NamedTuple):
    texts: Path
    """A JSON list of orders.Text."""
    knowledge: Path
    """The same for reindex.py."""
    questions: list[Asked]


class Expected(NamedTuple):
    asked: Asked
    documents: frozenset[str]
    """Ids without language, any of which answers."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--corpus", type=Path, help="a csv with question, answer, aliases")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    if reason := environment_ready():
        show("rivals", f"skipped: {reason}")
        return
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_children:
        children = [open_children.enter_context(closing(child)) for child in systems()]
        shipped(children, Path(folder))
        large = table(Path(folder), options.corpus) if options.corpus else None
        speed(children, large or made(Path(folder), options.passages), options.rounds)


def systems() -> Iterator[Child]:
    yield Child(OURS, [sys.executable, "-m", "scripts.benchmarks.our_system"], OFFLINE)
    program = str(Path(__file__).with_name("rival_systems.py"))
    model = str(locate(Settings.load().models_dir).embedding)
    for rival in RIVALS:
        yield Child(rival, [str(PYTHON), program, rival, model], OFFLINE)
        command = [str(PYTHON), program, rival, model, "--our-embedding"]
        yield Child(f"{rival}, our embedding", command, OFFLINE)


def shipped(children: Sequence[Child], folder: Path) -> None:
    """Who finds a right document first: the shipped knowledge and its open questions."""
    expected = open_questions()
    if not expected:
        show("right document first", "skipped: there are no open questions")
        return
    documents = read_knowledge(ROOT / "knowledge").documents
    texts = [Text(stem(d.id), d.title, list(d.aliases), d.text) for d in documents]
    path = written(folder / "shipped.json", texts)
    for child in children:
        child.index(path, ROOT / "knowledge")
        found = child.ask([item.asked for item in expected]).found
        right = [bool(f) and f[0] in e.documents for f, e in zip(found, expected, strict=True)]
        show(
            f"{child.name}: right document first", f"{statistics.fmean(right):.3f}, n {len(right)}"
        )


def speed(children: Sequence[Child], asked: Corpus, rounds: int) -> None:
    neighbours = Neighbours()
    rates = {}
    for child in children:
        chunks, seconds = child.index(asked.texts, asked.knowledge)
        rates[child.name] = chunks / seconds
        show(f"{child.name}: indexing", f"{rates[child.name]:.0f} vectors/s, {chunks:,} vectors")
        child.ask(asked.questions[:AT_A_TIME])
    took: dict[str, list[float]] = {child.name: [] for child in children}
    searching = []
    for number in range(1, rounds + 1):
        start = number * AT_A_TIME % (len(asked.questions) - AT_A_TIME)
        for child in children:
            answered = child.ask(asked.questions[start : start + AT_A_TIME])
            took[child.name] += answered.milliseconds
            if child.name == OURS:
                pairs = zip(answered.milliseconds, answered.embedding, strict=True)
                searching += [whole - embedding for whole, embedding in pairs]
    for child in children:
        show(f"{child.name}: question to evidence", spread(took[child.name]))
        show(f"{child.name}: memory", f"{child.resident / MIB:.0f} MiB resident")
    show(f"{OURS}: without the embedding", spread(searching))
    ratios(took, rates)
    show("noise", str(neighbours))


def ratios(took: dict[str, list[float]], rates: dict[str, float]) -> None:
    ours = statistics.median(took[OURS])
    for name in [name for name in took if name != OURS]:
        slower = statistics.median(took[name]) / ours
        show(
            f"{name} against {OURS}",
            f"{slower:.1f} times the time a question, "
            f"{rates[OURS] / rates[name]:.1f} times slower to index",
        )


def open_questions() -> list[Expected]:
    found = []
    for path in sorted(OPEN_QUESTIONS.glob("*.csv")):
        language = path.suffixes[0].removeprefix(".")
        with path.open(encoding="utf-8", newline="") as file:
            found += [
                Expected((row["question"], language), frozenset(row["documents"].split(" | ")))
                for row in csv.DictReader(file)
                if row["documents"]
            ]
    return found


def made(folder: Path, passages: int) -> Corpus:
    """The made corpus, and wordings that are not in it."""
    entries = list(corpus.entries(passages))
    texts = [Text(stem(e.id), e.question, list(e.aliases), e.answer) for e in entries]
    step = max(1, passages // 1_000)
    questions = [(e.asked, e.language) for e in islice(entries, 0, None, step)]
    knowledge = corpus.write(folder / "made", passages)
    return Corpus(written(folder / "made.json", texts), knowledge, questions)


def table(folder: Path, path: Path) -> Corpus:
    """Any table; its own aliases, or else its questions, are what is asked."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [
        Text(str(n), row["question"], aliases(row), row["answer"]) for n, row in enumerate(rows)
    ]
    questions = [((text.aliases or [text.question])[0], "ko") for text in texts]
    knowledge = folder / "table"
    knowledge.mkdir()
    (knowledge / path.name).write_bytes(path.read_bytes())
    return Corpus(written(folder / "table.json", texts), knowledge, questions)


def aliases(row: dict[str, str]) -> list[str]:
    return [alias for alias in (row.get("aliases") or "").split(" | ") if alias]


def written(path: Path, texts: Sequence[Text]) -> Path:
    path.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
