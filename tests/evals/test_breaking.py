"""The fast exam on the product as it is, and on the product broken on purpose.

This is the exam that blocks a merge: `make test` runs it. Broken in any of these ways the product
must not get past it; a wrong policy text is stopped in test_knowledge_gate.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals import subset
from evals.examination import cases_of, plan, sit
from evals.figures import figures
from evals.gates import Exam, read_floors
from evals.reading import GOLDEN, read_cases
from evals.store import Store
from evals.targets.in_process import InProcess
from sangdam.guardrails.grounding import DraftChecks
from sangdam.indexing.generations import open_current
from sangdam.offline import InventiveModel
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import LLM, Decision, Settings

WORKERS = 2
SLIP = 37
"""Rows; translations of one entry are neighbours, so one row would still hit the subject."""

BrokenFloors = dict[str, str]
"""Figure (of all cases) -> the sentence about its broken floor."""
HoldExam = Callable[..., BrokenFloors]


@pytest.fixture
def hold_exam(tmp_path: Path, index: Path, embedder: Embedder, morphology: Morphology) -> HoldExam:
    def hold(*, decision: Decision | None = None, **parts: Any) -> BrokenFloors:
        settings = Settings.load(
            llm=LLM.NONE, local_prose=True, decision=decision or Decision(), data_dir=tmp_path
        )
        target = InProcess(settings, index=index, embedder=embedder, morphology=morphology, **parts)
        try:
            cases = cases_of(Exam.FAST, read_cases(), subset.beside(GOLDEN))
            store = Store.begin(tmp_path, plan(cases, target, exam=Exam.FAST))
            held = sit(cases, target, store=store, workers=WORKERS, progress=lambda *_: None)
        finally:
            target.close()
        broken = read_floors().broken(Exam.FAST, figures(held.judged))
        return {one.floor.figure: str(one) for one in broken}

    return hold


def slipped(index: Path, morphology: Morphology) -> Generation:
    """The index with every passage SLIP rows away from its vectors and words."""
    generation = open_current(index, FaissIndexes(), KiwiBm25Indexes(morphology))
    passages = generation.passages
    return replace(generation, passages=(*passages[SLIP:], *passages[:SLIP]))


def test_the_product_as_it_is_gets_past(hold_exam: HoldExam) -> None:
    assert not hold_exam()


def test_without_retrieval_the_gate_is_red(
    hold_exam: HoldExam, index: Path, morphology: Morphology
) -> None:
    broken = hold_exam(generation=slipped(index, morphology))
    assert {"hit_at_1", "hit_at_5"} <= broken.keys()


def test_without_a_threshold_the_gate_is_red(hold_exam: HoldExam) -> None:
    assert "wrong_among_answered" in hold_exam(decision=Decision(threshold=0))


def test_a_model_that_invents_is_stopped_by_the_checks(hold_exam: HoldExam) -> None:
    assert not hold_exam(model=InventiveModel())


def test_without_the_checks_the_gate_is_red(hold_exam: HoldExam, morphology: Morphology) -> None:
    blind = DraftChecks(morphology, checks={})
    assert "grounded" in hold_exam(model=InventiveModel(), checks=blind)
