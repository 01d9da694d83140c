"""What is the same question in another dress, and what only looks like it."""

from __future__ import annotations

import pytest

from sangdam.answering.same_question import SameQuestion
from sangdam.models import Language
from sangdam.ports import Morphology

SAME_KOREAN = [
    ("배송비는 얼마인가요?", "배송비 얼마예요"),
    ("배송비는 얼마인가요?", "혹시 배송비가 얼마인가요??"),
    ("배송비는 얼마인가요?", "배송비는얼마인가요"),
    ("세일 상품도 반품되나요?", "세일상품도 반품돼요?"),
    ("교환이 가능한가요?", "교환 가능합니까"),
    ("환불은 언제 돼요?", "환불 언제 되나요"),
    ("제주도 배송 며칠 걸려요?", "제주도 배송 며칠 걸리나요?"),
    ("반품 어떻게 하나요?", "반품은 어떻게 합니까"),
    ("쿠폰 몇 장까지 쓸 수 있나요", "쿠폰 몇 장까지 쓸 수 있어요?"),
    ("포인트 유효기간이 언제까지예요", "포인트 유효기간은 언제까지인가요?"),
]
SAME_ENGLISH = [
    ("How much is shipping?", "how much is the shipping"),
    ("Can't I return sale items?", "Cannot I return sale items"),
    ("How long do refunds take?", "Please, how long do refunds take??"),
    ("What's the return fee", "what is the return fee?"),
    ("Do you sell a glass lid?", "do you sell glass lid please"),
    ("Why don't you take cash?", "Why do not you take cash"),
]
NEIGHBOURS_KOREAN = [
    ("3만 원 이상이면 무료인가요?", "5만 원 이상이면 무료인가요?"),
    ("3만 원 이상이면 무료인가요?", "3만 원 이하면 무료인가요?"),
    ("3만 원 초과면 무료인가요?", "3만 원 이상이면 무료인가요?"),
    ("이만 원 쿠폰 있나요?", "이 만 원 쿠폰 있나요?"),
    ("3일 안에 반품되나요?", "3주 안에 반품되나요?"),
    ("3일 전에 되나요?", "3일 후에 되나요?"),
    ("1.5L 되나요?", "15L 되나요?"),
    ("1~2일 걸리나요?", "12일 걸리나요?"),
    ("세일 상품 반품되나요?", "세일 상품 반품 안 되나요?"),
    ("세일 상품 반품되나요?", "세일 상품 반품되지 않나요?"),
    ("개봉한 상품 반품되나요?", "개봉하지 않은 상품 반품되나요?"),
    ("쿠폰 쓸 수 있나요?", "쿠폰 쓸 수 없나요?"),
    ("쿠폰을 못 쓰나요?", "쿠폰을 쓰나요?"),
    ("HB-200X 용량이 얼마예요?", "HB-300X 용량이 얼마예요?"),
    ("HB-200X 용량이 얼마예요?", "HB-200 용량이 얼마예요?"),
    ("HF-24 뚜껑 있나요?", "HF-28 뚜껑 있나요?"),
    ("제주도 배송 며칠 걸려요?", "부산 배송 며칠 걸려요?"),
    ("서울에서 부산으로 보낼 수 있나요?", "부산에서 서울로 보낼 수 있나요?"),
    ("서울에 보내나요?", "서울에서 보내나요?"),
    ("카드에서 포인트로 바꿀 수 있나요?", "포인트에서 카드로 바꿀 수 있나요?"),
    ("반품은 언제 하나요?", "반품은 어떻게 하나요?"),
    ("반품은 어디서 하나요?", "반품은 언제 하나요?"),
    ("배송비가 얼마예요?", "배송비가 왜 나와요?"),
    ("환불 받았나요?", "환불 받나요?"),
    ("산 물건 교환되나요?", "살 물건 교환되나요?"),
    ("취소하면 환불되나요?", "취소해도 환불되나요?"),
    ("취소해 주세요", "취소해 주나요?"),
    ("취소해야 하나요?", "취소해도 되나요?"),
    ("취소하고 싶어요", "취소하기 싫어요"),
    ("환불 안 돼요", "환불 안 돼요?"),
    ("환불 언제 돼요?", "환불 언제 돼요ㅠㅠ"),
    ("환불 언제 돼요?", "환불 언제 돼요!!"),
    ("친구가 저 추천하면 적립금 주나요?", "친구 제가 추천하면 적립금 주나요?"),
    ("고객이 판매자 신고하나요?", "고객 판매자가 신고하나요?"),
    ("판매자를 고객이 신고하나요?", "판매자가 고객을 신고하나요?"),
    ("쿠폰만 쓸 수 있나요?", "쿠폰도 쓸 수 있나요?"),
    ("오늘까지 되나요?", "오늘부터 되나요?"),
    ("전부 취소되나요?", "일부 취소되나요?"),
    ("선물 받은 물건 교환되나요?", "선물 준 물건 교환되나요?"),
    ("교환 가능한가요?", "반품 가능한가요?"),
    ("골드 등급 혜택은 뭐예요?", "실버 등급 혜택은 뭐예요?"),
    ("첫 구매 쿠폰 있나요?", "재구매 쿠폰 있나요?"),
    ("반품비 누가 내요?", "배송비 누가 내요?"),
    ("쿠폰, 적립금 되나요?", "쿠폰 적립금 되나요?"),
]
NEIGHBOURS_ENGLISH = [
    ("Is it free over 30,000 won?", "Is it free over 50,000 won?"),
    ("Is it free over 30,000 won?", "Is it free under 30,000 won?"),
    ("Can I return within 7 days?", "Can I return within 7 weeks?"),
    ("Can I return after 7 days?", "Can I return before 7 days?"),
    ("Is the jar 1.5 L?", "Is the jar 15 L?"),
    ("Can I return sale items?", "Can't I return sale items?"),
    ("Can I return opened items?", "Can I return unopened items?"),
    ("Do coupons expire?", "Don't coupons expire?"),
    ("How big is the HB-200X?", "How big is the HB-300X?"),
    ("How big is the HB-200X?", "How big is the HB-200?"),
    ("Do you ship from Seoul to Busan?", "Do you ship from Busan to Seoul?"),
    ("Do you ship to US?", "Do you ship to us?"),
    ("Do you ship to Jeju?", "Do you ship from Jeju?"),
    ("When do I get a refund?", "How do I get a refund?"),
    ("How much is shipping?", "How long is shipping?"),
    ("Can I cancel?", "Must I cancel?"),
    ("Can I cancel a shipped order?", "Can I cancel a shipping order?"),
    ("Did I get a refund?", "Do I get a refund?"),
    ("Do I have points?", "Do I have a few points?"),
    ("A few coupons can be used?", "Few coupons can be used?"),
    ("Can I return items without a receipt?", "Can I return items with a receipt?"),
    ("Can I exchange a gift?", "Can I exchange gifts?"),
    ("I can return it.", "I can return it?"),
    ("Can I return it?", "I can return it?"),
    ("Where is my order", "Where is my order!!"),
    ("Who reports the seller?", "The seller reports who?"),
    ("Is there a new policy?", "Is there a news policy?"),
    ("Can I pay by card?", "Can I pay by transfer?"),
    ("Can I use only coupons?", "Can I only use coupons?"),
    ("Coupons, points allowed?", "Coupons points allowed?"),
    ("If I cancel, do I get points?", "Unless I cancel, do I get points?"),
    ("Does the first order get a coupon?", "Does the second order get a coupon?"),
]


@pytest.fixture
def same(morphology: Morphology) -> SameQuestion:
    return SameQuestion(morphology)


@pytest.mark.parametrize(("one", "other"), SAME_KOREAN)
def test_korean_in_another_dress_is_the_same(same: SameQuestion, one: str, other: str) -> None:
    assert same.key(one, Language.KOREAN) == same.key(other, Language.KOREAN)


@pytest.mark.parametrize(("one", "other"), SAME_ENGLISH)
def test_english_in_another_dress_is_the_same(same: SameQuestion, one: str, other: str) -> None:
    assert same.key(one, Language.ENGLISH) == same.key(other, Language.ENGLISH)


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS_KOREAN)
def test_korean_neighbours_are_kept_apart(same: SameQuestion, one: str, other: str) -> None:
    assert same.key(one, Language.KOREAN) != same.key(other, Language.KOREAN)


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS_ENGLISH)
def test_english_neighbours_are_kept_apart(same: SameQuestion, one: str, other: str) -> None:
    assert same.key(one, Language.ENGLISH) != same.key(other, Language.ENGLISH)


def test_the_readers_language_is_part_of_the_question(same: SameQuestion) -> None:
    assert same.key("HB-200X", Language.KOREAN) != same.key("HB-200X", Language.ENGLISH)


@pytest.mark.parametrize("text", ["?", "...", "ㅋㅋ", "😡", "HB-200X", "A/S", "배송비.환불"])
def test_any_text_has_a_key(same: SameQuestion, text: str) -> None:
    assert same.key(text, Language.KOREAN) != same.key(text + " 왜", Language.KOREAN)
