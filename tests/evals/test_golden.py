"""The shipped golden cases: enough, of every kind, in both languages, sealed by half, no copies."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from evals.cases import UNANSWERABLE, Case, Half, Kind, Written
from evals.reading import read_cases, unknown_documents
from evals.slices import file_language
from sangdam.indexing.readers import read_knowledge
from sangdam.models import Document, Language, stem

ROOT = Path(__file__).parent.parent.parent
ALIKE = 0.8
"""Share of character triples in common from which two texts count as one sentence."""
FEWEST = 5
"""Triples of a text that can be told from another: emoji alone have none."""


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return read_cases()


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return read_knowledge(ROOT / "knowledge").documents


def test_there_are_enough_half_of_them_korean_a_third_paraphrased(cases: tuple[Case, ...]) -> None:
    assert len(cases) >= 600
    korean = sum(file_language(case) is Language.KOREAN for case in cases)
    assert korean * 2 == len(cases)
    assert sum(case.written is Written.PARAPHRASE for case in cases) * 3 >= len(cases)


def test_half_of_each_kind_and_language_is_sealed(cases: tuple[Case, ...]) -> None:
    count = Counter((case.kind, file_language(case), case.half) for case in cases)
    for kind in Kind:
        for language in Language:
            opened, sealed = (count[kind, language, half] for half in Half)
            assert abs(opened - sealed) <= 2, (kind, language)
            assert min(opened, sealed) >= 5, (kind, language)
    assert set(Kind) >= UNANSWERABLE


def test_every_document_that_a_case_names_is_there(
    cases: tuple[Case, ...], documents: tuple[Document, ...]
) -> None:
    assert not unknown_documents(cases, frozenset(stem(document.id) for document in documents))


def test_no_case_is_a_question_that_the_knowledge_or_the_fitting_has(
    cases: tuple[Case, ...], documents: tuple[Document, ...]
) -> None:
    known = {plain(text) for d in documents for text in (d.title, *d.aliases)}
    fitting = (ROOT / "evals/fitting/paraphrases.jsonl").read_text("utf-8").splitlines()
    known |= {plain(json.loads(line)["question"]) for line in fitting if line}
    taken = [case.id for case in cases if case.kind is not Kind.REQUEST]
    copies = [c.id for c in cases if c.id in taken and plain(c.say[-1]) in known]
    assert not copies


def test_no_two_cases_are_one_sentence_with_a_word_changed(cases: tuple[Case, ...]) -> None:
    said = [(case.id, triples(" ".join(case.say))) for case in cases]
    alike = [
        (first, second)
        for (first, a), (second, b) in combinations(said, 2)
        if min(len(a), len(b)) >= FEWEST and len(a & b) > ALIKE * len(a | b)
    ]
    assert not alike


def plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def triples(text: str) -> set[str]:
    bare = plain(text)
    return {bare[n : n + 3] for n in range(max(len(bare) - 2, 1))}
