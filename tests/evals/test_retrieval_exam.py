"""The exam of the search on the product as it is, and on a search broken on purpose.

Asked is the sealed half, of which only totals are told. `make test` runs it, so a search under its
floors blocks a merge.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evals.cases import Half
from evals.gates import Broken, Exam, read_floors
from evals.remembering import RememberingEmbedder
from evals.retrieval.examination import DAY, SearchExam, examine_search
from evals.retrieval.measures import Row, figures, rows
from evals.retrieval.reading import SearchQuestion, read_questions
from evals.retrieval.searched import search_all
from evals.retrieval.searches import pair
from evals.retrieval.shelves import Shelves
from sangdam.errors import KnowledgeError
from sangdam.indexing.generations import open_current
from sangdam.models import Language
from sangdam.ports import Embedder, Morphology
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import LLM, Settings
from tests.conftest import ROOT
from tests.evals.searching import question

SLIP = 37
"""Rows; translations of one entry are neighbours, so one row would still hit the subject."""
EASIEST = 0.85
"""Dense-only's hit@1 above which the questions are too easy to tell a good search by."""


@pytest.fixture(scope="module")
def remembering(embedder: Embedder) -> RememberingEmbedder:
    return RememberingEmbedder(embedder)


@pytest.fixture(scope="module")
def sealed() -> tuple[SearchQuestion, ...]:
    return read_questions(halves=[Half.SEALED])


@pytest.fixture(scope="module")
def held(
    sealed: tuple[SearchQuestion, ...],
    index: Path,
    remembering: RememberingEmbedder,
    morphology: Morphology,
) -> SearchExam:
    return examine_search(
        settings(),
        sealed,
        index=index,
        embedder=remembering,
        morphology=morphology,
        progress=lambda *_: None,
    )


def settings() -> Settings:
    return Settings.load(knowledge_dir=ROOT / "knowledge", llm=LLM.NONE)


def broken(found: tuple[Row, ...]) -> tuple[Broken, ...]:
    return read_floors().broken(Exam.SEARCH, figures(found))


def test_the_search_as_it_is_gets_past(held: SearchExam) -> None:
    assert not broken(held.rows)


def test_a_search_whose_ids_have_slipped_does_not(
    sealed: tuple[SearchQuestion, ...],
    index: Path,
    remembering: RememberingEmbedder,
    morphology: Morphology,
) -> None:
    whole = open_current(index, FaissIndexes(), KiwiBm25Indexes(morphology))
    passages = (*whole.passages[SLIP:], *whole.passages[:SLIP])
    slipped = pair(replace(whole, passages=passages), remembering, DAY)
    shelves = Shelves(slipped, dict.fromkeys(Language, slipped))
    found = rows(search_all(sealed, shelves, progress=lambda *_: None))
    assert {one.floor.figure for one in broken(found)} == {"hit_at_1", "hit_at_5"}


def test_the_questions_are_too_hard_for_the_nearest_vectors_alone(held: SearchExam) -> None:
    assert held.rows[0].dense.hit_at_1.value <= EASIEST


def test_all_sealed_questions_were_asked_and_none_is_kept(
    held: SearchExam, sealed: tuple[SearchQuestion, ...]
) -> None:
    assert held.rows[0].n == len(sealed)
    assert held.open == ()
    assert held.day == date(2026, 11, 23)


def test_a_document_that_is_not_there_is_told_before_anything_is_asked(
    index: Path, embedder: Embedder, morphology: Morphology
) -> None:
    with pytest.raises(KnowledgeError, match="there is no document gone that a customer may see"):
        examine_search(
            settings(),
            (question("배송", "gone", half=Half.OPEN),),
            index=index,
            embedder=embedder,
            morphology=morphology,
            progress=lambda *_: None,
        )
