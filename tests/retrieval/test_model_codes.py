"""A product's code says whose passages may answer, the rest of the question which of them."""

from __future__ import annotations

from datetime import date

import pytest

from sangdam.bootstrap import Service
from sangdam.models import Language, Question, model_codes, stem
from tests.moments import Converse

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("is the HB-200X jar safe?", {"HB200X"}),
        ("hb200x는 조용한가요?", {"HB200X"}),
        ("HV-22랑 HB-300X 중에", {"HV22", "HB300X"}),
        ("주문 HM-20261105-1234 언제 와요?", set()),
        ("운송장 123456789012", set()),
        ("COUPON WELCOME10", set()),
        ("3개월 할부", set()),
        ("HD-2 건조대", {"HD2"}),
        ("HP-3S와 HB200X-JAR", {"HP3S", "HB200X"}),
        ("USB3, MP3, 5G", set()),
    ],
)
def test_codes_of_products_are_told_from_other_numbers(text: str, codes: set[str]) -> None:
    assert model_codes(text) == codes


def first(service: Service, text: str) -> str:
    language = Language.KOREAN if any("가" <= c <= "힣" for c in text) else Language.ENGLISH
    hits = service.retriever.search(Question(text=text, language=language), day=DAY).hits
    return stem(hits[0].passage.document_id)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("is the HB-200X jar dishwasher safe?", "product-blender-hb-200x"),
        ("is the HB-300X jar dishwasher safe?", "product-blender-hb-300x"),
        ("hb200x 용기 식기세척기 돼요?", "product-blender-hb-200x"),
        ("HV-22 filter wash", "product-vacuum-hv-22"),
        ("HR-030 내솥 코팅 관리", "product-rice-cooker-hr-030"),
        ("HB-300X 배송 며칠 걸려요?", "shipping-mainland-days"),
        ("How long does delivery of the HK-170 take?", "shipping-mainland-days"),
        ("HB-200X 반품하고 싶은데 반품 배송비 얼마예요?", "returns-fee"),
        ("Do parts of the HB-200X fit the HB-300X?", "product-blender-hb-200x"),
    ],
)
def test_what_is_asked_of_a_product_finds_its_page_or_what_holds_for_all(
    service: Service, text: str, document: str
) -> None:
    assert first(service, text) == document


@pytest.mark.parametrize(
    "text", ["is the HB-900X jar dishwasher safe?", "HB-900X 용기는 식기세척기에 넣어도 되나요?"]
)
def test_of_a_product_that_nobody_knows_no_other_ones_page_is_found(
    service: Service, converse: Converse, text: str
) -> None:
    language = Language.KOREAN if "용기" in text else Language.ENGLISH
    evidence = service.retriever.search(Question(text=text, language=language), day=DAY)
    assert not any(model_codes(hit.passage.title) for hit in evidence.hits)
    assert not converse(service, text).citations
