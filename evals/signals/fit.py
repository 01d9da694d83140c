"""Fits the signal classifier that ships with the package.

    python -m evals.signals.fit --data FOLDER

On the open messages, and on public Korean small talk, each line of which counts little.
`scripts/evaluate.py --signals` tells how good it is.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.attacks.reading import Attack, LookAlike, own_attacks, own_look_alikes
from evals.cases import Half, Kind
from evals.confidence.questions import customers
from evals.reading import read_cases
from evals.signals.fitting import Example, fitted
from evals.signals.reading import Calm, SaidTurn, read_turns
from sangdam import bootstrap_index, routing
from sangdam.indexing.readers import read_knowledge
from sangdam.models import Audience, DocumentKind
from sangdam.ports import Embedder
from sangdam.routing.signal_classifier import ATTACK, WEIGHTS, write_weights
from sangdam.routing.signals import Signals
from sangdam.settings import Settings

TARGET = Path(routing.__path__[0]) / WEIGHTS
BATCH = 32
PUBLIC, PUBLIC_WEIGHT = 3000, 0.5
KNOWN_WEIGHT = 0.5
"""Of a question that the shipped knowledge holds."""
KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
SEED = 20261122


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="holds small_talk_ko/")
    data = parser.parse_args().data
    embedder, signals = bootstrap_index.load_embedder(Settings.load()), Signals()
    turns = to_fit(read_turns())
    own = examples_of([(turn.say, turn.filed, 1.0) for turn in turns], embedder, signals)
    talk = [(text, Calm.SMALL_TALK, PUBLIC_WEIGHT) for text in chosen(small_talk(data))]
    around = [*_open(own_attacks(), ATTACK), *_open(own_look_alikes(), Calm.QUESTION)]
    around += of_the_shop()
    weights = fitted(
        [*own, *examples_of([*around, *talk], embedder, signals)],
        embedder=embedder.name,
        on=f"{len(own)} open messages, {len(around)} open attacks, look-alikes and "
        f"questions to the shop, "
        f"{len(talk)} lines of public small talk",
    )
    TARGET.write_bytes(write_weights(weights))
    print(f"{TARGET.name}: {weights.fitted}, {TARGET.stat().st_size:,} bytes")


def to_fit(turns: Sequence[SaidTurn]) -> list[SaidTurn]:
    """The open ones, but for a few short ones that another writer put into the sealed half too."""
    sealed = {turn.say.casefold() for turn in turns if turn.half is Half.SEALED}
    return [t for t in turns if t.half is Half.OPEN and t.say.casefold() not in sealed]


def of_the_shop() -> Iterator[tuple[str, str, float]]:
    """The open questions of the other exams that need no person, and those of the knowledge."""
    for document in read_knowledge(KNOWLEDGE).documents:
        if document.kind is DocumentKind.FAQ and document.audience is Audience.CUSTOMER:
            for asked_there in (document.title, *document.aliases):
                yield asked_there, Calm.PLAIN, KNOWN_WEIGHT
    for asked in customers():
        if asked.half is Half.OPEN:
            yield asked.text, Calm.PLAIN, 1.0
    for case in read_cases():
        if case.half is Half.OPEN and case.kind is Kind.ACCOUNT_DATA:
            yield case.say[0], Calm.ACCOUNT, 1.0


def _open(rows: Iterable[Attack | LookAlike], label: str) -> Iterator[tuple[str, str, float]]:
    return ((row.say[-1], label, 1.0) for row in rows if row.half is Half.OPEN)


def small_talk(data: Path) -> list[str]:
    """All lines, in the order of the file."""
    with (data / "small_talk_ko" / "ChatbotData.csv").open(encoding="utf-8", newline="") as file:
        return [row["Q"] for row in csv.DictReader(file)]


def chosen(lines: Sequence[str]) -> list[str]:
    """The lines that are fitted to, by lot; the exam asks the others."""
    return random.Random(SEED).sample(lines, PUBLIC)


def examples_of(
    labelled: Sequence[tuple[str, str, float]], embedder: Embedder, signals: Signals
) -> list[Example]:
    return [*_examples(labelled, embedder, signals)]


def _examples(
    labelled: Sequence[tuple[str, str, float]], embedder: Embedder, signals: Signals
) -> Iterator[Example]:
    for start in range(0, len(labelled), BATCH):
        batch = labelled[start : start + BATCH]
        vectors = embedder.embed_queries([text for text, *_ in batch])
        for (text, label, weight), vector in zip(batch, vectors, strict=True):
            found = signals.read(text)
            yield Example(text, vector, found.reason_code if found else None, str(label), weight)


if __name__ == "__main__":
    main()
