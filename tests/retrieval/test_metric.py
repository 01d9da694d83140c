from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from sangdam.ports import Columns, Matrix
from sangdam.retrieval.metric import FILES, learned, open_metric, write_metric

DIMENSION = 16
ASKED = 4
"""Questions of each entry; one answer follows them."""
MANNER, LANGUAGE = 0, 1
"""Axes along which texts differ without differing in meaning."""


def columns(entries: int) -> Columns:
    """Each entry once in Korean and once in English, with ASKED questions and an answer."""
    passages = 2 * entries
    each = ASKED + 1
    zero = np.zeros(passages, np.int32)
    return Columns(
        passage=np.repeat(np.arange(passages, dtype=np.int32), each),
        asks=np.tile(np.array([True] * ASKED + [False]), passages),
        first=np.arange(0, passages * each + 1, each, dtype=np.int32),
        subject=(np.arange(passages, dtype=np.int32) // 2) * 2,
        language=(np.arange(passages) % 2).astype(np.int8),
        faq=zero == 0,
        internal=zero == 1,
        begins=zero,
        ends=zero + 10**6,
    )


def unit(vectors: npt.NDArray[Any]) -> Matrix:
    scaled: Matrix = (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)
    return scaled


def meanings(entries: int, chance: np.random.Generator) -> Matrix:
    found = chance.normal(size=(entries, DIMENSION))
    found[:, [MANNER, LANGUAGE]] = 0
    return unit(found)


def texts(meaning: Matrix, of: Columns, chance: np.random.Generator) -> Matrix:
    """Vectors of each entry's meaning, said in many manners and in two languages."""
    rows = meaning[of.subject[of.passage] // 2].copy()
    rows[:, MANNER] += chance.normal(scale=1.5, size=len(rows))
    rows[:, LANGUAGE] += np.where(of.language[of.passage] == 1, 2.0, -2.0)
    return unit(rows)


def first_subject(similarities: Matrix, of: Columns) -> int:
    return int(of.subject[of.passage][int(similarities.argmax())])


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(7)


def test_a_manner_and_a_language_count_less_than_a_meaning(chance: np.random.Generator) -> None:
    entries = 120
    of, meaning = columns(entries), meanings(entries, chance)
    vectors = texts(meaning, of, chance)
    metric = learned(vectors, of)
    rows = np.arange(len(vectors))
    right = {"plain": 0, "learned": 0}
    for entry in range(entries):
        query = meaning[entry : entry + 1].copy()
        query[:, MANNER] += 2.0
        query[:, LANGUAGE] -= 2.0
        query = unit(query)
        right["plain"] += first_subject(vectors @ query[0], of) == 2 * entry
        right["learned"] += (
            first_subject(metric.similarities(query, 0, rows, vectors), of) == 2 * entry
        )
    wrong = {how: entries - count for how, count in right.items()}
    assert wrong["plain"] > 10
    assert wrong["learned"] * 3 < wrong["plain"]


def test_unrelated_texts_are_about_zero_in_both_languages(chance: np.random.Generator) -> None:
    of, meaning = columns(100), meanings(100, chance)
    vectors = texts(meaning, of, chance)
    metric = learned(vectors, of)
    rows = np.arange(len(vectors))
    korean = of.language[of.passage] == 0
    alike = metric.similarities(vectors[:1], 0, rows, vectors)
    assert alike[0] == pytest.approx(1, abs=1e-3)
    assert abs(float(alike[korean].mean())) < 0.1
    assert abs(float(alike[~korean].mean())) < 0.1
    assert float(np.abs(alike).max()) <= 1 + 1e-3


def test_a_small_knowledge_is_not_trusted_to_teach_directions(
    chance: np.random.Generator,
) -> None:
    meaning = meanings(200, chance)
    inverses = []
    for entries in (4, 200):
        of = columns(entries)
        inverses.append(learned(texts(meaning[:entries], of, chance), of).inverse)
    few, many = (float(i[MANNER, MANNER] / i[5, 5]) for i in inverses)
    assert many < few < 1


def test_without_aliases_and_translations_it_is_the_cosine_of_centred_vectors(
    chance: np.random.Generator,
) -> None:
    of, vectors = columns(30), unit(chance.normal(size=(300, DIMENSION)))
    alone = Columns(
        passage=np.arange(300, dtype=np.int32),
        asks=np.zeros(300, np.bool_),
        first=np.arange(301, dtype=np.int32),
        subject=np.arange(300, dtype=np.int32),
        language=np.zeros(300, np.int8),
        faq=of.asks,
        internal=of.asks,
        begins=of.passage,
        ends=of.passage,
    )
    metric = learned(vectors, alone)
    assert np.allclose(metric.inverse / metric.inverse[0, 0], np.eye(DIMENSION), atol=1e-6)


def test_it_is_the_same_when_opened_again(tmp_path: Path, chance: np.random.Generator) -> None:
    of = columns(10)
    vectors = texts(meanings(10, chance), of, chance)
    metric = learned(vectors, of)
    write_metric(tmp_path, metric)
    opened = open_metric(tmp_path)
    for name in FILES:
        assert np.array_equal(getattr(opened, name), getattr(metric, name))
