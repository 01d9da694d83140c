"""Real files, damaged by chance."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from zipfile import ZipFile

from tests.indexing.office_files import docx, grid, heading, paragraph, pdf, xlsx, zipped

PARTS = frozenset({".docx", ".xlsx", ".zip"})
"""Zips: damage to what is in them is more telling than damage to the zip."""
INSIDE = 0.8
"""Share of the damage to a zip that is done to a file in it."""
MOST_AT_ONCE = 8
LONGEST_REPEAT = 100_000
"""Bytes."""
NUMBER = re.compile(rb"\d+")
TOKENS = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "\u2028\u202e\ufeff".encode(),
    b"---\n",
    b'"',
    b"<![CDATA[",
    b"<!--",
    b"</",
    b"&#x110000;",
    b"[[[[[[[[",
    b"{{{{{{{{",
    b"<<<<<<<<",
    b"endobj",
    b"stream\r\n",
    b"%PDF-1.4",
    b"\r",
)
NUMBERS = (b"0", b"-1", b"65536", b"2147483648", b"18446744073709551616", b"9" * 5000, b"1e999")

FAQ = """id,question,answer,aliases
a1,배송은 언제 오나요?,1~2일입니다.,언제 와요 | 며칠
a2,How?,So.,
"""
PAGE = """<html lang="ko"><head><meta charset="utf-8"><title>보증</title></head><body><h1>보증</h1>
<p>1년입니다.</p><table><tr><th colspan="2">품목</th></tr><tr><td rowspan=2>소형</td><td>1년</td>
</tr></table><ul><li>하나</li></ul><p style="display:none">숨은 글</p></body></html>"""
TEXT = """---
id: returns
title: 반품 정책
audience: customer
language: ko
updated: 2026-01-05
---

# 반품 정책

## 기한
반품은 7일 안에 신청해 주세요.

| 품목 | 기한 |
|---|---|
| 식품 | 1일 |
"""
SIDECAR = "title: 안내\naudience: internal\neffective_until: 2027-01-01\n"
JSONL = '{"question": "언제 오나요?", "answer": "1~2일입니다.", "aliases": ["며칠"]}\n'


def real_files() -> Mapping[str, bytes]:
    """Suffix -> a file that is whole."""
    word = docx(
        heading("계약 안내", 0),
        heading("해지", 1),
        paragraph("30일 전에 알려 주세요."),
        paragraph("숨은 글", look="<w:vanish/>"),
        grid([["항목", "값"], ["무게", "1.2 kg"]]),
        title="계약",
    )
    book = xlsx(
        {
            "FAQ": [("question", "answer"), ("환불은?", "3일")],
            "요금": [("지역", "원"), ("제주", 3)],
        },
        hidden=["요금"],
    )
    page = pdf(
        (22, "사용 설명서"), (16, "청소"), (10, "물로 씻으세요."), [["항목", "값"], ["A", "1"]]
    )
    text = {".md": TEXT, ".txt": TEXT, ".csv": FAQ, ".jsonl": JSONL, ".html": PAGE}
    files = {suffix: said.encode() for suffix, said in text.items()}
    files |= {".docx": word, ".xlsx": book, ".pdf": page, ".txt.yaml": SIDECAR.encode()}
    files[".zip"] = zipped({f"folder/part{suffix}": data for suffix, data in files.items()})
    return files


def damaged(suffix: str, files: Mapping[str, bytes], chance: random.Random) -> bytes:
    """The file of this suffix after some damage."""
    data = files[suffix]
    if PurePosixPath(suffix).suffix in PARTS and chance.random() < INSIDE:
        return _inside(data, chance)
    return _changed(data, [*files.values()], chance)


def _inside(data: bytes, chance: random.Random) -> bytes:
    with ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample([*parts], k=min(len(parts), chance.randint(1, 2))):
        parts[name] = _changed(parts[name], [*parts.values()], chance)
    return zipped(parts)


def _changed(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, MOST_AT_ONCE)):
        data = chance.choice(CHANGES)(data, others, chance)
    return data


Change = Callable[[bytes, Sequence[bytes], random.Random], bytes]


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(data))


def _flip(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _cut(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    first, last = sorted((_place(data, chance), _place(data, chance)))
    return data[:first] + data[last:]


def _cut_short(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: _place(data, chance)]


def _repeat(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    first, last = sorted((_place(data, chance), _place(data, chance)))
    part = data[first : min(last, first + chance.choice((4, 64, 1024)))]
    times = chance.choice((2, 30, LONGEST_REPEAT // max(1, len(part))))
    return data[:first] + part * times + data[first:]


def _insert(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + chance.choice(TOKENS) + data[place:]


def _number(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    found = [*NUMBER.finditer(data)]
    if not found:
        return data
    number = chance.choice(found)
    return data[: number.start()] + chance.choice(NUMBERS) + data[number.end() :]


def _splice(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    return data[: _place(data, chance)] + other[_place(other, chance) :]


CHANGES: Sequence[Change] = (_flip, _flip, _cut, _cut_short, _repeat, _insert, _number, _splice)
