"""What says nothing about its reader is no English; words run together still are."""

from __future__ import annotations

import pytest

from sangdam.guardrails.language import language_of, main_language
from sangdam.models import Language

KO, EN = Language.KOREAN, Language.ENGLISH

CODES = """
HB-200X
hb200x
HV22-BAT
HR-030-WH
HTA-4
HT 500
WF19T6000
USB3
B2B
A/S
a/s
AS
WELCOME10
HM-20261105-1234
24cm
1.5L
30x40cm
10,000mAh
220v
2XL
HS-6 / HS-8?
kim@example.com
https://shop.example/pan-24
www.shop.example
12,000
???
"""
ENGLISH = """
ricecookerhr030howlongforbrownrice
ricecooker030
hb200xdishwashersafe
hb-200x-jar-dishwasher-safe
howlong24hours
need2return
refund4me
order5pleasehelp
can1return
whereismyorder2
3days
Is it 24cm?
my code WELCOME10
I bought 2
USB plug
"""


@pytest.mark.parametrize("text", CODES.strip().splitlines())
def test_a_code_follows_the_locale(text: str) -> None:
    assert (language_of(text), language_of(text, EN), language_of(text, KO)) == (KO, EN, KO)


@pytest.mark.parametrize("text", ENGLISH.strip().splitlines())
def test_words_beside_or_round_a_code_are_english(text: str) -> None:
    assert language_of(text, KO) is EN


@pytest.mark.parametrize(
    "text",
    [
        "HB-300X는요",
        "24cm요?",
        "ㅎㅇ",
        "hb200x as되나요",
        "my page에서 the end 시리즈 주문",
        "To my love 향수 얼마",
        "I love you 노래 나오는 스피커 찾음",
        "iPhone 15 Pro Max case 있어요?",
        "do you ship to Japan? 배송비도 알려주세요",
        "can i return it? 반품 가능합니까",
    ],
)
def test_any_hangul_is_korean(text: str) -> None:
    assert language_of(text, EN) is KO


@pytest.mark.parametrize(
    "text",
    [
        "My order says 배송 중, can I still cancel it?",
        "What does 교환 mean?",
        "how long does 환불 take",
        "I can't find 마이페이지 on the site",
        "The button (반품 신청) is grey. Why?",
    ],
)
def test_an_english_sentence_may_quote_a_korean_word(text: str) -> None:
    assert language_of(text, KO) is EN


def test_a_code_joined_to_hangul_weighs_nothing() -> None:
    assert main_language("신형WF19T6000-HR-030-WH는", EN) is KO
