"""Where questions stop being one gap: what each line of `sangdam.desk.gaps` puts together.

    python evals/gap_line.py [--samples 12]

Groups are the FAQ entries of knowledge/: question, aliases, and the questions of
evals/fitting/paraphrases.jsonl whose first document the entry is. The questions of that file
alone would not do: hardly two of one language share a document, and those that do ask different
things of one product. A sample takes 1 to 5 wordings of an entry, as customers would.

Printed for each language, size of sample and distance, as B-cubed means: what share of the
questions beside a question belong there (pure), what share of those that belong there are there
(whole), both in one (F1), and gaps shown for each that there is.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam import bootstrap_index
from sangdam.desk.gaps import together
from sangdam.indexing.readers import read_knowledge
from sangdam.models import DocumentKind, Language, stem
from sangdam.ports import Matrix
from sangdam.settings import Settings

PARAPHRASES = Path(__file__).parent / "fitting" / "paraphrases.jsonl"
SIZES = (60, 200)
WORDINGS = (1, 1, 1, 2, 2, 3, 4, 5)
LINES = np.arange(0.085, 0.146, 0.005)


class Sample(NamedTuple):
    vectors: Matrix
    entries: npt.NDArray[np.int64]


class Agreement(NamedTuple):
    pure: float
    whole: float
    shown: float

    @property
    def f1(self) -> float:
        return 2 * self.pure * self.whole / (self.pure + self.whole)


def main() -> None:
    parser = argparse.ArgumentParser(description="What each line puts together")
    parser.add_argument("--samples", type=int, default=12)
    arguments = parser.parse_args()
    settings = Settings.load()
    embedder = bootstrap_index.load_embedder(settings)
    print(f"{embedder.name}\nlanguage  size  line   pure  whole   F1   shown/real")
    for language in Language:
        groups = wordings(settings.knowledge_dir, language)
        texts = sorted({text for group in groups for text in group})
        vectors = dict(zip(texts, embedder.embed_queries(texts), strict=True))
        for size in SIZES:
            drawn = [draw(groups, vectors, size, seed) for seed in range(arguments.samples)]
            for line in LINES:
                show(language, size, float(line), drawn)


def wordings(knowledge: Path, language: Language) -> list[list[str]]:
    """The wordings of every FAQ entry in this language."""
    entries = [d for d in read_knowledge(knowledge).documents if d.kind is DocumentKind.FAQ]
    groups = {stem(e.id): [e.title, *e.aliases] for e in entries if e.language is language}
    for line in PARAPHRASES.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["language"] == language and row["documents"][0] in groups:
            groups[row["documents"][0]].append(row["question"])
    return list(groups.values())


def draw(groups: Sequence[list[str]], vectors: dict[str, Matrix], size: int, seed: int) -> Sample:
    chance = random.Random(seed)
    texts: list[str] = []
    entries: list[int] = []
    for entry in chance.sample(range(len(groups)), len(groups)):
        chosen = chance.sample(groups[entry], min(len(groups[entry]), chance.choice(WORDINGS)))
        texts += chosen
        entries += [entry] * len(chosen)
        if len(texts) >= size:
            break
    return Sample(np.array([vectors[text] for text in texts]), np.array(entries))


def show(language: Language, size: int, line: float, drawn: Sequence[Sample]) -> None:
    found = [agreement(sample, line) for sample in drawn]
    pure, whole, f1, shown = (
        float(np.mean([getattr(each, name) for each in found]))
        for name in ("pure", "whole", "f1", "shown")
    )
    print(f"{language:8} {size:5} {line:6.3f} {pure:6.3f} {whole:6.3f} {f1:6.3f} {shown:6.2f}")


def agreement(sample: Sample, line: float) -> Agreement:
    groups = together(sample.vectors, line)
    label = {position: name for name, group in enumerate(groups) for position in group}
    labels = np.array([label[position] for position in range(len(sample.entries))])
    beside = labels[:, None] == labels
    belongs = sample.entries[:, None] == sample.entries
    right = (beside & belongs).sum(axis=1)
    return Agreement(
        pure=float((right / beside.sum(axis=1)).mean()),
        whole=float((right / belongs.sum(axis=1)).mean()),
        shown=len(groups) / len(set(sample.entries.tolist())),
    )


if __name__ == "__main__":
    main()
