"""Nothing that is left in a text leads back to one customer."""

from __future__ import annotations

import pytest

from sangdam.guardrails.unlinking import unlinked
from sangdam.models import Language

KOREAN, ENGLISH = Language.KOREAN, Language.ENGLISH


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("주문번호 HM-20261105-1234 취소돼요?", KOREAN, "주문번호 [번호] 취소돼요?"),
        ("주문번호는HM-20261105-1234인데요", KOREAN, "주문번호는[번호]인데요"),
        ("hm 20261105 1234 어디예요", KOREAN, "[번호] 어디예요"),
        ("ORDER-20261105 late", ENGLISH, "ORDER-[number] late"),
        ("운송장 6012 3456 7890", KOREAN, "운송장 [번호]"),
        ("T-ABCD2345 is my ticket", ENGLISH, "[number] is my ticket"),
        ("call me at +82 10-1234-5678", ENGLISH, "call me at [phone 1]"),
        ("gildong.hong@naver.com 으로요", KOREAN, "[이메일 1] 으로요"),
        ("카드 4111 1111 1111 1111 로 결제", KOREAN, "카드 [카드번호 삭제됨] 로 결제"),
    ],
)
def test_what_names_one_order_parcel_or_person_is_cut(
    text: str, language: Language, left: str
) -> None:
    assert unlinked(text, language) == left


@pytest.mark.parametrize(
    "text",
    [
        "HB-200X 용기 용량이 1.8리터예요?",
        "1,000,000원 넘으면 VIP인가요?",
        "10000000원 이상이면 할부 24개월 되나요",
        "is it 15000000 won?",
        "평일 09:00~18:00, 7일 안에 3~4영업일",
        "[전화번호 1]로 전화 주세요. [카드번호 삭제됨] [주소 2]",
    ],
)
def test_models_sums_times_and_placeholders_stay(text: str) -> None:
    assert unlinked(text, KOREAN) == text


def test_unlinking_twice_changes_nothing() -> None:
    once = unlinked("HM-20261105-1234, 010-1234-5678, gildong@naver.com", KOREAN)
    assert once == "[번호], [전화번호 1], [이메일 1]"
    assert unlinked(once, KOREAN) == once
