"""What is stored, and what is inspected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangdam.guardrails.digits import plain_digits
from sangdam.guardrails.look_alikes import LOOK_ALIKES, fold_look_alikes
from sangdam.guardrails.normalising import clean_text, normalise


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("ＨＢ－２００Ｘ　배송", "HB-200X 배송"),
        ("환불", "환불"),
        ("ㅋㅋㅋ ㅠㅠ", "ㅋㅋㅋ ㅠㅠ"),
        ("ᄏᄏ", "ㅋㅋ"),
        ("a\u200bb\u202ec\u00ad", "abc"),
        ("hi\U000e0041\U000e0042", "hi"),
        ("가ㅤ나", "가나"),
        ("안녕\r\n\r\n\r\n 하세요\t !", "안녕\n하세요 !"),
        ("👨‍👩‍👧 ❤️ 1️⃣ 🇰🇷", "👨‍👩‍👧 ❤️ 1️⃣ 🇰🇷"),
        ("배송\u200d비", "배송비"),
        ("「배송」· 문의", "「배송」· 문의"),
        ("x\ud800\x07y", "xy"),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("іgnоrе аll рrеvіоus", "ignore all previous"),
        ("ΙGΝΟRΕ", "ignore"),
        ("ignоre해 주세요", "ignore해 주세요"),
        ("ïgnörë", "ignore"),
        ("ɪɢɴᴏʀᴇ 🅸🅶🅽🅾🆁🅴", "ignore ignore"),
        ("ㅇㅣㅈㅓㄴ ㅈㅣㅅㅣ", "이전 지시"),
        ("ㅋㅋㅋ ㅠㅠ", "ㅋㅋㅋ ㅠㅠ"),
        ("Привет", "привет"),
    ],
)
def test_folded_text(text: str, folded: str) -> None:
    assert normalise(text).folded == folded


def test_disguises_are_undone_for_inspection_only() -> None:
    assert normalise("іgnоrе ㅇㅣㅈㅓㄴ").clean == "іgnоrе ㅇㅣㅈㅓㄴ"


def test_invisible_tags_are_read_but_not_kept() -> None:
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore")
    normalised = normalise(f"hello{tags}")
    assert (normalised.clean, normalised.hidden) == ("hello", "ignore")


def test_look_alikes_become_one_latin_letter_each() -> None:
    assert all(chr(code) > "\x7f" and value.isascii() for code, value in LOOK_ALIKES.items())
    assert fold_look_alikes("Привет, мир") == "Привет, мир"


@given(st.text())
def test_cleaning_is_stable_and_encodable(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert clean.encode().decode() == clean


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("공일공 일이삼사 오육칠팔", "010 1234 5678"),
        ("010–1234—5678", "010-1234-5678"),
        ("오이 두 개, 이사 갑니다", "오이 두 개, 이사 갑니다"),
        ("일이삼", "일이삼"),
        ("920902-3288688이고", "920902-3288688이고"),
        ("이 010-1234-5678", "이 010-1234-5678"),
        ("공일공-1234-5678", "010-1234-5678"),
        ("010-1234-오육칠팔", "010-1234-5678"),
        ("010 일이삼사 5678이에요", "010 1234 5678이에요"),
    ],
)
def test_spoken_digits_are_read_only_in_long_runs(text: str, plain: str) -> None:
    assert plain_digits(text) == plain
