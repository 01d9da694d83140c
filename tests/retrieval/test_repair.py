"""Questions as they are typed, and as they were meant, over the words of the shipped FAQs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangdam.retrieval.keystrokes import hangul, keys
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.repair import FIXED, LONGEST_TEXT, Repair

FAQS = Path(__file__).parents[2] / "knowledge" / "faqs"
ENGLISH = re.compile("[a-z]+")


@pytest.fixture(scope="module")
def repair(morphology: KiwiMorphology) -> Repair:
    text = "\n".join(path.read_text("utf-8").lower() for path in sorted(FAQS.glob("*.csv")))
    korean = (m.form for line in text.splitlines() for m in morphology.analyse(line))
    words = Counter(form for form in korean if not form.isascii())
    return Repair(words + Counter(ENGLISH.findall(text)), morphology)


LOOSE_LETTERS = [
    ("바ㄴ품 되나요", "반품 되나요"),
    ("ㅎㅘㄴ불", "환불"),
    ("ㅎㅗㅏㄴ불 며칠 걸려요", "환불 며칠 걸려요"),
    ("회원가이ㅂ 하려면", "회원가입 하려면"),
    ("주문 ㅊㅟ소할게요", "주문 취소할게요"),
    ("ㅂㅐㅅㅗㅇ 언제 와요", "배송 언제 와요"),
    ("언제 돼ㅐ요", "언제 돼요"),
    ("어디서 하죠ㅛ", "어디서 하죠"),
]
OTHER_LAYOUT = [
    ("qothd qldyd", "배송 비용"),
    ("dkdlel ckwrl", "아이디 찾기"),
    ("znvhs이 안 먹어요", "쿠폰이 안 먹어요"),
    ("qksvna djEjgrp gkfRkdy?", "반품 어떻게 할까요?"),
    ("QOTHD", "배송"),
    ("ㄱㄷ려ㅜㅇ", "refund"),
    ("ㅊㅐㅕㅔㅐㅜ 등록", "coupon 등록"),
]
SPACES = [
    ("배송언제와요", "배송 언제 와요"),
    ("반 품 비 용", "반품비용"),
    ("주문취소하고싶은데어디서해요", "주문 취소하고 싶은데 어디서 해요"),
    ("배 송 조 회 는 어 디 서 해 요", "배송 조회는 어디서 해요"),
    ("포인 트는 언제 쌓이 나요", "포인트는 언제 쌓이나요"),
]
KOREAN_SLIPS = [
    ("환블 되나요", "환불 되나요"),
    ("환뷸은 며칠 걸려요", "환불은 며칠 걸려요"),
    ("쿠퐁 등록", "쿠폰 등록"),
    ("젂립금 유효기간", "적립금 유효기간"),
    ("배숑비 얼마예요", "배송비 얼마예요"),
    ("뱌송 조회", "배송 조회"),
    ("비밀번허를 잊었어요", "비밀번호를 잊었어요"),
    ("제쥬도 배송", "제주도 배송"),
    ("현금영수중 신청", "현금영수증 신청"),
    ("택베 어디쯤이에요", "택배 어디쯤이에요"),
    ("화원정보 수정", "회원정보 수정"),
]
ENGLISH_SLIPS = [
    ("refnud", "refund"),
    ("retrun fee", "return fee"),
    ("Do I get a refound?", "Do I get a refund?"),
    ("i recieved the wrong ordr", "i received the wrong order"),
    ("cupon code", "coupon code"),
    ("shiping adress", "shipping address"),
    ("when is it avalable", "when is it available"),
    ("REFNUD PLEASE", "refund PLEASE"),
    ("refnud 언제 돼요", "refund 언제 돼요"),
    ("HB-200X refnud", "HB-200X refund"),
    ("[전화번호 1] 환블", "[전화번호 1] 환불"),
]
MENDED = [*LOOSE_LETTERS, *OTHER_LAYOUT, *SPACES, *KOREAN_SLIPS, *ENGLISH_SLIPS]


@pytest.mark.parametrize(("typed", "meant"), MENDED)
def test_what_was_meant(repair: Repair, typed: str, meant: str) -> None:
    assert repair.repaired(typed) == meant


STAYS = [
    # Korean that is right, or nobody's business
    "환불은 며칠 걸려요?",
    "배송비가 얼마예요?",
    "그거 한 번 더 할 수 있나요",
    "칼 이가 나간 채로 왔는데 받은 지 열흘 됐어요",
    "산 지 한 달 된 식칼 보증되나요",
    "제주도는 배송 며칠 걸려요?",
    "화분을 샀는데 흙이 쏟아져 있어요",
    "이직 선물로 보내려고요",
    "오늘 점심 뭐 먹지",
    "저는 공원에서 기다릴게요",
    "첫 구매 쿠폰을 못 받았어요",
    "결혼식 답례품으로 괜찮은 것 추천해 주세요",
    "어머니 생신이라 포장도 부탁드려요",
    "비가 와서 상자가 다 젖었어요",
    "강아지가 리모컨을 물어뜯었어요",
    # moods and short forms
    "ㅋㅋㅋ",
    "ㅠㅠ 언제 와요",
    "환불ㅠㅠ",
    "네ㅋ",
    "진짜ㅎ",
    "ㅇㅇ",
    "ㄱㅅ",
    "회원가입 ㄱㄱ",
    "보증 ㄱㄴ?",
    "좋아요 ^^",
    "환불해 주세요 ㅡㅡ",
    # names
    "네이버페이 되나요",
    "쿠팡보다 싸요?",
    "카카오뱅크로 입금했어요",
    "naver pay 되나요",
    "Do you take Naver Pay?",
    "a case for my iPhone",
    "KakaoPay or Toss",
    "my order from Coupang",
    "Shinhan card",
    "Baengnyeongdo",
    "VIP 혜택",
    # codes, numbers, addresses, placeholders
    "HB-200X",
    "hb200x 소음",
    "INV-2024-3311",
    "HM-20261105-1234 언제 와요",
    "HV22-BAT",
    "24cm 팬",
    "3,000원",
    "2026-11-23 10:30",
    "refnud@exmple.com",
    "https://exmple.com/refnud?oredr=1",
    "www.refnud.kr",
    "harumraket.example",
    "[전화번호 1]",
    "[refnud 2]로 연락 주세요",
    # English that is right, short or slang
    "how long do refunds take?",
    "can't I return it?",
    "i dont get it",
    "The tumbler leaks",
    "bruh the lid leaks",
    "can i yeet the spoons in the dishwasher",
    "its 3am n i got a q",
    "ngl the colour's meh",
    "wobbly shelf",
    "limescale in the kettle",
    "rn lol",
    "asdf",
    "",
    " ",
    "?!",
    "😀",
    "がんばって",
    "d'accord, merci",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_stays_as_it_is(repair: Repair, text: str) -> None:
    assert _unspaced(repair.repaired(text)) == _unspaced(text)


@pytest.mark.parametrize("text", [t for t in STAYS if FIXED.fullmatch(t)])
def test_a_code_keeps_its_spaces(repair: Repair, text: str) -> None:
    assert repair.repaired(text) == text


def test_a_long_text_is_left_alone(repair: Repair) -> None:
    long = "refnud " * LONGEST_TEXT
    assert repair.repaired(long) == long


def test_a_word_of_the_knowledge_is_never_a_slip(morphology: KiwiMorphology) -> None:
    plain = Repair({"refund": 9, "환불": 9}, morphology)
    assert plain.repaired("refond 환블") == "refund 환불"
    branded = Repair({"refund": 9, "refond": 1, "환불": 9, "환블": 1}, morphology)
    assert branded.repaired("refond 환블") == "refond 환블"


def test_a_name_only_the_knowledge_knows_is_mended(morphology: KiwiMorphology) -> None:
    repair = Repair({"haruhome": 20, "하루홈": 20, "돌체벨라": 20, "보증": 5}, morphology)
    assert repair.repaired("haruhmoe 보증") == "haruhome 보증"
    assert repair.repaired("돌체벨러 보증") == "돌체벨라 보증"


def test_without_words_only_what_needs_none_is_done(morphology: KiwiMorphology) -> None:
    bare = Repair((), morphology)
    assert bare.repaired("바ㄴ품언제와요") == "반품 언제 와요"
    assert bare.repaired("환블 HB-200X") == "환블 HB-200X"


SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


@given(st.text(SYLLABLES, min_size=1, max_size=8))
def test_keys_type_what_they_came_from(word: str) -> None:
    assert hangul(keys(word)) == word


WORDS = [
    *("환불", "배송비", "쿠폰", "적립금", "며칠", "얼마예요", "반품하고", "싶은데", "안", "돼요"),
    *("refund", "order", "the", "is", "my"),
]
CODES = [
    "HB-200X",
    "INV-2024-3311",
    "[전화번호 1]",
    "a@b.co.kr",
    "https://a.kr/x?y=1",
    "3,000",
    "hb200x",
]


@st.composite
def _slipped(draw: st.DrawFn) -> str:
    typed = keys(draw(st.sampled_from(WORDS)))
    place = draw(st.integers(0, len(typed) - 1))
    struck = draw(st.sampled_from(["", *"qwertyuiopasdfghjklzxcvbnmQWERTOP"]))
    slipped = typed[:place] + struck + typed[place + 1 :]
    return hangul(slipped) or slipped


TYPED = st.lists(
    st.one_of(st.sampled_from(WORDS), _slipped(), st.sampled_from(CODES), st.text(max_size=5)),
    max_size=6,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(text=TYPED)
def test_codes_stay_and_a_second_repair_changes_nothing(repair: Repair, text: str) -> None:
    once = repair.repaired(text)
    assert FIXED.findall(once) == FIXED.findall(text)
    assert repair.repaired(once) == once


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_can_be_repaired(repair: Repair, text: str) -> None:
    assert FIXED.findall(repair.repaired(text)) == FIXED.findall(text)


def _unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)
