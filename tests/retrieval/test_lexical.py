"""The lexical index on disk: what is lent from an old one, and which words mend a question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sangdam.ports import Morphology
from sangdam.retrieval.lexical import Bm25Index, KiwiBm25Indexes
from sangdam.retrieval.postings import ARRAYS
from sangdam.retrieval.terms import SPELLING

BEFORE = [
    "How do I return the Halbeoni teapot?",
    "반품은 며칠 안에 해야 하나요? return 신청",
    "Can't I pay by Zaphyrcard?",
    "배송은 3일 걸립니다.",
]
AFTER = ["배송은 3일 걸립니다.", *BEFORE[:2], "Our quindle lamp ships on Monday.", BEFORE[1]]


@pytest.fixture(scope="module")
def indexes(morphology: Morphology) -> KiwiBm25Indexes:
    return KiwiBm25Indexes(morphology)


def index(
    indexes: KiwiBm25Indexes, folder: Path, texts: Sequence[str], old: Bm25Index | None = None
) -> Bm25Index:
    folder.mkdir()
    indexes.write(folder, texts, old=old)
    return indexes.open(folder)


def test_an_edited_index_equals_one_built_afresh(indexes: KiwiBm25Indexes, tmp_path: Path) -> None:
    old = index(indexes, tmp_path / "old", BEFORE)
    lent = index(indexes, tmp_path / "lent", AFTER, old)
    fresh = index(indexes, tmp_path / "fresh", AFTER)
    assert lent.postings.terms == fresh.postings.terms
    for name in ARRAYS:
        assert np.array_equal(getattr(lent.postings, name), getattr(fresh.postings, name))


def test_a_question_is_mended_by_the_english_words_of_the_texts(
    indexes: KiwiBm25Indexes, tmp_path: Path
) -> None:
    old = index(indexes, tmp_path / "old", BEFORE)
    assert old.repaired("zaphyrcrad") == "zaphyrcard"
    new = index(indexes, tmp_path / "new", AFTER, old)
    assert new.repaired("zaphyrcrad") == "zaphyrcrad"
    assert new.repaired("halbeonni teapot") == "halbeoni teapot"


def test_english_words_as_they_stand_are_never_sought(
    indexes: KiwiBm25Indexes, tmp_path: Path
) -> None:
    found = index(indexes, tmp_path / "index", BEFORE)
    spellings = {term.removeprefix(SPELLING) for term in found.postings.terms if SPELLING in term}
    assert {"teapot", "can't", "zaphyrcard"} <= spellings
    assert not len(found.search("is a we", 3).ids)
