"""Personal data is hidden and can be put back; numbers of orders and prices stay."""

from __future__ import annotations

import pytest

from sangdam.guardrails.identifiers import NOTES
from sangdam.guardrails.normalising import clean_text
from sangdam.guardrails.personal_data import mask_personal_data, unmask
from sangdam.guardrails.phone_numbers import phone_digits
from sangdam.models import Language

KO, EN = Language.KOREAN, Language.ENGLISH

PERSONAL = [
    ("전화번호", "010-1234-5678", "{}로 전화 주세요"),
    ("전화번호", "01012345678", "제 번호 {}입니다"),
    ("전화번호", "010 1234 5678", "{}"),
    ("전화번호", "010.1234.5678", "{}"),
    ("전화번호", "+82-10-1234-5678", "{}"),
    ("전화번호", "공일공 일이삼사 오육칠팔", "{} 이에요"),
    ("전화번호", "02-345-6789", "{}"),
    ("전화번호", "0504-1234-5678", "안심번호 {}"),
    ("전화번호", "(212) 555-0199", "call me at {} please"),
    ("이메일", "a.b+c@example.co.kr", "{}로 보내주세요"),
    ("계좌번호", "123456-12-123456", "국민은행 {}로 환불해 주세요"),
    ("계좌번호", "110-123-456789", "계좌번호 {} 신한"),
    ("계좌번호", "3333-01-1234567", "카카오뱅크 {}"),
    ("계좌번호", "1234567890", "my account number is {}"),
    ("주소", "서울특별시 강남구 테헤란로 123 4층 405호", "{}로 바꿔 주세요"),
    ("주소", "서울시 강남구 역삼동 123-45번지", "{}"),
    ("주소", "부산 해운대구 우동 1408 아이파크 101동 1203호", "{}"),
    ("주소", "전라남도 순천시 해룡면 향매로 109, 101동 502호", "{}"),
    ("주소", "강남대로62길 11-3 302호", "{}입니다"),
    ("주소", "테헤란로 152", "주소는 {} 입니다"),
    ("주소", "123 Main Street, Apt 4B, Springfield, IL 62704", "{}"),
    ("주소", "5 Park Ave", "I live at {}"),
    ("주소", "152 Teheran-ro, Gangnam-gu, Seoul 06236", "{}"),
    ("주소", "16 World Cup Buk-ro, Mapo-gu, Seoul", "deliver to {}"),
    ("주소", "경기도 광명시 월드컵북로 186 126-1615", "{}로 바꿔 주세요"),
    ("주소", "울주군 한림읍 138번지 그린맨션 2464호", "{} 맞나요"),
    ("주소", "세종특별자치시 진접읍 62번지", "{}인데 새벽 배송 되나요"),
    ("이름", "홍길동", "{}입니다"),
    ("이름", "김민수", "{}이라고 하는데요"),
    ("이름", "박지영", "예금주는 {} 입니다"),
    ("이름", "Priya Patel", "My name is {} and I wrote yesterday"),
]

NEAR_MISSES = [
    "주문번호 HM-20261105-1234 확인해 주세요",
    "송장번호 601234567890 어디 있나요",
    "운송장 01012345678",
    "tracking number 6012345678901",
    "HB-200X 언제 재입고되나요",
    "30,000원 이상 3,000원, 1,234,567원",
    "2026-11-05 14:00에 결제했어요",
    "2026년 11월 5일, 23:30-00:30",
    "고객센터 전화 1670-0000",
    "080-200-3009 여기 대표번호 맞아요?",
    "계좌이체로 2026-11-05 15:00에 30,000원 냈어요",
    "국민 카드 3개월 할부 300,000원",
    "제주시로 3일 안에 오나요",
    "서울시 강남구로 3일 걸리나요",
    "서울시 강남구로 배송비 3,000원",
    "부산시로 2개 보내 주세요",
    "주소를 3번 바꿨어요",
    "새로 2개 샀어요",
    "I bought 2 Blue Court chairs",
    "3 items, 30 day return",
    "이유식입니다",
    "정수기입니다 필터는 언제 갈아요",
    "Does the Stanley cup fit a Rose Gold lid? Will it in May?",
    "제주인데 배송 얼마나 걸려요? 강남점에도 있나요",
]


@pytest.mark.parametrize(("label", "original", "sentence"), PERSONAL)
def test_personal_data_is_masked_and_comes_back(label: str, original: str, sentence: str) -> None:
    text = clean_text(sentence.format(original))
    masked = mask_personal_data(text, KO)
    assert masked.text == sentence.format(f"[{label} 1]")
    assert masked.originals == {f"[{label} 1]": original}
    assert unmask(masked.text, masked.originals) == text


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_stay(text: str) -> None:
    assert mask_personal_data(text, KO).originals == {}


@pytest.mark.parametrize(
    "text", ["쿠폰이랑 같이 쓸 수 있어?", "이불은 어때요", "냄비도 되나요", "베개가 안 와요"]
)
def test_a_common_noun_with_a_particle_is_nobodys_name(text: str) -> None:
    assert mask_personal_data(text, KO).originals == {}


@pytest.mark.parametrize("text", ["민지가 대신 받아요", "박서준이 받았어요"])
def test_a_name_with_a_particle_is_hidden(text: str) -> None:
    (original,) = mask_personal_data(text, KO).originals.values()
    assert original in {"민지", "박서준"}


@pytest.mark.parametrize("text", ["Mr. Okafor signed for it", "c/o Grace Okafor, unit 4"])
def test_a_name_cannot_be_read_with_or_without_its_title(text: str) -> None:
    assert "Okafor" not in mask_personal_data(text, EN).text


def test_the_same_data_has_the_same_placeholder() -> None:
    masked = mask_personal_data("010-1234-5678 or 010-1111-2222, again 010-1234-5678", EN)
    assert masked.text == "[phone 1] or [phone 2], again [phone 1]"


def test_kinds_are_counted_apart() -> None:
    masked = mask_personal_data("a@b.example 02-345-6789 c@d.example", EN)
    assert masked.text == "[email 1] [phone 1] [email 2]"


def test_phone_digits_compare_in_any_writing() -> None:
    assert phone_digits("전화 1670-0000") == phone_digits("call 16700000") == {"16700000"}
    assert phone_digits("+82 2 345 6789") == phone_digits("02-345-6789")
    assert phone_digits("HM-20261105-1234") == frozenset()


@pytest.mark.parametrize("language", Language)
def test_what_stands_for_a_cut_number_names_nobody(language: Language) -> None:
    for notes in NOTES.values():
        note = notes[0 if language is KO else 1]
        assert mask_personal_data(f"{note} Kim Minsu", language).text.startswith(note)


@pytest.mark.parametrize("language", Language)
def test_a_word_of_any_length_is_judged(language: Language) -> None:
    # Its features add up to more than exp can hold, which is a warning, and so an error here.
    word = "NjUgNjMgMjAgNjEgMzAgMjAg" * 80
    mask_personal_data(f"{word} 김민수입니다. My name is John Miller.", language)
    mask_personal_data(word, language)
