"""Numbers as authors write them: 3,000 · 3천 · 1만 5천 · 만 · 두 · twelve · thirty-five."""

from __future__ import annotations

import re

from sangdam.indexing.health.word_lists import listed

FEW = listed("one two three four five six seven eight nine")
TEENS = listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
ENGLISH = {
    **{word: number for number, word in enumerate([*FEW, *TEENS], start=1)},
    **{word: number * 10 for number, word in enumerate(TENS, start=2)},
}
ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
TO_TWELVE = listed("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두")
NATIVE = {
    **{word: number for number, word in enumerate(TO_TWELVE, start=1)},
    "석": 3,
    "넉": 4,
    "스무": 20,
}
SINO = {digit: number for number, digit in enumerate("일이삼사오육칠팔구", start=1)}
SCALES = {"십": 10, "백": 100, "천": 1000, "만": 10_000, "억": 100_000_000}
ARTICLES = frozenset({"a", "an"})

PLAIN = r"\d+(?:,\d{3})*(?:\.\d+)?"
KOREAN_SCALED = (
    rf"{PLAIN}\s?(?:[십백천]?[만억]|[십백천])"
    rf"(?:\s?{PLAIN}\s?(?:[십백천]만?|만)|\s?\d[\d,]*(?=\s?원))*"
)
SPELT = r"[일이삼사오육칠팔구]?[십백천만억][일이삼사오육칠팔구십백천만억]*"
ENGLISH_WORD = rf"\b(?:(?:{'|'.join(TENS)})-(?:{'|'.join(FEW)})|{'|'.join(ENGLISH)})\b"
ENGLISH_SCALED = rf"(?:{PLAIN}|{ENGLISH_WORD})\s(?:{'|'.join(ENGLISH_SCALES)})\b"
DIGITS = rf"(?:{ENGLISH_SCALED}|{KOREAN_SCALED}|{PLAIN})"

_PART = re.compile(rf"{PLAIN}|[가-힣]")


def value(said: str) -> float:
    """The number that `said` spells; `a` is 1. Raises ValueError where it spells none."""
    if said.isdigit():
        return float(said)
    text = said.lower().strip()
    if text in NATIVE:
        return NATIVE[text]
    words = re.split(r"[\s-]+", text)
    if words[-1] in ENGLISH_SCALES:
        return value(" ".join(words[:-1])) * ENGLISH_SCALES[words[-1]]
    if all(word in ENGLISH for word in words):
        return sum(ENGLISH[word] for word in words)
    return 1 if text in ARTICLES else _korean(text.replace(" ", ""))


def _korean(text: str) -> float:
    """By parts: 1만 5천 is 1 × 10,000 + 5 × 1,000; a scale without a number counts once."""
    parts = _PART.findall(text)
    if not parts:
        raise ValueError(f"{text!r} spells no number")
    total = below = number = 0.0
    for part in parts:
        if part in ("만", "억"):
            total += (below + number or 1) * SCALES[part]
            below = number = 0
        elif part in SCALES:
            below += (number or 1) * SCALES[part]
            number = 0
        else:
            number = SINO[part] if part in SINO else float(part.replace(",", ""))
    return total + below + number
