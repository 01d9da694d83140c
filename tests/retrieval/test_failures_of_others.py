"""What users of other systems reported about search; each must not happen here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from sangdam.models import Language, Question
from sangdam.ports import Morphology
from sangdam.retrieval.lexical import Bm25Index, KiwiBm25Indexes
from sangdam.retrieval.retriever import Retriever
from tests.indexing.builds import Builds


@pytest.fixture(scope="module")
def build(morphology: Morphology) -> KiwiBm25Indexes:
    return KiwiBm25Indexes(morphology)


def index(indexes: KiwiBm25Indexes, folder: Path, texts: Sequence[str]) -> Bm25Index:
    indexes.write(folder, texts)
    return indexes.open(folder)


INVENTED = [
    "뽀숑이",
    "쿠룽팟",
    "두쫀쿠",
    "로켓와우",
    "갓생러",
    "꿀템",
    "빙글랩",
    "토닥봇",
    "하루홈",
]
SAID = [
    "{} 세탁 방법",
    "{}은 언제 들어와요",
    "제가 산 {}가 고장났어요",
    "{}이 없어요",
    "{}를 바꾸고 싶어요",
]


@pytest.mark.parametrize("word", INVENTED)
@pytest.mark.parametrize("said", SAID)
def test_a_word_that_no_dictionary_knows_is_found_with_any_particle(
    build: KiwiBm25Indexes, tmp_path: Path, word: str, said: str
) -> None:
    """RAGFlow #8989: unknown Korean words were cut to pieces and not found again."""
    others = [f"{other}에 대한 안내입니다." for other in INVENTED if other != word]
    found = index(build, tmp_path, [*others, f"{word}에 대한 안내입니다."])
    assert found.search(said.format(word), 3).ids[0] == len(others)


CODES = [
    ("INV-2024-3311 영수증 다시 보내 주세요", "INV-2024-3311"),
    ("inv-2024-3311 receipt please", "INV-2024-3311"),
    ("HB-200X용기 식기세척기 돼요?", "HB-200X"),
    ("hb200x 소음", "HB-200X"),
    ("WD-40 뿌려도 되나요", "WD-40"),
    ("A/S 기간이 궁금해요", "A/S"),
]
NEIGHBOURS = ["INV-2024-3312", "INV-2023-3311", "HB-300X", "HB-20X", "WD-50", "A/C"]


@pytest.mark.parametrize(("question", "code"), CODES)
def test_a_code_stays_whole(
    build: KiwiBm25Indexes, tmp_path: Path, question: str, code: str
) -> None:
    """RAGFlow #19879: hyphenated codes were lost."""
    texts = [f"{other} 안내입니다. {other} guide." for other in [*NEIGHBOURS, code]]
    assert index(build, tmp_path, texts).search(question, 3).ids[0] == len(NEIGHBOURS)


def test_no_threshold_cuts_a_passage_before_it_is_ranked(tmp_path: Path) -> None:
    """Dify #35233: a threshold on the raw score was applied before reranking."""
    builds = Builds(tmp_path / "knowledge", tmp_path / "index")
    rows = [f"q{n}.ko,배송은 어떻게 조회하나요 {n}?,조회 방법 {n}번입니다." for n in range(120)]
    far = "far.en,Does the QX-77 have a warranty?,The QX-77 is covered for a year."
    builds.write({"faqs/all.csv": "\n".join(["id,question,answer", *rows, far]) + "\n"})
    builds.run()
    generation = builds.current()
    retriever = Retriever(embedder=builds.embedder, current=lambda: generation)
    asked = Question(text="배송은 어떻게 조회하나요 QX-77 QX-77", language=Language.KOREAN)
    query = builds.embedder.embed_queries([asked.text])
    nearest = generation.vector_index.search(query, 96)
    by_vectors = {int(generation.columns.passage[i]) for i in nearest.ids}
    hits = retriever.search(asked, day=date(2026, 11, 23), k=200).hits
    places = [hit.passage.document_id for hit in hits]
    assert "far.en" in places
    assert generation.passages[0].document_id == "far.en"
    assert 0 not in by_vectors
