"""Questions to a bank of which some have no answer: banking77 with intents held out.

Each intent is a FAQ entry with twenty of its training questions; of the 77, twenty by lot are
not in the index. The confidence is calibrated on that knowledge as a reindex does it. All 3,080
test questions are asked; those of the held-out intents have no answer.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evals.retrieval.bank import BankQuestion, draw, read_bank, write_entries
from evals.retrieval.shelves import Shelving
from sangdam.calibration import calibrated
from sangdam.models import Language, Question, Value
from sangdam.ports import Generation
from sangdam.retrieval.retriever import Retriever
from sangdam.routing.confidence import shipped_fit, signals
from sangdam.routing.fit import Fit, auroc, calibration_error, examples_of, probabilities

SEEDS = (1, 2, 3, 4, 5)
HELD_OUT = 20
ANSWERABLE = 0.8
"""Weight of the questions with an answer, where a share of all is told."""


class Draw(Value):
    """AUROC of telling questions with an answer from those without."""

    seed: int
    score: float
    """By the raw score of the first hit."""
    base: float
    own: float
    """By the fit that came of the calibration."""
    ece: float
    """Calibration error of that fit, where right is what has the right intent first."""


class _Answer(NamedTuple):
    has_answer: bool
    right: bool
    score: float
    signals: dict[str, float]


def examine_held_out(data: Path, shelving: Shelving) -> tuple[Draw, ...]:
    """Raises SetupError where a file is none of banking77's."""
    train, test = read_bank(data)
    return tuple(_draw(train, test, shelving, seed) for seed in SEEDS)


def _draw(
    train: Sequence[BankQuestion], test: Sequence[BankQuestion], shelving: Shelving, seed: int
) -> Draw:
    entries = draw(train, seed)
    held_out = frozenset(random.Random(seed).sample(sorted(entries), HELD_OUT))
    name = f"held-out-{seed}"
    knowledge = shelving.folder / f"{name}-knowledge"
    write_entries({k: v for k, v in entries.items() if k not in held_out}, knowledge)
    generation = shelving.indexed(knowledge, name=name)
    base = shipped_fit()
    own = calibrated(
        generation,
        embedder=shelving.embedder,
        base=base,
        day=shelving.day,
        progress=shelving.progress,
    )
    answers = _asked(test, generation, shelving, held_out)
    return _told(answers, seed, base, own.fit or base)


def _asked(
    test: Sequence[BankQuestion],
    generation: Generation,
    shelving: Shelving,
    held_out: frozenset[str],
) -> list[_Answer]:
    retriever = Retriever(embedder=shelving.embedder, current=lambda: generation)
    found = []
    for number, question in enumerate(test, start=1):
        asked = Question(text=question.text, language=Language.ENGLISH)
        evidence = retriever.search(asked, day=shelving.day)
        first = evidence.hits[0]
        right = first.passage.document_id == question.category
        found.append(
            _Answer(question.category not in held_out, right, first.score, signals(evidence))
        )
        shelving.progress("held out", number, len(test))
    return found


def _told(answers: Sequence[_Answer], seed: int, base: Fit, own: Fit) -> Draw:
    has_answer = np.array([answer.has_answer for answer in answers])
    right = np.array([answer.right for answer in answers])
    score = np.array([answer.score for answer in answers])
    once = np.ones(len(answers))
    share = np.where(
        has_answer, ANSWERABLE / has_answer.mean(), (1 - ANSWERABLE) / (~has_answer).mean()
    )
    examples = examples_of(
        [a.signals for a in answers], right.tolist(), once.tolist(), [0] * len(answers)
    )
    p = probabilities(own, examples)
    return Draw(
        seed=seed,
        score=auroc(score, has_answer, once),
        base=auroc(probabilities(base, examples), has_answer, once),
        own=auroc(p, has_answer, once),
        ece=calibration_error(p, right, share),
    )
