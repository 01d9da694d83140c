"""How the scores of a question spread over all texts, from what is kept of a term."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sangdam.retrieval.postings import Postings, postings
from sangdam.retrieval.term_moments import moments

TEXTS = 4000
QUESTIONS = [[0], [3, 3], [1, 5, 9], [2, 40, 41, 120], [250, 270]]


@pytest.fixture(scope="module")
def found() -> Postings:
    """Terms as frequent as those of a language are: the n-th is in a share of texts like 1/n.
    Two of three neighbours stand together more often than by chance."""
    chance = np.random.default_rng(5)
    texts = {}
    for digest in range(TEXTS):
        terms = [n for n in range(300) if chance.random() < 1 / (n / 3 + 2)]
        terms += [n + 1 for n in terms if n % 2 == 0 and chance.random() < 0.5]
        texts[digest] = Counter(f"t{n:03}" for n in terms)
    return postings(list(texts), texts, None)


def scores(found: Postings, question: list[int]) -> np.ndarray:
    totals = np.zeros(len(found), np.float32)
    for term in question:
        found.add(totals, term, 1)
    return totals


@pytest.mark.parametrize("question", QUESTIONS)
def test_of_all_texts_the_spread_is_exact(found: Postings, question: list[int]) -> None:
    totals = scores(found, question)
    mean, spread = moments(found).mean_and_spread(question, np.sort(totals)[-256:])
    assert (mean, spread) == (float(totals.mean()), float(totals.std()))


@pytest.mark.parametrize("question", QUESTIONS)
def test_of_a_sample_the_mean_is_exact_and_the_spread_is_near(
    found: Postings, question: list[int]
) -> None:
    totals = scores(found, question)
    known = moments(found, sampled=400)
    assert known.texts.tolist() == [TEXTS, 400]
    mean, spread = known.mean_and_spread(question, np.sort(totals)[-256:])
    assert mean == pytest.approx(float(totals.mean()), rel=1e-5)
    assert spread == pytest.approx(float(totals.std()), rel=0.1)


def test_terms_too_rare_for_the_sample_spread_as_their_texts_say() -> None:
    """They stand together in three texts, none of them in the sample."""
    texts = {n: Counter(["common"]) for n in range(3000)}
    texts |= {n: Counter(["rare", "strange"]) for n in (1, 2, 4)}
    made = postings(list(texts), texts, None)
    question = [made.terms.index("rare"), made.terms.index("strange")]
    totals = scores(made, question)
    spread = moments(made, sampled=1000).mean_and_spread(question, np.sort(totals)[-256:])[1]
    assert spread == pytest.approx(float(totals.std()), rel=1e-5)


def test_nothing_asked_spreads_nothing(found: Postings) -> None:
    none = np.zeros(0, np.float32)
    assert moments(found).mean_and_spread([], none) == (0.0, 0.0)
    assert moments(found, sampled=9).mean_and_spread([], none) == (0.0, 0.0)
    empty = postings([], {}, None)
    assert moments(empty).texts.tolist() == [0, 0]
