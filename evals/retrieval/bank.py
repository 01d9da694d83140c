"""Real questions to a bank: banking77, every intent a FAQ entry (Casanueva et al., 2020).

Of each intent's training questions twenty are drawn: the first is the entry's question, the
others its aliases. All test questions are then searched for, by the retriever as shipped and by
the nearest alias. Who draws others gets other figures, so it is done three times.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evals.intervals import Estimate, estimate
from evals.retrieval.searches import Search, dense_only, shipped
from evals.retrieval.shelves import Shelving
from sangdam.errors import SetupError
from sangdam.models import Language, Question, Value
from sangdam.ports import Progress

FOLDER = "banking77"
SEEDS = (1, 2, 3)
DRAWN = 20
"""Training questions of an intent that its entry gets."""
ALIAS_BORDER = " | "


class BankQuestion(NamedTuple):
    text: str
    category: str


class Draws(Value):
    """hit@1 of one search."""

    each: tuple[Estimate, ...]
    """In the order of the seeds."""
    mean: Estimate
    """Over the draws; its interval is that of the test questions."""


class Bank(Value):
    seeds: tuple[int, ...]
    intents: int
    shipped: Draws
    nearest: Draws
    """By plain cosine to the nearest question or alias."""


def files(data: Path) -> tuple[Path, ...]:
    """What has to be in the folder of data."""
    return tuple(data / FOLDER / name for name in ("train.csv", "test.csv"))


def examine_bank(data: Path, shelving: Shelving) -> Bank:
    """Raises SetupError where a file is none of banking77's."""
    train, test = read_bank(data)
    hits: dict[str, list[list[bool]]] = {"shipped": [], "nearest": []}
    for seed in SEEDS:
        name = f"bank-{seed}"
        knowledge = shelving.folder / f"{name}-knowledge"
        write_entries(draw(train, seed), knowledge)
        generation = shelving.indexed(knowledge, name=name)
        searches = {
            "shipped": shipped(generation, shelving.embedder, shelving.day),
            "nearest": dense_only(generation, shelving.embedder, shelving.day, aliases_only=True),
        }
        for which, right in _hits(test, searches, name, shelving.progress).items():
            hits[which].append(right)
    return Bank(
        seeds=SEEDS,
        intents=len({question.category for question in train}),
        shipped=_draws(hits["shipped"]),
        nearest=_draws(hits["nearest"]),
    )


def read_bank(data: Path) -> tuple[tuple[BankQuestion, ...], tuple[BankQuestion, ...]]:
    """Training and test questions. Raises SetupError."""
    train, test = map(_read, files(data))
    return train, test


def draw(train: Iterable[BankQuestion], seed: int) -> dict[str, list[str]]:
    """Intent -> DRAWN of its questions. Raises SetupError for an intent with fewer."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for question in train:
        by_intent[question.category].append(question.text)
    chance = random.Random(seed)
    for intent, texts in by_intent.items():
        if len(texts) < DRAWN:
            raise SetupError(f"{FOLDER}: {intent} has {len(texts)} training questions, not {DRAWN}")
    return {intent: chance.sample(texts, DRAWN) for intent, texts in sorted(by_intent.items())}


def write_entries(entries: Mapping[str, Sequence[str]], knowledge: Path) -> None:
    """A knowledge folder with one FAQ entry an intent, whose id is the intent."""
    (knowledge / "faqs").mkdir(parents=True)
    with (knowledge / "faqs" / "bank.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "question", "aliases", "answer", "language"))
        for intent, (question, *aliases) in entries.items():
            table.writerow(
                (intent, question, ALIAS_BORDER.join(aliases), _answer(intent), Language.ENGLISH)
            )


def _answer(intent: str) -> str:
    return f"This is our help on {intent.replace('_', ' ').rstrip('?').lower()}."


def _read(path: Path) -> tuple[BankQuestion, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != ["text", "category"]:
            raise SetupError(f"{path}: its first line is not text,category")
        return tuple(BankQuestion(" ".join(row["text"].split()), row["category"]) for row in rows)


def _hits(
    test: Sequence[BankQuestion], searches: Mapping[str, Search], what: str, progress: Progress
) -> dict[str, list[bool]]:
    """Search -> of every test question whether its intent came first."""
    hits: dict[str, list[bool]] = {which: [] for which in searches}
    for number, question in enumerate(test, start=1):
        asked = Question(text=question.text, language=Language.ENGLISH)
        for which, search in searches.items():
            hits[which].append(search(asked)[:1] == (question.category,))
        progress(what, number, len(test))
    return hits


def _draws(hits: Sequence[Sequence[bool]]) -> Draws:
    each = tuple(_estimate(draw) for draw in hits)
    return Draws(each=each, mean=_estimate(np.mean(np.asarray(hits, float), axis=0).tolist()))


def _estimate(values: Sequence[float]) -> Estimate:
    found = estimate(values)
    if not found:
        raise SetupError(f"{FOLDER}: there are no test questions")
    return found
