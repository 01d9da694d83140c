"""A spreadsheet cell as its reader sees it: dates in ISO form, numbers in the cell's format."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
GENERAL = 11
"""Significant digits that a cell without a format shows."""


def shown(value: object, number_format: str) -> str:
    """`value` is a cell's value as openpyxl gives it; nothing is an empty text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return str(value if value.time() != time() else value.date())
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, date | time | timedelta | str):
        return str(value).strip()
    return ""


def _number(value: float, number_format: str) -> str:
    sections = number_format.split(";")
    pattern = _LITERAL.sub(_said, sections[1 if value < 0 and len(sections) > 1 else 0])
    digits = _DIGITS.search(pattern)
    around = _DIGITS.sub("", pattern, count=1)
    if not digits or re.search(r"[Ee/@]|General", around):
        return _general(value)
    size = abs(value) if len(sections) > 1 and value < 0 else value
    whole = _in_digits(size * 100 if "%" in pattern else size, digits[0])
    before, after = pattern[: digits.start()], pattern[digits.end() :]
    return f"{before}{whole}{after}".strip()


def _said(literal: re.Match[str]) -> str:
    return literal[1] or literal[2] or literal[3] or ""


def _general(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.{GENERAL}g}"


def _in_digits(value: float, digits: str) -> str:
    whole, _, fraction = digits.partition(".")
    text = f"{value:{',' if ',' in whole else ''}.{len(fraction)}f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0")
    least = whole.count("0")
    return text.removesuffix(".") if "," in whole else text.removesuffix(".").zfill(least)
