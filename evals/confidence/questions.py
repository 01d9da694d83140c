"""Questions that the confidence is fitted on and examined with.

Customers' wordings with the documents that answer them: `fitting/paraphrases.jsonl`, the questions
to find documents by, and the golden cases that want an answer. With a folder of public data also
easy negatives, which nothing here answers: small talk and questions to a bank.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from evals.cases import Half
from evals.reading import read_cases
from evals.retrieval.reading import Slice, read_questions
from sangdam.models import Language

PARAPHRASES = Path(__file__).parent.parent / "fitting" / "paraphrases.jsonl"
EASY = 400
"""Taken of each set."""
SEED = 20261121


class Kind(StrEnum):
    ANSWERABLE = "answerable"
    HARD = "hard"
    """The same questions, every document that answers left out, the neighbours left in."""
    EASY = "easy"
    """Far from all."""


class Asked(NamedTuple):
    text: str
    language: Language
    documents: frozenset[str]
    """Stems of the documents that answer; empty where none does."""
    half: Half
    group: str
    """Questions of one group are never split between fitting and measuring."""
    across: bool = False
    """To be answered from documents in the other language."""


def customers() -> tuple[Asked, ...]:
    """With an answer in the shipped knowledge, in a fixed order."""
    return (*_paraphrases(), *_searched(), *_golden())


def easy(data: Path) -> tuple[Asked, ...]:
    """Drawn by lot, every second one sealed."""
    sets = (
        (data / "banking77" / "test.csv", "text", Language.ENGLISH),
        (data / "small_talk_ko" / "ChatbotData.csv", "Q", Language.KOREAN),
    )
    chance = random.Random(SEED)
    found = []
    for path, column, language in sets:
        with path.open(encoding="utf-8", newline="") as file:
            texts = [row[column] for row in csv.DictReader(file)]
        for number, text in enumerate(chance.sample(texts, EASY)):
            half = Half.SEALED if number % 2 else Half.OPEN
            found.append(Asked(text, language, frozenset(), half, f"{path.stem}-{number}"))
    return tuple(found)


def _paraphrases() -> Iterator[Asked]:
    for line in filter(None, PARAPHRASES.read_text("utf-8").splitlines()):
        row = json.loads(line)
        documents = frozenset(row["documents"])
        language = Language(row["language"])
        yield Asked(row["question"], language, documents, Half.OPEN, min(documents))


def _searched() -> Iterator[Asked]:
    for one in read_questions():
        documents = frozenset(one.documents)
        across = one.slice is Slice.CROSS_LANGUAGE
        yield Asked(one.text, one.language, documents, one.half, min(documents), across)


def _golden() -> Iterator[Asked]:
    """Single questions that want an answer from named documents."""
    for case in read_cases():
        if case.wants_answer and case.documents and len(case.say) == 1:
            documents = frozenset(case.documents)
            language = case.language or Language.KOREAN
            yield Asked(case.say[0], language, documents, case.half, min(documents))
