"""Search over the shipped knowledge, with the real encoder and indexes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sangdam.indexing.current import CurrentGeneration
from sangdam.models import Audience, Language, Question, stem
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.retriever import Retriever
from sangdam.retrieval.synonyms import Synonyms
from sangdam.retrieval.terms import Terms
from sangdam.retrieval.vectors import FaissIndexes

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def generation(index: Path, embedder: Embedder, morphology: Morphology) -> Generation:
    return CurrentGeneration(
        index,
        vectors=FaissIndexes(),
        lexical=KiwiBm25Indexes(morphology),
        embedding_model=embedder.name,
    )()


@pytest.fixture(scope="module")
def retriever(generation: Generation, embedder: Embedder) -> Retriever:
    return Retriever(embedder=embedder, current=lambda: generation)


def found(retriever: Retriever, text: str, **more: object) -> list[str]:
    language = Language.KOREAN if any("가" <= c <= "힣" for c in text) else Language.ENGLISH
    asked = Question(text=text, language=language)
    evidence = retriever.search(asked, **{"day": TODAY, **more})  # type: ignore[arg-type]
    return [hit.passage.document_id for hit in evidence.hits]


@pytest.fixture(scope="module")
def terms(morphology: Morphology) -> Terms:
    return Terms(morphology, Synonyms(morphology))


QUESTIONS = [
    ("제주도는 배송 며칠 걸려요?", "shipping-jeju-days.ko"),
    ("how many days does shipping to Jeju take", "shipping-jeju-days.en"),
    ("세일 상품도 반품돼요?", "returns-sale-period.ko"),
    ("HB-200X 용기 식기세척기에 넣어도 되나요?", "product-blender-hb-200x.ko"),
    ("hb300x jar capacity", "product-blender-hb-300x.en"),
    ("포인트유효기간", "membership-points-expiry.ko"),
    ("실버 회원은 포인트 몇 프로 쌓여요?", "membership-silver-benefits.ko"),
]


@pytest.mark.parametrize(("text", "first"), QUESTIONS)
def test_the_right_entry_comes_first(retriever: Retriever, text: str, first: str) -> None:
    assert found(retriever, text)[0] == first


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("HG-8 유리 용기", {"c:hg8"}, {"m:8"}),
        ("the HG-8 containers", {"c:hg8"}, {"m:8"}),
        ("HS-6는 6개 세트", {"c:hs6", "m:6"}, set()),
        ("받은 지 8일 지났어요", {"m:8"}, {"c:8"}),
        ("HT-500 텀블러", {"c:ht500", "m:500"}, set()),
    ],
)
def test_a_short_number_in_a_products_code_is_no_number_of_days(
    terms: Terms, text: str, has: set[str], has_not: set[str]
) -> None:
    found = set(terms.of(text))
    assert has <= found
    assert found.isdisjoint(has_not)


def test_an_entry_comes_once_in_the_askers_language(retriever: Retriever) -> None:
    for text, ending in (("환불 얼마나 걸려요?", ".ko"), ("how long do refunds take?", ".en")):
        hits = [h for h in found(retriever, text) if h.startswith("returns-refund")]
        assert len({stem(h) for h in hits}) == len(hits)
        assert all(h.endswith(ending) for h in hits)


def test_internal_passages_are_for_an_internal_audience_only(retriever: Retriever) -> None:
    text = "상담원이 보상 포인트를 얼마까지 줄 수 있나요?"
    internal = found(retriever, text, audience=Audience.INTERNAL, k=20)
    assert any(h.startswith(("internal-", "playbook")) for h in internal)
    assert not any(h.startswith(("internal-", "playbook")) for h in found(retriever, text, k=50))


def test_a_document_is_found_between_its_dates_only(retriever: Retriever) -> None:
    text = "세일 상품 반품 기간 5일"
    coming = "returns-sale-period-2027.ko"
    assert coming not in found(retriever, text, k=50)
    assert coming in found(retriever, text, k=50, day=date(2027, 2, 1))
    expired = "shipping-free-threshold-2025.ko"
    assert expired not in found(retriever, "무료배송 기준", k=50)
    assert expired in found(retriever, "무료배송 기준", k=50, day=date(2025, 12, 31))


def test_parts_of_a_score_are_in_their_ranges(retriever: Retriever) -> None:
    question = Question(text="배송비", language=Language.KOREAN)
    evidence = retriever.search(question, day=TODAY)
    assert len(evidence.query_vector) == 384
    for hit in evidence.hits:
        assert -1 <= hit.parts.dense <= 1
        assert hit.parts.lexical >= 0
    scores = [hit.score for hit in evidence.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_self_service_entry_is_found_by_name_in_the_askers_language(
    retriever: Retriever,
) -> None:
    for language in Language:
        entry = retriever.entry("orders-track-parcel", language, day=TODAY)
        assert entry is not None
        assert entry.language is language
    assert retriever.entry("internal-vip-handling", Language.KOREAN, day=TODAY) is None
    assert retriever.entry("nothing", Language.KOREAN, day=TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("배송언제와요", "m:배송"),
        ("반품하고 싶은데요", "m:반품"),
        ("HB-200X 소음", "c:hb200x"),
        ("돈 언제 돌려받아요", "s:refund"),
        ("when do I get my money back", "s:refund"),
        ("hb200x", "c:hb200x"),
        ("refunds", "m:refund"),
        ("주문번호 HM-20261105-1234", "c:hm202611051234"),
    ],
)
def test_terms_are_morphemes_stems_codes_and_concepts(
    terms: Terms, text: str, expected: str
) -> None:
    assert expected in terms.of(text)
