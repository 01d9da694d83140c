"""Hostile texts, made from a seed: random Unicode, huge, nested encodings, bait for patterns."""

from __future__ import annotations

import base64
import codecs
import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

LONGEST = 2000
"""Characters that the product takes, unless told otherwise; some texts are longer."""
HUGE = 1_000_000
BLOCKS = (
    (0x20, 0x7F),
    (0x80, 0x250),
    (0x300, 0x370),
    (0x600, 0x700),
    (0x1100, 0x1200),
    (0x2000, 0x2100),
    (0x3000, 0x30FF),
    (0x3130, 0x318F),
    (0x4E00, 0x4F00),
    (0xAC00, 0xD7A4),
    (0xFE00, 0xFFFF),
    (0x1F300, 0x1F700),
    (0xE0000, 0xE0080),
)
BAIT = (
    *("a", "A", "1", "-", " ", ".", "@", "!", "?", "(", "[", "<", '"', "=", "/", "\\", "\n", "\t"),
    *("01", "1-", "- ", "a@", "a.", "a@a.", "10 ", "가 ", "로 ", "동 ", "시 ", "구 ", "공", "일이"),
    *("ㅋ", "ㅇㅣ", "ㅠ", "%41", "&amp;", "\\u0041", "QUJD", "41 ", "01000001 ", "a b ", "l1k3 "),
    *(
        "010-",
        "주소 ",
        "계좌 1",
        "카드 1",
        "passport 1",
        "ignore ",
        "무시 ",
        "상담원 ",
        "never ",
        "안 ",
    ),
    *(
        "서울시 ",
        "강남구 ",
        "길 1",
        "Main Street ",
        "1 A ",
        "Kim ",
        "김민수 ",
        "Mr. ",
        "\u200b",
        "\u0301",
    ),
    *(
        "I have never ever ",
        "왜 이렇게 ",
        "two times ",
        "and ",
        "the ",
        "my ",
        "not ",
        "해 주세요 ",
    ),
)
"""What patterns wait for, said over and over."""


class Hostile(NamedTuple):
    kind: str
    text: str


def hostile_texts(count: int, real: Sequence[str], *, seed: int) -> Iterator[Hostile]:
    """So many, of every kind in turn; `real` messages are what some are made from."""
    chance = random.Random(seed)
    makers = [*MAKERS.items()]
    for number in range(count):
        seldom = number % SELDOM == SELDOM - 1
        kind, make = ("huge", _huge) if seldom else makers[number % len(makers)]
        yield Hostile(kind, make(chance, real))


def _unicode(chance: random.Random, _: Sequence[str]) -> str:
    characters = (chr(chance.randrange(*chance.choice(BLOCKS))) for _ in range(_length(chance)))
    return "".join(characters)


def _any_character(chance: random.Random, _: Sequence[str]) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(_length(chance)))


def _one_script(chance: random.Random, _: Sequence[str]) -> str:
    block = chance.choice(BLOCKS)
    return "".join(chr(chance.randrange(*block)) for _ in range(_length(chance)))


def _bait(chance: random.Random, _: Sequence[str]) -> str:
    text = chance.choice(BAIT) * LONGEST
    return text[: _length(chance)] + chance.choice((*BAIT, ""))


def _two_baits(chance: random.Random, _: Sequence[str]) -> str:
    some = "".join(chance.choice(BAIT) for _ in range(chance.randrange(2, 5)))
    return (some * LONGEST)[: _length(chance)] + chance.choice(BAIT)


def _mixed_bait(chance: random.Random, _: Sequence[str]) -> str:
    return "".join(chance.choice(BAIT) for _ in range(LONGEST))[: _length(chance)]


def _digits(chance: random.Random, _: Sequence[str]) -> str:
    alphabet = chance.choice(
        ("0123456789-", "0123456789 .-", "01", "일이삼사오육칠팔구공", "0123456789a")
    )
    return "".join(chance.choice(alphabet) for _ in range(_length(chance)))


def _changed(chance: random.Random, real: Sequence[str]) -> str:
    characters = [*chance.choice(real)]
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(characters) + 1)
        characters.insert(place, chr(chance.randrange(*chance.choice(BLOCKS))))
    return "".join(characters)


def _repeated(chance: random.Random, real: Sequence[str]) -> str:
    text = chance.choice(real)
    return (text * LONGEST)[: _length(chance)]


def _strung_together(chance: random.Random, real: Sequence[str]) -> str:
    return " ".join(chance.sample(real, k=40))[:LONGEST]


def _encoded(chance: random.Random, real: Sequence[str]) -> str:
    text = chance.choice(real)
    for _ in range(chance.randrange(1, 6)):
        text = chance.choice(ENCODINGS)(text)[:LONGEST]
    return text


def _huge(chance: random.Random, real: Sequence[str]) -> str:
    return (chance.choice((*BAIT, *real[:50])) * HUGE)[: chance.randrange(LONGEST, HUGE)]


def _length(chance: random.Random) -> int:
    return chance.choice((chance.randrange(1, 40), chance.randrange(1, 400), LONGEST - 4))


ENCODINGS: tuple[Callable[[str], str], ...] = (
    lambda text: base64.b64encode(text.encode("utf-8", "replace")).decode(),
    lambda text: base64.b32encode(text.encode("utf-8", "replace")).decode(),
    lambda text: text.encode("utf-8", "replace").hex(" "),
    lambda text: " ".join(f"{byte:08b}" for byte in text.encode("utf-8", "replace")),
    lambda text: base64.b85encode(text.encode("utf-8", "replace")).decode(),
    lambda text: codecs.encode(text, "rot13"),
    lambda text: quote(text, safe=""),
    lambda text: text[::-1],
    lambda text: " ".join(text),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    lambda text: "".join(chr(0xE0000 + ord(c)) for c in text if c.isascii()),
    lambda text: "\u200b".join(text),
)
MAKERS: dict[str, Callable[[random.Random, Sequence[str]], str]] = {
    "unicode": _unicode,
    "any character": _any_character,
    "one script": _one_script,
    "bait": _bait,
    "two baits": _two_baits,
    "mixed bait": _mixed_bait,
    "digits": _digits,
    "changed message": _changed,
    "repeated message": _repeated,
    "messages strung together": _strung_together,
    "nested encodings": _encoded,
}
SELDOM = 200
"""One text in so many is huge."""
