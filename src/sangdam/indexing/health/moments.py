"""Times of day and dates: 14:00, 오후 2시, 2 p.m.; 2027-02-01, 2월 1일, 1 February."""

from __future__ import annotations

import re

from sangdam.indexing.health.word_lists import listed

MONTHS = listed("jan feb mar apr may jun jul aug sep oct nov dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
HALF = r"(?:오전|오후|낮|밤|새벽|저녁|아침)"
DATE = (
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)(?:\s?년\s?|\s?[./-]\s?)(?P<m1>\d{1,2})(?:\s?월\s?|\s?[./-]\s?)"
    r"(?P<d1>\d{1,2})(?:\s?일|\.)?(?!\d)"
    r"|(?:(?<!\d)(?P<y2>(?:19|20)\d\d)년\s?)?(?<!\d)(?P<m2>\d{1,2})월(?!\s?\d+\s?회)"
    r"(?:\s?(?P<d2>\d{1,2})일)?"
    rf"|\b(?P<m3>{MONTH})\.?\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s(?P<y3>(?:19|20)\d\d))?\b"
    rf"|\b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m4>{MONTH})\b(?:,?\s(?P<y4>(?:19|20)\d\d))?"
    rf"|\b(?P<m5>{MONTH})\s(?P<y5>(?:19|20)\d\d)\b"
)
CLOCK = (
    rf"(?P<half1>{HALF})?\s?(?<!\d)(?P<h1>\d{{1,2}})시(?![간리설점])"
    r"(?:\s?(?P<n1>\d{1,2})분|\s?(?P<half_past>반)(?![가-힣]))?"
    rf"|(?P<half2>{HALF})?\s?(?<![\d:.])(?P<h2>\d{{1,2}}):(?P<n2>\d\d)(?![\d:])(?:\s?(?P<half3>[ap]\.?m\b\.?))?"
    r"|(?<![\d,.])(?P<h3>\d{1,2})\s?(?P<half4>[ap]\.?m\b\.?)"
    r"|\b(?P<noon>noon\b|정오)|\b(?P<midnight>midnight\b|자정)"
)


def read_date(match: re.Match[str]) -> str:
    """`2027-2-1`; what is not said is a `*`."""
    year, month, day = (_first(match, name, "12345") for name in "ymd")
    if not month.isdigit():
        month = str(MONTHS.index(month[:3].lower()) + 1)
    return f"{year or '*'}-{int(month)}-{int(day) if day else '*'}"


def read_clock(match: re.Match[str]) -> str:
    """Minutes since midnight; with a `?` where the half of the day is not said."""
    if match["noon"] or match["midnight"]:
        return "720" if match["noon"] else "0"
    hour = int(_first(match, "h", "123"))
    minutes = 30 if match["half_past"] else int(_first(match, "n", "12") or 0)
    half = _first(match, "half", "1234").lower()
    unsure = not half and match["h1"] and hour <= 12
    return f"{_hour(hour, half) * 60 + minutes}{'?' if unsure else ''}"


def _hour(hour: int, half: str) -> int:
    if half.startswith("p") or half in ("오후", "저녁", "밤", "낮"):
        return hour if hour >= 12 or (half == "낮" and hour == 11) else hour + 12
    return 0 if hour == 12 and (half.startswith("a") or half in ("오전", "새벽")) else hour


def _first(match: re.Match[str], name: str, numbers: str) -> str:
    groups = (f"{name}{number}" for number in numbers)
    found = (match[group] for group in groups if group in match.re.groupindex)
    return next(filter(None, found), "")
