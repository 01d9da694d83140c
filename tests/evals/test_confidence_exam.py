"""The exam of the confidence: its questions, its mix, its figures and what a person reads."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from evals.cases import Half
from evals.confidence import table
from evals.confidence.bank import Draw
from evals.confidence.fit import base_fit
from evals.confidence.measures import ConfidenceFigures, confidence_figures, figures
from evals.confidence.outcomes import MIX, Examiner, Outcome, examples, mixed, weights
from evals.confidence.questions import Asked, Kind, customers, easy
from sangdam.indexing.generations import open_current
from sangdam.models import Language
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.vectors import FaissIndexes
from tests.moments import MONDAY_MORNING

DAY = MONDAY_MORNING.date()


def made(n: int = 600) -> list[Outcome]:
    """Outcomes whose signal tells most of the right ones."""
    chance = np.random.default_rng(3)
    found = []
    for number in range(n):
        for kind in Kind:
            right = kind is Kind.ANSWERABLE and bool(chance.random() < 0.8)
            signal = float(chance.normal(2.0 if right else 0.0))
            found.append(
                Outcome(
                    kind,
                    tuple(Language)[number % 2],
                    tuple(Half)[number // 2 % 2],
                    f"g{number}",
                    right,
                    signal + float(chance.normal()),
                    {"signal": signal},
                    across=False,
                )
            )
    return found


@pytest.fixture(scope="module")
def found() -> ConfidenceFigures:
    outcomes = made()
    return confidence_figures(outcomes, base_fit([o for o in outcomes if o.half is Half.OPEN]))


def test_enough_questions_of_each_language_and_half_are_asked() -> None:
    asked = customers()
    assert len({(q.text, q.language) for q in asked}) > 0.98 * len(asked)
    for language in Language:
        assert sum(q.language is language for q in asked) >= 500
    assert Counter(q.half for q in asked)[Half.SEALED] >= 500
    assert all(q.documents for q in asked)


def test_easy_negatives_are_drawn_the_same_every_time(tmp_path: Path) -> None:
    for folder, name, column in (
        ("banking77", "test.csv", "text"),
        ("small_talk_ko", "ChatbotData.csv", "Q"),
    ):
        (tmp_path / folder).mkdir()
        with (tmp_path / folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[column], *([f"{folder} {n}"] for n in range(500))])
    drawn = easy(tmp_path)
    assert drawn == easy(tmp_path)
    assert Counter((q.language, q.half) for q in drawn) == {
        (language, half): 200 for language in Language for half in Half
    }


def test_weights_and_lots_bring_the_kinds_into_the_stated_mix() -> None:
    outcomes = [o for o in made(100) if o.kind is not Kind.HARD or o.group < "g5"]
    share = np.array(weights(outcomes))
    drawn = Counter(outcomes[place].kind for place in mixed(outcomes))
    for kind, wanted in MIX.items():
        assert share[[o.kind is kind for o in outcomes]].sum() / share.sum() == pytest.approx(
            wanted
        )
        assert drawn[kind] / drawn.total() == pytest.approx(wanted, abs=0.02)


def test_questions_of_one_group_stay_together() -> None:
    outcomes = made(40)
    groups = examples(outcomes).groups
    assert len({(o.group, g) for o, g in zip(outcomes, groups.tolist(), strict=True)}) == 40


def test_a_good_signal_gets_good_figures(found: ConfidenceFigures) -> None:
    hard = next(r for r in found.rankings if r.language is None and r.negatives is Kind.HARD)
    assert hard.right.value > hard.confidence.value > hard.score.value > 0.6
    assert found.honesty[0].ece.value < 0.05
    for language in (None, *Language):
        rising = [c.answered.value for c in found.coverage if c.language is language]
        assert rising == sorted(rising)
    assert [p.right for p in found.curve[:2]] < [p.right for p in found.curve[-2:]]
    assert {f.name for f in figures(found)} == {"ece", "auroc"}


def test_the_table_tells_every_figure_with_its_interval(found: ConfidenceFigures) -> None:
    lines = list(table.lines(found))
    assert sum(" negatives" in line and " to " in line for line in lines) == 6
    assert sum("of the answers wrong" in line for line in lines) == 9
    draws = [Draw(seed=n, score=0.83, base=0.85, own=0.87, ece=0.02) for n in (1, 2)]
    assert any(line.startswith("mean") and ".870" in line for line in table.bank_lines(draws))
    assert not list(table.bank_lines([]))


@pytest.fixture(scope="module")
def shipped(index: Path, morphology: Morphology) -> Generation:
    return open_current(index, FaissIndexes(), KiwiBm25Indexes(morphology))


def test_a_question_is_asked_with_its_answer_and_without(
    shipped: Generation, embedder: Embedder
) -> None:
    asked = [
        Asked(
            "제주도는 배송 며칠 걸려요?",
            Language.KOREAN,
            frozenset({"shipping-jeju-days"}),
            Half.OPEN,
            "a",
        ),
        Asked("오늘 날씨 어때", Language.KOREAN, frozenset(), Half.OPEN, "b"),
        Asked("no such document", Language.ENGLISH, frozenset({"gone"}), Half.OPEN, "c"),
    ]
    examiner = Examiner(shipped, embedder, DAY)
    outcomes = list(examiner.outcomes(asked, lambda *_: None))
    assert [(o.kind, o.right) for o in outcomes] == [
        (Kind.ANSWERABLE, True),
        (Kind.HARD, False),
        (Kind.EASY, False),
    ]
    assert outcomes[0].score > outcomes[1].score
