"""Names that the words around them give away, and words in the same places that are none."""

from __future__ import annotations

import pytest

from sangdam.guardrails.emails import find_emails
from sangdam.guardrails.introductions import introduced_names

NAMED = {
    "제 이름은 권율입니다 주문 확인해 주세요": "권율",
    "예금주 황진승 으로 되어 있어요": "황진승",
    "예약자명 김하늘로 바꿔 주세요": "김하늘",
    "은은찬 고객님 앞으로 온 문자를 받았어요": "은은찬",
    "확인 바랍니다.\n표은찬 드림": "표은찬",
    "my name is john smith and I wrote yesterday": "john smith",
    "My name's Aoife": "Aoife",
    "hello, this is Priya Nair speaking": "Priya Nair",
    "Still no parcel.\nKind regards,\nBarnaby O. Quill": "Barnaby O. Quill",
}
NOBODY = (
    "예금주 변경으로 문의드려요",
    "받는 분 주소로 보내 주세요",
    "제품 이름은 에어프라이어입니다",
    "제 이름은 왜 안 나와요?",
    "소중한 고객님께 드리는 안내",
    "성함 확인 부탁드려요",
    "my name is not on the card",
    "My name is spelt wrong on the ticket",
    "an order in my name is waiting at the branch",
    "this is not working",
    "Thanks,\nwhere is my parcel",
)
SPELT_OUT = {
    "write to john dot smith at example dot com please": "john dot smith at example dot com",
    "t.okafor (at) example (dot) com here": "t.okafor (at) example (dot) com",
    "gildong_h 골뱅이 example 점 com 으로 주세요": "gildong_h 골뱅이 example 점 com",
    "kim[at]example.co.kr": "kim[at]example.co.kr",
}
NO_ADDRESS = (
    "look at shop dot com",
    "I bought it at example.com last week",
    "점심시간이 몇 시부터예요?",
    "the red dot at the end of the card",
)


@pytest.mark.parametrize("text", NAMED)
def test_a_name_is_told_by_its_sentence(text: str) -> None:
    assert [text[slice(*span)] for span in introduced_names(text)] == [NAMED[text]]


@pytest.mark.parametrize("text", NOBODY)
def test_other_words_in_its_place_are_no_name(text: str) -> None:
    assert not introduced_names(text)


@pytest.mark.parametrize("text", SPELT_OUT)
def test_an_address_that_is_spelt_out_is_one(text: str) -> None:
    assert [text[slice(*span)] for span in find_emails(text)] == [SPELT_OUT[text]]


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_a_site_is_no_address(text: str) -> None:
    assert not find_emails(text)
