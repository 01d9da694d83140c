"""What is a way to reach somebody, and what is not."""

from __future__ import annotations

import pytest

from sangdam.guardrails.contact import contact_in

CONTACTS = [
    ("010-1234-5678", "010-1234-5678"),
    ("01012345678", "01012345678"),
    ("010 1234 5678", "010 1234 5678"),
    ("０１０－１２３４－５６７８", "010-1234-5678"),
    ("+82 10-1234-5678", "+82 10-1234-5678"),
    ("02-312-3456", "02-312-3456"),
    ("031-123-4567", "031-123-4567"),
    ("(02) 312-3456", "(02) 312-3456"),
    ("+1 415-555-0132", "+1 415-555-0132"),
    ("+44 20 7946 0958", "+44 20 7946 0958"),
    ("minji@example.com", "minji@example.com"),
    ("  minji.kim+shop@mail.example.co.kr\n", "minji.kim+shop@mail.example.co.kr"),
]


@pytest.mark.parametrize(("text", "contact"), CONTACTS)
def test_an_address_or_a_number_alone_is_a_contact(text: str, contact: str) -> None:
    assert contact_in(text) == contact


@pytest.mark.parametrize(
    "text",
    [
        "",
        "전화 주세요",
        "010-1234-5678로 전화 주세요",
        "my number is 010-1234-5678",
        "010-1234",
        "112",
        "2026-11-23",
        "minji@",
        "@example.com",
        "minji@example",
        "a@example.com b@example.com",
        "900101-1234567",
        "4111 1111 1111 1111",
        "<script>alert(1)</script>",
        "https://example.com",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert contact_in(text) is None
