from __future__ import annotations

import numpy as np
import pytest

from sangdam.ports import Matches
from sangdam.retrieval.fusion import LEXICAL, SPREAD, fused, likeness


def test_an_entry_counts_by_its_nearest_questions_its_answer_and_all_of_it() -> None:
    similarities = np.array([0.8, 0.2, 0.5, 0.1, 0.4], np.float32)
    asks = np.array([True, True, True, True, False])
    found = likeness(similarities, asks, np.array([5]))
    expected = (0.8 + (0.8 + 0.5 + 0.2) / 3 + 2 * 0.4 + 0.4) / 5
    assert found.whole[0] == pytest.approx(expected)
    assert found.question[0] == pytest.approx(0.8)


def test_a_subject_without_questions_counts_by_its_text() -> None:
    similarities = np.array([0.3, 0.9, 0.6], np.float32)
    asks = np.array([False, True, True])
    found = likeness(similarities, asks, np.array([1, 2]))
    assert found.whole[0] == pytest.approx(0.3)
    assert found.question[0] == 0
    assert found.question[1] == pytest.approx(0.9)


def test_two_answers_of_one_subject_count_by_the_better() -> None:
    """An entry and its translation are one subject."""
    similarities = np.array([0.5, 0.2, 0.4, 0.6], np.float32)
    asks = np.array([True, False, True, False])
    found = likeness(similarities, asks, np.array([4]))
    assert found.whole[0] == pytest.approx((0.5 + 0.45 + 2 * 0.425 + 0.6) / 5)


def test_words_and_likeness_add_up_in_their_own_spreads() -> None:
    found, scores = np.array([0]), np.array([6.0], np.float32)
    words = Matches(found, scores, mean=1.0, spread=2.0, terms=found, unknown=0)
    scores = fused(np.array([0.14, 0.0], np.float32), np.array([6.0, 1.0], np.float32), words)
    assert scores[0] == pytest.approx(0.14 / SPREAD + LEXICAL * 2.5)
    assert scores[1] == pytest.approx(0)
