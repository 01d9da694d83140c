"""What is counted and measured, and how customers and policies write it."""

from __future__ import annotations

import re
from typing import NamedTuple

from sangdam.guardrails.bounds import Bound
from sangdam.guardrails.quantity import Kind, Quantity


class Unit(NamedTuple):
    pattern: str
    name: str
    factor: float = 1
    kind: Kind = Kind.AMOUNT


UNITS = (
    Unit(r"영업일(?:간)?|(?:business|working)[ -]days?", "business_day", 1, Kind.DURATION),
    Unit(r"시간|hours?(?![A-Za-z])|hrs?(?![A-Za-z])", "minute", 60, Kind.DURATION),
    Unit(r"분(?:간)?(?!의|할|기)|min(?:ute)?s?(?![A-Za-z])", "minute", 1, Kind.DURATION),
    Unit(r"개월|달|-?\s?months?(?![A-Za-z])", "month", 1, Kind.DURATION),
    Unit(r"년(?:간)?|-?\s?years?(?![A-Za-z])(?! old| of age)", "month", 12, Kind.DURATION),
    Unit(r"주일?(?:간)?(?![문소])|weeks?(?![A-Za-z])", "day", 7, Kind.DURATION),
    Unit(r"일(?:간)?|-?\s?days?(?![A-Za-z])", "day", 1, Kind.DURATION),
    Unit(r"원|won(?![A-Za-z])|krw(?![A-Za-z])", "won"),
    Unit(r"달러|dollars?(?![A-Za-z])|usd(?![A-Za-z])", "dollar"),
    Unit(r"%|퍼센트|프로|percent(?![A-Za-z])", "percent"),
    Unit(r"포인트|점|points?(?![A-Za-z])|p(?![A-Za-z])", "point"),
    Unit(r"회|번(?!째)|차례|times(?![A-Za-z])", "times"),
    Unit(r"세|살|years? (?:old|of age)(?![A-Za-z])", "age"),
    Unit(r"글자|자(?!리)|characters?(?![A-Za-z])", "character"),
    Unit(r"kg(?![A-Za-z])|킬로(?:그램)?|kilograms?(?![A-Za-z])", "kg"),
    Unit(r"km(?![A-Za-z])|킬로미터|kilomet(?:er|re)s?(?![A-Za-z])", "km"),
    Unit(r"cm(?![A-Za-z])|센티(?:미터)?", "cm"),
    Unit(r"mm(?![A-Za-z])|밀리미터", "mm"),
    Unit(r"ml(?![A-Za-z])|밀리리터", "ml"),
    Unit(r"l(?![A-Za-z])|리터|lit(?:er|re)s?(?![A-Za-z])", "litre"),
    Unit(r"g(?![A-Za-z])|그램|grams?(?![A-Za-z])", "gram"),
    Unit(r"w(?![A-Za-z])|와트|watts?(?![A-Za-z])", "watt"),
    Unit(r"v(?![A-Za-z])|볼트|volts?(?![A-Za-z])", "volt"),
    Unit(r"도(?:씨)?(?=[에를는가로의이입,.\s]|$)|℃|°c?|degrees?(?![A-Za-z])", "degree"),
    Unit(
        r"개|장|명|건|가지|대|병|박스|상자|매|팩|세트|종|곳|군데|권|통|벌|편|단계|인분|컵|큰술|작은술|스푼|배|층|등급|칸|판|과목|회선|강(?![가-힣])"
        r"|(?:people|persons|pieces|units)(?![A-Za-z])",
        "count",
    ),
)
UNIT = "|".join(f"(?P<u{n}>{unit.pattern})" for n, unit in enumerate(UNITS))


def unit_named(text: str) -> Unit:
    """The unit that `text` is the whole name of. Raises StopIteration where it is none."""
    return next(u for u in UNITS if re.fullmatch(u.pattern, text, re.IGNORECASE))


def _plain(amount: float) -> str:
    return f"{amount:g}" if amount < 1e6 else f"{amount:.0f}"


def quantity_of(low: float, high: float, unit: Unit) -> Quantity:
    low, high = low * unit.factor, high * unit.factor
    return Quantity(_plain(low), _plain(high), unit.name, unit.kind, Bound.NONE)
