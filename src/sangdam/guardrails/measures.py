"""Amounts and durations: 3,000원, 1~2영업일, 이틀, within a week, twice, 매달."""

from __future__ import annotations

import re

from sangdam.guardrails.bounds import Bound
from sangdam.guardrails.numerals import DIGITS, ENGLISH_WORD, NATIVE, SPELT, value
from sangdam.guardrails.quantity import Kind, Quantity
from sangdam.guardrails.units import UNIT, UNITS, Unit, quantity_of, unit_named

COUNTERS = (
    r"(?=\s?(?:영업일|시간|달|주(?:일|간)?(?![문소])|번(?!째)|차례|개|장|명|건|가지|대|병|박스"
    r"|상자|곳|권|군데|살|큰술|작은술|컵))"
)
NUMBER = (
    rf"(?:{DIGITS}|{SPELT}(?=\s?(?:원|개|명))|(?<![가-힣])(?:{'|'.join(NATIVE)}){COUNTERS}"
    # "one" is mostly a pronoun: it counts only before a unit.
    r"|(?<!new )(?<!old )(?<!other )(?<!this )(?<!that )(?<!the )(?<!which )"
    rf"(?!one\s(?:of|where|that|which|is|for|or|who)\b){ENGLISH_WORD})"
)
DASH = r"\s?(?:~|-|–|—|에서|부터|to|or|내지)\s?"
MEASURE = re.compile(
    rf"(?P<won>₩|krw\s)?(?P<low>{NUMBER})"
    rf"(?:(?P<shared>\s?(?:영업일|일|주|개월|시간|분|원|%))?{DASH}(?P<high>{NUMBER}))?\s?(?:{UNIT})?",
    re.IGNORECASE,
)
NAMED_DURATIONS = {"이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "열흘": 10, "보름": 15, "일주일": 7}
NAMED_DURATION = re.compile(
    rf"(?<![가-힣])(?:{'|'.join(NAMED_DURATIONS)}|하루(?=\s|$|[에도만,.]|이내|동안))"
)
ARTICLE_DURATION = re.compile(
    r"\b(?:within|in|after|for|lasts?|takes?|about) (?:about |around )?"
    r"(?P<number>an? (?:(?:full|single|business) )?(?P<unit>day|week|month|year|hour|minute))\b"
    r"|(?<!won )(?<!dollars )\b(?P<number2>an? (?P<unit2>day|week|month|year|hour|minute))"
    r"(?= (?:before|after|later|ahead|in advance|prior)\b)",
    re.IGNORECASE,
)
EVERY = re.compile(
    r"매(?P<ko>일|주|달|월|년)"
    r"|(?P<ko1>하루|한\s?달|일주일|일년|1년|1달|1개월|1주)에"
    r"(?=\s?(?:최대 |최소 )?(?:\d|한|두|세|네|다섯))"
    r"|(?<![\d한두세네석넉개] )(?<![\d한두세네석넉개])(?P<ko2>달|주|해)마다"
    r"|(?<![가-힣\d])(?P<ko4>하루|한\s?달|일년)(?:에)?"
    r"(?=\s(?:최대 |최소 )?\d[\d,.]*\s?[백천만억]*\s?원)"
    r"|(?<![가-힣\d])(?P<ko3>월|연)\s"
    r"(?=(?:최대 |최소 )?\d[\d,.]*\s?[백천만억]*\s?(?:원|회|번|장|개|%))"
    r"|\b(?:a|an|per|each|every) (?P<en>day|week|month|year)\b"
    r"|\b(?P<ly>daily|weekly|monthly|yearly|annual(?:ly)?)\b",
    re.IGNORECASE,
)
PERIODS = (
    ("day", "일 하루 day daily"),
    ("week", "주 일주일 1주 week weekly"),
    ("month", "달 월 매월 한달 1달 1개월 month monthly"),
    ("year", "년 연 해 일년 1년 year yearly annual annually"),
)
# "once used" is a condition, "once a month" is a count.
TIMES = re.compile(
    r"\btwice\b|\bonce\b(?=\s*(?:an?\s(?:day|week|month|year|hour)\b|(?:per|each|every)\s\w+"
    r"|(?:or|in|only|daily|weekly|monthly|if)\b|$|[.,;)]))",
    re.IGNORECASE,
)


NEXT_DAY = re.compile(
    r"\b(?:next|following) (?P<en>business |working )?day\b"
    r"|다음\s?(?P<ko>영업일|날)|익(?P<ik>영업)?일",
    re.IGNORECASE,
)


def read_next_day(match: re.Match[str]) -> Quantity:
    business = match["en"] or match["ko"] == "영업일" or match["ik"]
    unit = "business_day" if business else "day"
    return Quantity("next", "next", f"next_{unit}", Kind.AMOUNT, Bound.NONE)


def read_measure(match: re.Match[str]) -> Quantity:
    unit = next((u for n, u in enumerate(UNITS) if match[f"u{n}"]), None)
    if match["won"]:
        unit = Unit("", "won")
    low = value(match["low"])
    high = value(match["high"]) if match["high"] else low
    if unit is None and match["shared"]:
        unit = unit_named(match["shared"].strip())
    return quantity_of(low, high, unit or Unit("", "count"))


def read_named_duration(match: re.Match[str]) -> Quantity:
    days = NAMED_DURATIONS.get(match.group(), 1)
    return quantity_of(days, days, Unit("", "day", 1, Kind.DURATION))


def read_article_duration(match: re.Match[str]) -> Quantity:
    number, name = match["number"] or match["number2"], match["unit"] or match["unit2"]
    name = "business day" if "business" in number else name
    return quantity_of(1, 1, unit_named(name))


def read_every(match: re.Match[str]) -> Quantity:
    name = next(group for group in match.groups() if group).replace(" ", "").lower()
    period = next(period for period, names in PERIODS if name in names.split())
    return Quantity("1", "1", f"per_{period}", Kind.AMOUNT, Bound.NONE)


def read_times(match: re.Match[str]) -> Quantity:
    count = 1 if match.group().lower() == "once" else 2
    return quantity_of(count, count, Unit("", "times"))
