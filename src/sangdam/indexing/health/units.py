"""What is counted and measured, in Korean and English, brought to one unit of each family."""

from __future__ import annotations

import re
from typing import NamedTuple

COUNT = ""
"""Things: 3장, 3 coupons. Also where a number stands without a unit."""


class Unit(NamedTuple):
    pattern: str
    family: str
    factor: float = 1
    """How many of the family's smallest unit one of these is."""
    name: str = ""
    """Told apart within the family: a currency."""


_END = r"(?![a-z])"
UNITS = (
    Unit(rf"영업일(?:간)?|(?:business|working)[ -]days?{_END}", "time", 1440),
    Unit(rf"시간|-?\s?(?:hours?|hrs?|h){_END}", "time", 60),
    Unit(rf"분(?:간)?(?![의할기류실석야쇄])|-?\s?min(?:ute)?s?{_END}", "time", 1),
    Unit(rf"초(?:간)?(?![과기보])|-?\s?sec(?:ond)?s?{_END}", "time", 1 / 60),
    Unit(rf"개월|달|-?\s?months?{_END}", "months", 1),
    Unit(rf"(?:세|살)(?![트탁])|(?:-?\s?years?[ -](?:old|of age)){_END}", "age"),
    Unit(rf"년(?:간)?|-?\s?years?{_END}", "months", 12),
    Unit(rf"주일?(?:간)?(?![문소차년])|-?\s?weeks?{_END}", "time", 7 * 1440),
    Unit(rf"일(?:간)?|-?\s?days?{_END}", "time", 1440),
    Unit(rf"원|won{_END}|krw{_END}", "money", 1, "won"),
    Unit(rf"달러|dollars?{_END}|usd{_END}", "money", 1, "dollar"),
    Unit(rf"유로|euros?{_END}|eur{_END}", "money", 1, "euro"),
    Unit(rf"%p?|퍼센트|프로(?!그)|per\s?cent{_END}", "percent"),
    Unit(rf"포인트|점(?!심)|points?{_END}|p{_END}", "point"),
    Unit(rf"회(?![원사의복])|번(?!째|호)|차례|times{_END}", "times"),
    Unit(rf"kg{_END}|킬로그램|kilograms?{_END}", "gram", 1000),
    Unit(rf"mg{_END}|밀리그램", "gram", 0.001),
    Unit(rf"g{_END}|그램|grams?{_END}", "gram"),
    Unit(rf"km{_END}|킬로미터|kilomet(?:er|re)s?{_END}", "metre", 1000),
    Unit(rf"cm{_END}|센티(?:미터)?|centimet(?:er|re)s?{_END}", "metre", 0.01),
    Unit(rf"mm{_END}|밀리미터|millimet(?:er|re)s?{_END}", "metre", 0.001),
    Unit(rf"m{_END}|미터|met(?:er|re)s?{_END}", "metre"),
    Unit(rf"ml{_END}|밀리리터|millilit(?:er|re)s?{_END}", "litre", 0.001),
    Unit(rf"l{_END}|리터|lit(?:er|re)s?{_END}", "litre"),
    Unit(rf"kwh{_END}|mah{_END}|wh{_END}", "charge"),
    Unit(rf"kw{_END}|킬로와트", "watt", 1000),
    Unit(rf"w{_END}|와트|watts?{_END}", "watt"),
    Unit(rf"v{_END}|볼트|volts?{_END}", "volt"),
    Unit(rf"gb{_END}|기가(?:바이트)?", "megabyte", 1000),
    Unit(rf"mb{_END}|메가(?:바이트)?", "megabyte"),
    Unit(
        rf"℃|°c?{_END}|도(?:씨)?(?=[에를는가로의이입,.~\s]|$)|degrees?(?:\scelsius)?{_END}",
        "degree",
    ),
    Unit(
        r"개(?!월)|장(?!바)|명|건|가지|대(?!형|상|신|기|리|표)|병|박스|상자|매(?!월|달|일|주|년|장)|팩|세트|종|곳"
        r"|군데|권|통|벌|인분|켤레|층|등급|단계|조각|자리|자|배(?!송)",
        COUNT,
    ),
)
UNIT = "|".join(f"(?P<u{number}>{unit.pattern})" for number, unit in enumerate(UNITS))
DURATION = r"(?:business |working )?(?:day|week|month|year|hour|minute)s?"
"""English units of time by name."""


def unit_of(match: re.Match[str]) -> Unit:
    """The unit with which a match of UNIT ends; that of mere counting where it has none."""
    return _BY_GROUP.get(match.lastgroup or "", _COUNTING)


def unit_named(text: str) -> Unit:
    """The unit whose whole name `text` is. Raises StopIteration where it is none."""
    return next(unit for unit in UNITS if re.fullmatch(unit.pattern, text))


_BY_GROUP = {f"u{number}": unit for number, unit in enumerate(UNITS)}
_COUNTING = Unit("", COUNT)
