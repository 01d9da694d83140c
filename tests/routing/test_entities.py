"""What a customer names, in both languages."""

from __future__ import annotations

import pytest

from sangdam.models import EntityKind
from sangdam.routing.entities import LATEST, Said, entities, newest

ORDER, TRACKING, PRODUCT, AMOUNT, DATE = EntityKind
NAMED = [
    ("주문번호 HM-20261105-1234인데요", {(ORDER, "HM-20261105-1234")}),
    ("hm 20261105 1234 입니다", {(ORDER, "hm 20261105 1234")}),
    ("주문번호는 2026111200457이에요", {(ORDER, "2026111200457")}),
    ("order number: 113-2299881-4", {(ORDER, "113-2299881-4")}),
    ("my order #A10293847 is late", {(ORDER, "A10293847")}),
    ("송장번호 6071-2288-9913이요", {(TRACKING, "6071-2288-9913")}),
    ("tracking number is 1Z999AA10123456784", {(TRACKING, "1Z999AA10123456784")}),
    ("HB-200X가 고장났어요", {(PRODUCT, "HB-200X")}),
    ("my hb-200x and the HT500", {(PRODUCT, "hb-200x"), (PRODUCT, "HT500")}),
    ("3만 5천원이나 냈어요", {(AMOUNT, "3만 5천원")}),
    ("180만원, 89,000원", {(AMOUNT, "180만원"), (AMOUNT, "89,000원")}),
    ("오만원 할인이요", {(AMOUNT, "오만원")}),
    ("I paid $12.50 and 38,500 won", {(AMOUNT, "$12.50"), (AMOUNT, "38,500 won")}),
    ("€430 is gone, about 20 dollars left", {(AMOUNT, "€430"), (AMOUNT, "20 dollars")}),
    ("어제 샀고 지난주 금요일에 왔어요", {(DATE, "어제"), (DATE, "지난주 금요일")}),
    ("11월 5일에 샀는데 2026-11-09에 왔어요", {(DATE, "11월 5일"), (DATE, "2026-11-09")}),
    ("3일 전에, 며칠 전부터", {(DATE, "3일 전"), (DATE, "며칠 전")}),
    ("on Nov 3, or was it 12 November", {(DATE, "Nov 3"), (DATE, "12 November")}),
    ("last Friday, two days ago", {(DATE, "last Friday"), (DATE, "two days ago")}),
]
CALM = [
    "이전에 산 것도 되나요",
    "언제든지 연락 주세요",
    "병원에서 썼어요, 사원증도요",
    "전원이 안 켜져요",
    "24시간 운영하나요",
    "I may return it, covid-19 or not",
    "a couple of pans",
]


@pytest.mark.parametrize(("text", "found"), NAMED)
def test_what_is_named_is_found_word_for_word(
    text: str, found: set[tuple[EntityKind, str]]
) -> None:
    assert {(one.kind, one.value) for one in entities([Said("m1", text)])} == found


@pytest.mark.parametrize("text", CALM)
def test_other_words_are_nothing_of_the_kind(text: str) -> None:
    assert not entities([Said("m1", text)])


def test_each_points_to_where_it_was_named_last() -> None:
    said = [Said("m1", "HB-200X 어제"), Said("m2", "hb-200x요"), Said("m3", "오늘")]
    assert [(one.value, one.pointer) for one in entities(said)] == [
        ("hb-200x", "m2"),
        ("어제", "m1"),
        ("오늘", "m3"),
    ]
    assert newest(DATE, said) == "오늘"
    assert newest(ORDER, said) is None


def test_of_many_the_newest_are_kept() -> None:
    said = [Said(f"m{n}", f"{n}0,000원") for n in range(1, 9)]
    assert [one.pointer for one in entities(said)] == ["m6", "m7", "m8"][-LATEST:]
