"""A Generation as if something were not in it equals one in which it never was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from sangdam import bootstrap_index
from sangdam.indexing.generations import open_current
from sangdam.models import Evidence, Language, Question
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.retrieval.left_out import without_subjects, without_wording
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.retriever import Retriever
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import Settings

DAY = date(2026, 11, 22)
HEAD = "id,question,aliases,answer,language\n"
ROWS = {
    "jeju": ("제주 배송은 며칠 걸려요?", "제주도 언제 도착해요", "제주는 3~4일 걸립니다.", "ko"),
    "refund": ("환불은 언제 되나요?", "돈은 언제 돌려받나요", "환불은 3영업일 걸립니다.", "ko"),
    "coupon": ("쿠폰은 몇 장 쓰나요?", "쿠폰 중복 사용", "쿠폰은 한 장만 쓸 수 있습니다.", "ko"),
    "gift": ("Do you gift-wrap orders?", "gift wrapping zzyzx", "We wrap any order.", "en"),
}
Make = Callable[[Iterable[str]], Generation]


@pytest.fixture
def make(tmp_path: Path, embedder: Embedder, morphology: Morphology) -> Make:
    def made(names: Iterable[str]) -> Generation:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        (folder / "knowledge" / "faqs").mkdir(parents=True)
        rows = "".join(",".join((name, *ROWS[name])) + "\n" for name in names)
        (folder / "knowledge" / "faqs" / "all.csv").write_text(HEAD + rows, "utf-8")
        bootstrap_index.reindex(
            Settings.load(),
            knowledge=folder / "knowledge",
            index=folder / "index",
            progress=lambda *_: None,
            embedder=embedder,
            morphology=morphology,
        )
        return open_current(folder / "index", FaissIndexes(), KiwiBm25Indexes(morphology))

    return made


def asked(generation: Generation, embedder: Embedder, text: str, language: Language) -> Evidence:
    retriever = Retriever(embedder=embedder, current=lambda: generation)
    return retriever.search(Question(text=text, language=language), day=DAY)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("제주도 배송 얼마나 걸려요", Language.KOREAN),
        ("돈 언제 들어와요", Language.KOREAN),
        ("gift wrapping zzyzx please", Language.ENGLISH),
        ("refund", Language.ENGLISH),
    ],
)
def test_a_left_out_entry_is_found_no_more_and_its_words_are_unknown(
    make: Make, embedder: Embedder, text: str, language: Language
) -> None:
    whole = make(ROWS)
    for name in ROWS:
        subject = next(
            int(whole.columns.subject[place])
            for place, passage in enumerate(whole.passages)
            if passage.document_id == name
        )
        rest = make(other for other in ROWS if other != name)
        without = without_subjects(whole, [subject])
        left = asked(without, embedder, text, language)
        never = asked(rest, embedder, text, language)
        assert {hit.passage.document_id for hit in left.hits} == {
            hit.passage.document_id for hit in never.hits
        }
        assert left.coverage.terms == never.coverage.terms
        unknown = [g.lexical_index.search(text, 8).unknown for g in (without, rest)]
        assert unknown[0] == unknown[1]
        cosines = {hit.passage.document_id: hit.parts.cosine for hit in left.hits}
        assert cosines == pytest.approx(
            {hit.passage.document_id: hit.parts.cosine for hit in never.hits}, abs=0.01
        )


def test_a_left_out_wording_takes_its_vector_and_its_words_with_it(
    make: Make, embedder: Embedder
) -> None:
    whole = make(ROWS)
    row = next(n for n, text in enumerate(whole.vector_texts) if "zzyzx" in text.text and text.asks)
    before = asked(whole, embedder, "gift wrapping zzyzx", Language.ENGLISH)
    left = without_wording(whole, row)
    after = asked(left, embedder, "gift wrapping zzyzx", Language.ENGLISH)
    assert before.hits[0].parts.cosine == pytest.approx(1, abs=0.01)
    assert after.hits[0].parts.cosine < 0.97
    unknown = [g.lexical_index.search("gift wrapping zzyzx", 8).unknown for g in (whole, left)]
    assert (unknown[0], unknown[1] > 0) == (0, True)
    assert before.coverage.covered == pytest.approx(1)
    assert after.coverage.covered < 1


def test_a_title_goes_together_with_the_answer_that_is_embedded_with_it(
    make: Make, embedder: Embedder
) -> None:
    whole = make(ROWS)
    row = next(n for n, t in enumerate(whole.vector_texts) if t.text == "환불은 언제 되나요?")
    left = without_wording(whole, row)
    assert len(left.columns.passage) == len(whole.columns.passage) - 2
    assert left.columns.first[-1] == len(left.columns.passage)
    after = asked(left, embedder, "환불은 언제 되나요?", Language.KOREAN)
    assert after.hits[0].parts.cosine < 0.99
