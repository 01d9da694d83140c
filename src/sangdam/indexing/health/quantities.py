"""Every number that a text states, with its unit, so that 3,000원 and 3 thousand won are one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from sangdam.indexing.health.moments import CLOCK, DATE, HALF, MONTH, read_clock, read_date
from sangdam.indexing.health.numerals import ARTICLES, DIGITS, ENGLISH_WORD, NATIVE, SPELT, value
from sangdam.indexing.health.units import DURATION, UNIT, unit_named, unit_of


class Quantity(NamedTuple):
    family: str
    """What can be compared: `time`, `money`, `date`, `code` …"""
    value: str
    said: str
    """As the author wrote it."""
    firm: bool = True
    """False for words that hardly count anything, as in "a day" or 한 번."""

    def equals(self, other: Quantity) -> bool:
        families = {self.family, other.family}
        if families == {"date"}:
            return _same_date(self.value, other.value)
        if families == {"clock"}:
            return _same_hour(self.value, other.value)
        if families == {"date", ""}:
            return f"{self.value}-*-*" == other.value or f"{other.value}-*-*" == self.value
        if families == {"ordinal", "time"}:
            return _day_of_month(self) == _day_of_month(other)
        return self.value == other.value and (len(families) == 1 or bool(families & VAGUE))

    def rivals(self, other: Quantity) -> bool:
        """Whether one stands where the other should."""
        return self.family == other.family or {self.family, other.family} <= VAGUE


VAGUE = {"", "times", "ordinal"}
"""Families whose unit one language says and the other leaves out: 3장, 2번, 1일."""

REMEMBERED = 20_000
"""Texts whose quantities are kept for the next reindex of the same process, some 500 bytes each."""

_COUNTED = (
    r"(?=\s?(?:달|번(?!째)|개|장|시간|시(?!간)|주(?:일|간)?(?![문소])|차례|명|가지|대|병|박스|상자|곳|권"
    r"|군데|살|켤레|벌|자리))"
)
_NATIVE = "|".join(sorted(NATIVE, key=len, reverse=True))
_NUMBER = (
    rf"(?:{DIGITS}|{SPELT}(?=\s?(?:원|퍼센트|포인트))|(?<![가-힣])[일이삼사오육칠팔구십](?=\s?개월)"
    rf"|(?<![가-힣])(?:{_NATIVE}){_COUNTED}"
    rf"|{ENGLISH_WORD}|\ban?(?=\s{DURATION}\b))"
)
_NAMED = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "열흘": 10,
    "보름": 15,
    "일주일": 7,
}
_BEGINS = (
    r"(?:(?=\d)|(?=[₩$€(+일이삼사오육칠팔구십백천만억한두세네다여아열스석넉하나닷보매낮밤새저정자무공])"
    rf"(?=[₩$€(+]\s?\d|(?<![가-힣])(?:{'|'.join(_NAMED)}|[일이삼사오육칠팔구십]\s?개월|(?:{_NATIVE}){_COUNTED}"
    rf"|{HALF}|정오|자정)|{SPELT}\s?[원퍼포]|무료|공짜|매[월달])"
    r"|(?<![a-z])(?=[a-z])(?=[a-z]{1,20}-?\d|[a-z][\w.+-]{0,63}@|https?:|www\.|krw|usd|eur"
    rf"|(?:{MONTH})\b|noon|midnight|twice|free|an?\s|{ENGLISH_WORD}))"
)
"""Where a quantity can begin. To look for that first makes reading several times faster."""
_SCANNER = re.compile(
    rf"{_BEGINS}(?:"
    r"(?P<skip>https?://\S+|www\.\S+|[a-z0-9][\w.+-]{0,63}@\S+)"
    r"|(?P<phone>(?<!\d)(?:\+?\d{1,3}[- ])?\(?0?\d{1,3}\)?-\d{3,4}-\d{4}(?!\d)"
    r"|(?<!\d)1[5-9]\d\d-\d{4}(?!\d))"
    r"|(?P<code>(?<![a-z0-9])(?!(?:krw|usd|eur)\d)[a-z]+-?\d[a-z0-9]*(?:[-.][a-z0-9]+)*)"
    rf"|(?P<date>{DATE})"
    rf"|(?P<clock>{CLOCK})"
    r"|\b(?P<ordinal>\d+)(?:st|nd|rd|th)\b|매[월달]\s?(?P<monthly>\d{1,2})일"
    rf"|(?<![가-힣])(?P<named>{'|'.join(_NAMED)})(?=[\s에만도,.]|이내|동안|안에|뒤|후|$)"
    r"|\b(?P<twice>twice)\b|(?P<free>무료|공짜|\bfree\b(?!-))"
    rf"|(?P<money>[₩$€]\s?|(?:krw|usd|eur)\s?)?(?P<low>{_NUMBER})"
    rf"(?:\s?(?:[~∼～〜–—-]|\bto\b)\s?(?P<high>{_NUMBER}))?\s?(?:{UNIT})?)"
)
_CURRENCIES = {"₩": "원", "krw": "원", "$": "달러", "usd": "달러", "€": "유로", "eur": "유로"}


class Meaning(NamedTuple):
    family: str
    value: str
    firm: bool = True


@lru_cache(REMEMBERED)
def quantities(text: str) -> tuple[Quantity, ...]:
    """In the order of the text. A range is its two ends; of a link or an address nothing."""
    lower = text.lower()
    original = text if len(text) == len(lower) else lower
    return tuple(
        Quantity(meant.family, meant.value, original[slice(*match.span())].strip(), meant.firm)
        for match in _SCANNER.finditer(lower)
        for meant in _read(match)
    )


def _read(match: re.Match[str]) -> Iterable[Meaning]:
    # The group that closed last is the outermost one, or the unit of a measure.
    return _READERS.get(match.lastgroup or "", _measured)(match)


def _nothing(_: re.Match[str]) -> Iterable[Meaning]:
    return ()


def _code(match: re.Match[str]) -> Iterable[Meaning]:
    yield Meaning("code", re.sub(r"[\s()-]", "", match[0]))


def _date(match: re.Match[str]) -> Iterable[Meaning]:
    yield Meaning("date", read_date(match))


def _clock(match: re.Match[str]) -> Iterable[Meaning]:
    yield Meaning("clock", read_clock(match))


def _ordinal(match: re.Match[str]) -> Iterable[Meaning]:
    yield Meaning("ordinal", (match["ordinal"] or match["monthly"]).lstrip("0"))


def _named(match: re.Match[str]) -> Iterable[Meaning]:
    days = _NAMED[match["named"]]
    yield Meaning("time", _plain(days * 1440), firm=days > 1)


def _twice(_: re.Match[str]) -> Iterable[Meaning]:
    yield Meaning("times", "2")


def _free(_: re.Match[str]) -> Iterable[Meaning]:
    yield Meaning("money", "0")


def _measured(match: re.Match[str]) -> Iterable[Meaning]:
    money = match["money"]
    unit = unit_named(_CURRENCIES[money.strip()]) if money else unit_of(match)
    for number in filter(None, (match["low"], match["high"])):
        amount = value(number)
        if unit.family == "months" and _calendar_year(number, amount):
            yield Meaning("date", f"{amount:.0f}-*-*")
        else:
            said = f"{_plain(amount * unit.factor)} {unit.name}".strip()
            yield Meaning(unit.family, said, firm=_firm(number, amount))


_READERS: dict[str, Callable[[re.Match[str]], Iterable[Meaning]]] = {
    "skip": _nothing,
    "phone": _code,
    "code": _code,
    "date": _date,
    "clock": _clock,
    "ordinal": _ordinal,
    "monthly": _ordinal,
    "named": _named,
    "twice": _twice,
    "free": _free,
}


def _calendar_year(number: str, amount: float) -> bool:
    return len(number) == 4 and 1900 <= amount < 2200


def _firm(number: str, amount: float) -> bool:
    return number[0].isdigit() or (amount > 1 and number not in ARTICLES)


def _plain(amount: float) -> str:
    return f"{amount:.10g}"


def _day_of_month(quantity: Quantity) -> float:
    """Korean says 10일 for ten days and for the 10th."""
    days = float(quantity.value)
    return days / 1440 if quantity.family == "time" else days


def _same_date(one: str, other: str) -> bool:
    pairs = zip(one.split("-"), other.split("-"), strict=True)
    return all(a == b or "*" in (a, b) for a, b in pairs)


def _same_hour(one: str, other: str) -> bool:
    """A 2시 or 2:00 that says no half of the day is either."""
    if one.endswith("?") or other.endswith("?"):
        return int(one.rstrip("?")) % 720 == int(other.rstrip("?")) % 720
    return one == other
