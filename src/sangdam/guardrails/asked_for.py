"""Who asks for a price is told one, who asks for a time a time."""

from __future__ import annotations

import re
from typing import NamedTuple


class Wanted(NamedTuple):
    what: str
    asks: re.Pattern[str]
    tells: re.Pattern[str]
    """Anything that could answer: a draft without any of it does not."""


def _wanted(what: str, asks: str, tells: str) -> Wanted:
    compiled = (re.compile(pattern, re.IGNORECASE | re.VERBOSE) for pattern in (asks, tells))
    return Wanted(what, *compiled)


WANTED = (
    _wanted(
        "how long it takes",
        r"(?:얼마나|며칠|몇\s?일)(?:이나|쯤)?\s?걸|\bhow\slong\s(?:does|do|will|would)\s[^?]*\btake\b",
        r"\d|하루|이틀|사흘|나흘|열흘|보름|일주일|한\s?달|반나절|즉시|바로|당일|다음\s?날"
        r"|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|few|several)\s(?:[a-z]+\s){0,3}"
        r"(?:minute|hour|day|week|month|year)s?\b|\b(?:immediately|at\sonce|same\sday)\b",
    ),
    _wanted(
        "a price",
        r"얼마(?:예요|에요|인가요|인지|야|죠|입니까)|(?:비용|요금|가격|수수료|배송비|반품비)(?:은|는|이|가)?\s?(?:얼마|\?|요\?)"
        r"|\bhow\smuch\s(?:is|are|does|do|will)\b|\bwhat\s(?:does|do|will)\s[^?]*\bcost\b"
        r"|\bwhat(?:'s|\sis)\sthe\s(?:[\w-]+\s)?(?:fee|price|cost|charge)\b",
        r"\d\s?(?:원|만|천|%|won\b|dollars?\b|point|포인트)|₩|\$|무료|공짜|비용|요금|가격|수수료|배송비|내(?:지|셔|시|야)"
        r"|\b(?:free|fees?|costs?|charges?|prices?|percent|pay|nothing)\b|[1-9]\d*\s?(?:퍼센트|억|회|번|장|개월|개|년|일|GB|kg|W|L|cm|시간|분)",
    ),
    _wanted(
        "a time of day",
        r"몇\s?시(?!간)|\bwhat\stime\b",
        r"\d\s?시|\d:\d\d|정오|자정|noon|midnight|\d\s?[ap]\.?m",
    ),
    _wanted("how many volumes", r"몇\s?권", r"권|제한|무한"),
    _wanted("how many people", r"몇\s?(?:명|분|사람)", r"명|분|인|사람|제한|혼자|누구"),
    _wanted("how often", r"몇\s?(?:번|회)(?!호)", r"번|회|차례|제한|무한|언제든|수시|자유"),
    _wanted("a weight", r"몇\s?(?:kg|킬로)", r"kg|킬로|그램|\dg|제한|무게"),
    _wanted(
        "a time",
        r"언제|며칠|몇\s?(?:일|시|주|달|개월)\b|얼마나\s?(?:걸|오래)|\bwhen\s(?:is|are|do|does|will|can|must)\b"
        r"|\bhow\slong\b|\bhow\smany\sdays\b|\bwhat\stime\b|\bby\swhen\b",
        r"\d{1,2}:\d{2}|\d\s?(?:[ap]\.?m\b|시|분|영업일|일|주|달|개월|월|년|(?:st|nd|rd|th)\b)"
        r"|하루|이틀|사흘|나흘|열흘|보름|일주일|한\s?달|매(?:일|주|달|월)|요일|평일|주말|공휴일|영업일|즉시|바로|당일|다음\s?날|자정|정오"
        r"|때|후|뒤|전(?:에|까지)|까지|부터|기간|날짜|언제든|오전|오후|저녁|밤|아침"
        r"|\b(?:day|days|week|weeks|month|months|year|years|hour|hours|minute|minutes|once|twice|immediately)\b"
        r"|\b(?:at\sonce|after|before|until|when|while|during|weekdays?|weekends?|daily|noon|midnight|evening|morning)\b"
        r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|date|january|february|march|april|may|june|july|august|september"
        r"|october|november|december|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?s?\b",
    ),
)


def not_told(asked: str, said: str) -> str:
    """What the question wants and the draft has nothing of; else empty."""
    missing = (w.what for w in WANTED if w.asks.search(asked) and not w.tells.search(said))
    return next(missing, "")
