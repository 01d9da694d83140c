"""Follow-ups made to stand alone."""

from __future__ import annotations

import pytest

from sangdam.models import Language, Screened
from sangdam.ports import Morphology
from sangdam.routing.standalone import Standalone


@pytest.fixture(scope="module")
def standalone(morphology: Morphology) -> Standalone:
    return Standalone(morphology=morphology)


def readings(standalone: Standalone, text: str, previous: str | None) -> list[str]:
    korean = any("가" <= character <= "힣" for character in text)
    language = Language.KOREAN if korean else Language.ENGLISH
    screened = Screened(text=text, stored=text, language=language)
    return [question.text for question in standalone.readings(screened, previous)]


FOLLOW_UPS = [
    ("HB-200X 용량이 얼마예요?", "그럼 HB-300X는요?", "HB-300X 용량이 얼마예요?"),
    (
        "is the HB-200X jar dishwasher safe?",
        "and the HB-300X?",
        "is the HB-300X jar dishwasher safe?",
    ),
    ("배송 며칠 걸려요?", "그럼 제주도는요?", "제주도는 배송 며칠 걸려요?"),
    ("일반 상품은 며칠 안에 반품돼요?", "세일 상품은요?", "세일 상품은 며칠 안에 반품돼요?"),
    ("골드 등급 적립률이 얼마예요?", "실버는?", "실버 등급 적립률이 얼마예요?"),
    ("교환 비용은 어떻게 되나요", "제주도예요", "제주도는 교환 비용은 어떻게 되나요"),
    ("무료배송 되나요", "골드 회원이고요", "골드 회원은 무료배송 되나요"),
    ("반품 배송비는 누가 내나요", "불량이면요", "불량은 반품 배송비는 누가 내나요"),
    ("hb-200x 전기 얼마나 먹어요?", "그거 씻어도 돼요?", "hb-200x 전기 씻어도 돼요?"),
    ("무이자 할부 되나요?", "그건 언제까지 돼요?", "무이자 할부 언제까지 돼요?"),
    ("비회원은 어떻게 주문해요?", "그건 얼마나 걸려요?", "비회원 주문 얼마나 걸려요?"),
    ("환불 받고 싶어요", "얼마나 걸려요?", "환불 얼마나 걸려요?"),
    ("can I return normal items?", "and for sale items?", "can I return sale items?"),
    (
        "how long does delivery to mainland take?",
        "what about Jeju?",
        "how long does delivery to Jeju take?",
    ),
    (
        "how long do refunds take?",
        "and by bank transfer?",
        "how long do refunds take by bank transfer?",
    ),
]


@pytest.mark.parametrize(("previous", "text", "expected"), FOLLOW_UPS)
def test_a_follow_up_takes_what_it_lacks_from_the_question_before(
    standalone: Standalone, previous: str, text: str, expected: str
) -> None:
    found = readings(standalone, text, previous)
    assert found[0] == expected
    assert found[-1] == text, "the message as it stands stays a reading"


@pytest.mark.parametrize(
    "text", ["vip는 배송비도 공짜예요?", "필터는 얼마예요", "제주는 며칠이에요"]
)
def test_what_asks_by_its_mark_or_its_word_stands_alone_first(
    standalone: Standalone, text: str
) -> None:
    assert readings(standalone, text, "쿠폰은 어떻게 쓰나요?")[0] == text


def test_a_short_question_with_its_own_subject_stands_alone_first(standalone: Standalone) -> None:
    found = readings(standalone, "환불은 얼마나 걸려요?", "반품하고 싶어요")
    assert found == ["환불은 얼마나 걸려요?", "반품 환불은 얼마나 걸려요?"]


@pytest.mark.parametrize(
    ("previous", "text"),
    [
        (None, "그럼 제주도는요?"),
        (
            "배송 며칠 걸려요?",
            "세일 상품을 제주도에서 반품하려면 배송비가 얼마나 드는지 궁금합니다",
        ),
        ("배송 얼마나 걸려요?", "how long does a refund to my card usually take here?"),
    ],
)
def test_a_question_that_stands_alone_is_left_alone(
    standalone: Standalone, previous: str | None, text: str
) -> None:
    assert readings(standalone, text, previous) == [text]
