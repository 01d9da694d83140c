from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangdam.retrieval.postings import (
    ARRAYS,
    Postings,
    open_postings,
    postings,
    write_postings,
)

WORDS = ["배송", "환불", "refund", "c:hb200x", "교환", "jeju", "point", "쿠폰"]
Texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=1, max_size=12)


def built(texts: list[list[str]]) -> Postings:
    return postings(range(len(texts)), dict(enumerate(map(Counter, texts))), None)


def totals(found: Postings, query: list[str]) -> np.ndarray:
    scores = np.zeros(len(found.digests), np.float32)
    for term in query:
        if term in found.terms:
            found.add(scores, found.terms.index(term), 1)
    return scores


def same(one: Postings, other: Postings) -> bool:
    arrays = (np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)
    return one.terms == other.terms and all(arrays)


def test_scores_are_those_of_bm25s() -> None:
    chance = random.Random(3)
    words = [f"w{n}" for n in range(300)]
    texts = [chance.choices(words, k=chance.randint(1, 60)) for _ in range(200)]
    reference = bm25s.BM25(method="lucene")
    reference.index(texts, show_progress=False)
    ours = built(texts)
    for _ in range(50):
        query = chance.choices(words, k=5)
        expected = reference.get_scores([word for word in query if word in reference.vocab_dict])
        assert np.allclose(totals(ours, query), expected, atol=1e-5)


@given(before=Texts, after=Texts)
def test_lent_terms_give_what_counting_anew_gives(
    before: list[list[str]], after: list[list[str]]
) -> None:
    digest_of = {tuple(text): number for number, text in enumerate(map(tuple, before + after))}
    counts = {digest_of[tuple(text)]: Counter(text) for text in before + after}
    old_digests = [digest_of[tuple(text)] for text in before]
    new_digests = [digest_of[tuple(text)] for text in after]
    old = postings(old_digests, counts, None)
    fresh = {digest: counts[digest] for digest in new_digests if digest not in set(old_digests)}
    assert same(postings(new_digests, fresh, old), postings(new_digests, counts, None))


def test_it_is_the_same_when_opened_again(tmp_path: Path) -> None:
    found = built([["배송", "배송", "jeju"], [], ["refund"]])
    write_postings(tmp_path, found)
    assert same(open_postings(tmp_path), found)


def test_texts_without_a_single_term_are_fine(tmp_path: Path) -> None:
    found = built([[], []])
    write_postings(tmp_path, found)
    assert same(open_postings(tmp_path), found)
    assert totals(found, ["배송"]).tolist() == [0, 0]


def test_arrays_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    write_postings(tmp_path, built([["배송"], ["refund"]]))
    (tmp_path / "lexical" / "terms.txt").write_text("배송", encoding="utf-8")
    with pytest.raises(ValueError, match="don't fit together"):
        open_postings(tmp_path)


def test_a_weight_makes_a_term_count_less() -> None:
    found = built([["배송", "jeju"], ["환불"]])
    half = np.zeros(2, np.float32)
    found.add(half, found.terms.index("배송"), 0.5)
    assert half[0] == pytest.approx(totals(found, ["배송"])[0] / 2)


def test_terms_beside_the_others_change_no_score_of_theirs() -> None:
    texts = [["배송", "jeju", "jeju"], ["배송"], ["환불", "point", "쿠폰"]]
    plain = built(texts)
    more = [[*text, "e:is", f"e:{number}"] for number, text in enumerate(texts)]
    found = postings(range(3), dict(enumerate(map(Counter, more))), None, beside="e:")
    assert set(found.terms) - set(plain.terms) == {"e:is", "e:0", "e:1", "e:2"}
    for term in plain.terms:
        assert np.array_equal(totals(found, [term]), totals(plain, [term]))
