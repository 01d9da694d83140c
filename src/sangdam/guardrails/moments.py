"""Times of day and dates: 14:00, 오후 2시, 2 pm; 2027-02-01, 2월 1일, February 1."""

from __future__ import annotations

import re

from sangdam.guardrails.bounds import Bound
from sangdam.guardrails.quantity import Kind, Quantity

ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
HALF_DAY = r"(?P<half>오전|오후|낮|밤|새벽|저녁)?\s?"
CLOCK = re.compile(
    rf"{HALF_DAY}(?P<h1>\d{{1,2}})시(?!간)(?:\s?(?P<m1>\d{{1,2}})분|\s?(?P<half_past>반)(?![가-힣]))?"
    r"|(?P<half2>오전|오후)?\s?(?<![\d:])(?P<h2>\d{1,2}):(?P<m2>\d{2})(?!\d)\s?(?P<ap2>[ap]\.?m\b\.?)?"
    r"|(?<![\d,.])(?P<h3>\d{1,2})\s?(?P<ap3>[ap]\.?m\b\.?)|\b(?P<noon>noon|정오)|\b(?P<midnight>midnight|자정)",
    re.IGNORECASE,
)
MONTHS = "january february march april may june july august september october november december"
# "Guests under 16 may …": only a capital makes a month of it.
MONTH = "|".join(
    f"{name[:3]}(?:{name[3:]})?" if name != "may" else "(?-i:May|MAY)" for name in MONTHS.split()
)
DATE = re.compile(
    r"(?<!\d)(?P<y1>\d{4})\s?[-./년]\s?(?P<m1>\d{1,2})\s?[-./월]\s?(?P<d1>\d{1,2})(?:일|\.)?(?!\d)"
    r"|(?:(?P<y2>\d{4})년\s?)?(?P<m2>\d{1,2})월(?:\s?(?P<d2>\d{1,2})일)?"
    rf"|\b(?P<m3>{MONTH})\.?\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y3>\d{{4}}))?\b"
    rf"|\b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m4>{MONTH})\b(?:,?\s(?P<y4>\d{{4}}))?",
    re.IGNORECASE,
)


def read_ordinal(match: re.Match[str]) -> Quantity:
    return Quantity(match[1], match[1], "ordinal", Kind.POINT, Bound.NONE)


def read_clock(match: re.Match[str]) -> Quantity:
    if match["noon"] or match["midnight"]:
        minutes = 720 if match["noon"] else 0
    else:
        hour = int(match["h1"] or match["h2"] or match["h3"])
        past = 30 if match["half_past"] else int(match["m1"] or match["m2"] or 0)
        half = match["half"] or match["half2"] or match["ap2"] or match["ap3"] or ""
        minutes = _hour_of_day(hour, half.lower()) * 60 + past
    return Quantity(str(minutes), str(minutes), "clock", Kind.POINT, Bound.NONE)


def _hour_of_day(hour: int, half: str) -> int:
    if half.startswith("p") or half in ("오후", "저녁", "밤", "낮"):
        return hour if hour >= 12 or (half == "낮" and hour > 6) else hour + 12
    return 0 if hour == 12 and half.startswith(("a", "오전", "새벽")) else hour


def read_date(match: re.Match[str]) -> Quantity:
    year, month, day = (
        next((match[f"{f}{n}"] for n in "1234" if _has(match, f"{f}{n}")), "") for f in "ymd"
    )
    if not month.isdigit():
        month = str([name[:3] for name in MONTHS.split()].index(month[:3].lower()) + 1)
    text = f"{year or '*'}-{int(month)}-{int(day) if day else '*'}"
    return Quantity(text, text, "date", Kind.POINT, Bound.NONE)


def _has(match: re.Match[str], group: str) -> bool:
    return group in match.re.groupindex and match[group] is not None
