"""Forbidden identifiers are cut out; what only looks like one stays."""

from __future__ import annotations

import pytest
from stdnum import luhn

from sangdam.guardrails.identifiers import NOTES, cut_identifiers
from sangdam.guardrails.normalising import clean_text
from sangdam.models import Language

KO, EN = Language.KOREAN, Language.ENGLISH

FORBIDDEN = [
    ("resident_number", "900101-1234567"),
    ("resident_number", "9001011234567"),
    ("resident_number", "900101 1234567"),
    ("resident_number", "900101–2234567"),
    ("resident_number", "９００１０１－１２３４５６７"),
    ("resident_number", "90.01.01-1234567"),
    ("resident_number", "900101 1 234567"),
    ("resident_number", "9 0 0 1 0 1 1 2 3 4 5 6 7"),
    ("resident_number", "051231-3123456"),
    ("resident_number", "구공공일공일 일이삼사오육칠"),
    ("resident_number", "구공공일공일-1234567"),
    ("foreigner_number", "850505-5123456"),
    ("foreigner_number", "8505057123456"),
    ("passport_number", "M12345678"),
    ("passport_number", "m123A4567"),
    ("passport_number", "S 12345678"),
    ("driver_licence_number", "11-22-345678-90"),
    ("driver_licence_number", "28 12 345678 01"),
    ("card_number", "4111-1111-1111-1111"),
    ("card_number", "4111 1111 1111 1111"),
    ("card_number", "4111.1111.1111.1111"),
    ("card_number", "4111111111111111"),
    ("card_number", "5555555555554444"),
    ("card_number", "3782-822463-10005"),
    ("card_number", "378282246310005"),
    ("card_number", "1234-5678-9012-3456"),
    ("card_number", "사일일일 일일일일 일일일일 일일일일"),
]

NAMED = [
    ("passport_number", "여권번호: AB1234567", "여권번호: [여권번호 삭제됨]"),
    ("driver_licence_number", "면허번호 112234567890", "면허번호 [운전면허번호 삭제됨]"),
    ("card_number", "카드번호는 1234567890123456", "카드번호는 [카드번호 삭제됨]"),
    ("resident_number", "제 번호는 920902-3288688이고", "제 번호는 [주민등록번호 삭제됨]이고"),
    ("card_number", "이 4111-1111-1111-1111이요", "이 [카드번호 삭제됨]이요"),
]

NEAR_MISSES = [
    "주문번호 HM-20261105-1234 확인해 주세요",
    "20261105123456",
    "송장번호 9001011234567 어디 있나요",
    "운송장 601234567890",
    "바코드 8804054773038",
    "barcode 8806267442662",
    "tracking number 6012345678901",
    "HB-200X, HF-28I, HV22-BAT",
    "30,000원 이상이면 3,000원이 무료",
    "1,234,567,890원",
    "2026-11-05 14:00에 결제했어요",
    "2026년 11월 5일 1234567",
    "26-13-45 1234567",
    "991301-1234567",
    "010-1234-5678 010-9876-5432",
    "1670-0000",
    "국민은행 123456-12-123456",
    "여권 지갑 주문번호 HM-20261105-1234",
    "카드 결제 2026-11-05 30000원 승인번호 12345678",
    "4111111111111112",
]


@pytest.mark.parametrize(("kind", "number"), FORBIDDEN)
def test_forbidden_identifiers_are_cut(kind: str, number: str) -> None:
    cut = cut_identifiers(clean_text(f"제 번호는 {number} 입니다"), KO)
    assert cut.text == f"제 번호는 {NOTES[kind][0]} 입니다"
    assert cut.removed == (kind,)


@pytest.mark.parametrize(("kind", "text", "left"), NAMED)
def test_numbers_are_cut_where_they_are_named(kind: str, text: str, left: str) -> None:
    cut = cut_identifiers(text, KO)
    assert (cut.text, cut.removed) == (left, (kind,))


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_stay(text: str) -> None:
    assert cut_identifiers(clean_text(text), KO).text == clean_text(text)


@pytest.mark.parametrize(("kind", "number"), [pair for pair in FORBIDDEN if pair[1].isascii()])
def test_notes_speak_english_to_english_readers(kind: str, number: str) -> None:
    assert cut_identifiers(f"it is {number}.", EN).text == f"it is {NOTES[kind][1]}."


def test_kinds_are_named_once_and_in_order() -> None:
    cut = cut_identifiers("4111111111111111 and 900101-1234567 and 5555555555554444", EN)
    assert cut.removed == ("card_number", "resident_number")
    assert not any(character.isdigit() for character in cut.text)


def test_the_card_near_miss_fails_its_checksum() -> None:
    assert luhn.is_valid("4111111111111111")
    assert not luhn.is_valid("4111111111111112")
