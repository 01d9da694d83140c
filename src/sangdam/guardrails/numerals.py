"""Numbers as people write them, read: 3,000 · 3천 · 1만 5천 · 삼천 · 두 · twelve · 30 thousand."""

from __future__ import annotations

import re

from sangdam.guardrails.lexicon import numbered

NATIVE = numbered("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열", range(1, 11)) | {"스무": 20}
ENGLISH = numbered(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty""",
    range(1, 21),
) | numbered("thirty forty fifty sixty seventy eighty ninety", range(30, 100, 10))
SINO = dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True))
SCALES = {"십": 10, "백": 100, "천": 1000, "만": 10_000, "억": 100_000_000}
ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

PLAIN = r"\d+(?:,\d{3})*(?:\.\d+)?"
KOREAN_SCALED = rf"{PLAIN}\s?[십백천만억]+(?:\s?{PLAIN}\s?[백천]?(?![\d,])|\s?{PLAIN})?"
SPELT = r"[일이삼사오육칠팔구]?[십백천만억][일이삼사오육칠팔구십백천만억]*"
ENGLISH_WORD = rf"\b(?:{'|'.join(ENGLISH)})(?:[ -](?:{'|'.join(ENGLISH)}))?\b"
ENGLISH_SCALED = rf"(?:{PLAIN}|{ENGLISH_WORD})\s(?:{'|'.join(ENGLISH_SCALES)})\b"
DIGITS = rf"(?:{ENGLISH_SCALED}|{KOREAN_SCALED}|{PLAIN})"
"""A number that starts with a digit, or an English one with its scale."""


def value(text: str) -> float:
    """The number that `text` spells. Raises ValueError where it spells none."""
    compact = re.sub(r"(?<=\d),(?=\d)", "", text.lower().strip())
    if re.fullmatch(r"\d+(?:\.\d+)?", compact):
        return float(compact)
    if compact in NATIVE:
        return float(NATIVE[compact])
    words = re.split(r"[\s-]+", compact)
    if words[-1] in ENGLISH_SCALES:
        return value(" ".join(words[:-1])) * ENGLISH_SCALES[words[-1]]
    if all(word in ENGLISH for word in words):
        return float(sum(ENGLISH[word] for word in words))
    return _korean(compact.replace(" ", ""))


def _korean(text: str) -> float:
    total = below_ten_thousand = number = 0.0
    for part in re.findall(r"\d+(?:\.\d+)?|[가-힣]", text):
        if part in ("만", "억"):
            total += (below_ten_thousand + number or 1) * SCALES[part]
            below_ten_thousand = number = 0
        elif part in SCALES:
            below_ten_thousand += (number or 1) * SCALES[part]
            number = 0
        elif part in SINO:
            number = SINO[part]
        else:
            number = float(part)
    return total + below_ten_thousand + number
