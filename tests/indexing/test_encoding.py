import pytest

from sangdam.indexing.conversion.encoding import decoded
from sangdam.indexing.conversion.unreadable import Unreadable

TEXT = "반품은 7일 안에, 뷁도 됩니다.\nReturns within 7 days."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-32"])
def test_a_text_is_read_as_korean_offices_save_it(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


def test_marked_utf_16_of_either_byte_order_is_read() -> None:
    assert decoded(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("It\x92s the \x93best\x94 of all\n".encode("latin1"), 1),
        (b"fine\nfine\ncaf\xe9 ole", 3),
        (b"\xff\xfa\xff", 1),
    ],
)
def test_what_is_neither_is_told_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(Unreadable, match="neither UTF-8 nor CP949") as caught:
        decoded(data)
    assert caught.value.line == line


@pytest.mark.parametrize("data", [b"\0", TEXT.encode("utf-16-le"), b"a\0b"])
def test_what_is_no_text_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(data)


def test_half_a_character_of_utf_16_is_damage() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        decoded(TEXT.encode("utf-16")[:-1])


def test_a_declared_charset_that_is_unknown_or_wrong_does_no_harm() -> None:
    assert decoded(TEXT.encode("cp949"), "unicode_escape") == TEXT
    assert decoded(TEXT.encode(), "euc-kr") == TEXT
