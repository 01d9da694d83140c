"""Slips of a finger, what they cost, and the words that lie a slip or two away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangdam.retrieval.english_words import english_words
from sangdam.retrieval.keystrokes import keys
from sangdam.retrieval.near_words import NearWords
from sangdam.retrieval.slips import ALIKE, FAR, MISSING, NEAR, SHIFT, SWAPPED, TWICE, VOWEL, slips


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("refund", "refund", 0),
        ("refnud", "refund", SWAPPED),
        ("regund", "refund", NEAR),
        ("rezund", "refund", FAR),
        ("reffund", "refund", TWICE),
        ("glas", "glass", TWICE),
        ("refnd", "refund", VOWEL),
        ("refud", "refund", MISSING),
        ("rafund", "refund", ALIKE),
        ("refnudd", "refund", SWAPPED + TWICE),
        ("abc", "xyz", None),
    ],
)
def test_what_a_slip_costs(typed: str, meant: str, cost: float | None) -> None:
    assert slips(typed, meant, 2, korean=False) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("환블", "환불", NEAR),
        ("젂립금", "적립금", SHIFT),
        ("스탠", "스텐", NEAR),
        ("밥솟", "밥솥", NEAR),
        ("비번호", "비밀번호", None),
    ],
)
def test_what_a_slip_costs_in_korean(typed: str, meant: str, cost: float | None) -> None:
    assert slips(keys(typed), keys(meant), 1, korean=True) == cost


LETTERS = st.text("aeklmnqrstRT", min_size=1, max_size=7)


@given(st.sets(LETTERS, max_size=30), LETTERS, st.integers(1, 2))
def test_near_words_are_those_that_few_slips_explain(
    words: set[str], typed: str, most: int
) -> None:
    found = dict(NearWords(words, korean=False).near(typed, most))
    every = {word: slips(typed, word, most, korean=False) for word in words - {typed}}
    assert found == {word: cost for word, cost in every.items() if cost is not None}


@given(LETTERS, LETTERS, st.integers(0, 2))
def test_more_slips_never_cost_more(a: str, b: str, most: int) -> None:
    fewer, more = (slips(a, b, n, korean=False) for n in (most, most + 1))
    assert fewer is None or (more is not None and more <= fewer)


@pytest.mark.parametrize("word", ["refund", "limescale", "doesn't", "doesnt", "wobbly"])
def test_ordinary_words_are_known(word: str) -> None:
    assert word in english_words().known


@pytest.mark.parametrize("word", ["refnud", "recieved", "", "환불", "haruhome"])
def test_others_are_not(word: str) -> None:
    assert word not in english_words().known


def test_an_empty_vocabulary_has_no_near_words() -> None:
    empty: Callable[[str, int], object] = NearWords((), korean=True).near
    assert empty("환불", 2) == []
