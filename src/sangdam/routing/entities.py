"""What a customer names: orders, parcels, products, sums and dates, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sangdam.models import Entity, EntityKind

LATEST = 3
"""Of a kind; earlier ones give way to newer ones."""
_BEFORE, _AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_LABELLED = r"(?:\s?(?:number|no\.?|id))?(?:\s?(?:는|은|이|가|:|=|is|was))?\s*[#:]?\s*"
_CODE = r"(?P<code>(?=[A-Z-]{0,6}\d)[A-Z0-9](?:[A-Z0-9]|-(?=[A-Z0-9])){5,23})" + _AFTER
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNITS = r"\s?(?:백만|천만|억|만|천|백)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_COUNT = r"(?:\d+|a|an|one|two|three|four|five|six|ten|a few|couple of)"
SHAPES: tuple[tuple[EntityKind, str], ...] = (
    (
        EntityKind.ORDER,
        rf"{_BEFORE}HM[\s‐-―-]*20\d{{6}}[\s‐-―-]*\d{{4}}(?!\d)"
        rf"|(?:주문\s?번호|order\s?(?:number|no\.?|id|\#)){_LABELLED}{_CODE}",
    ),
    (
        EntityKind.TRACKING,
        r"(?:(?:운?송장|택배)\s?번호|tracking(?:\s?(?:number|no\.?|id|code|\#))?)"
        rf"{_LABELLED}{_CODE}",
    ),
    (
        EntityKind.PRODUCT,
        rf"{_BEFORE}(?-i:(?!HM-|(?:USD|KRW|EUR|AM|PM|NO)\d)[A-Z]{{2,4}}-?\d{{1,4}}[A-Z]{{0,2}})"
        rf"{_AFTER}|{_BEFORE}(?!hm-|covid)[a-z]{{2,3}}-\d{{1,4}}[a-z]{{0,2}}{_AFTER}",
    ),
    (
        EntityKind.AMOUNT,
        rf"{_NUMBER}(?:{_UNITS})*(?:\s?{_NUMBER}(?:{_UNITS})+)*\s?(?:원|won\b|krw\b|달러|유로|엔(?=[가-힣\s]|$))"
        rf"|(?<![가-힣])[일이삼사오육칠팔구십백천만]*[십백천만]\s?원(?=[이을은도에짜\s,.!?]|인데|입니다|$)"
        rf"|[$€£¥₩]\s?{_NUMBER}|{_NUMBER}\s?(?:usd|eur|gbp|dollars?|bucks|euros?|pounds?|yen){_AFTER}"
        rf"|{_BEFORE}(?:usd|krw|eur)\s?{_NUMBER}",
    ),
    (
        EntityKind.DATE,
        r"(?:20\d\d년\s?)?\d{1,2}월\s?\d{1,2}일|(?<!\d)20\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)"
        r"|(?<![\d/])(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![\d/])"
        r"|(?:지지난|저저번|지난|저번|이번|다음|담)\s?(?:주|달)(?:\s?[월화수목금토일]요일|\s?(?:초|말|주말))?"
        r"|(?<![가-힣])(?:그저께|그제|엊그제|어제|오늘|내일|모레|글피)"
        r"|(?<![가-힣])[월화수목금토일]요일"
        r"|(?<![가-힣])(?:며칠|열흘|보름|일주일|(?:\d+|한|두|세|네|몇)\s?(?:일|주일|주|달|개월|시간))\s?전"
        rf"|{_BEFORE}{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d){_AFTER}"
        rf"|{_BEFORE}\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}{_AFTER}"
        rf"|{_BEFORE}(?:last|next|this)\s(?:week|month|weekend|{_WEEKDAY}){_AFTER}"
        rf"|{_BEFORE}(?:the day before yesterday|yesterday|today|tonight|tomorrow)"
        rf"|{_BEFORE}{_COUNT}\s(?:hours?|days?|weeks?|months?)\sago|{_BEFORE}{_WEEKDAY}{_AFTER}",
    ),
)
PATTERNS = {kind: re.compile(shape, re.IGNORECASE | re.ASCII) for kind, shape in SHAPES}
"""In the order in which a text is read: what one of them takes is no other's. `re.ASCII` lets a
Korean particle follow a number."""


class Said(NamedTuple):
    """One message of the customer, personal data masked."""

    id: str
    text: str


def entities(said: Iterable[Said]) -> tuple[Entity, ...]:
    """By kind, the newest of a kind last; each once, where it was named last."""
    found = [entity for message in said for entity in _of(message)]
    latest = {(entity.kind, _alike(entity.value)): entity for entity in found}
    newest = sorted(latest.values(), key=found.index)
    kinds = ([entity for entity in newest if entity.kind is kind] for kind in EntityKind)
    return tuple(entity for kind in kinds for entity in kind[-LATEST:])


def newest(kind: EntityKind, said: Iterable[Said]) -> str | None:
    """The value that was named last."""
    values = [entity.value for entity in entities(said) if entity.kind is kind]
    return values[-1] if values else None


def without_entities(text: str, *kinds: EntityKind) -> str:
    """The text with blanks in the place of what is named."""
    for kind in kinds:
        text = PATTERNS[kind].sub(_blank, text)
    return text


def _of(message: Said) -> Iterator[Entity]:
    rest = message.text
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(rest):
            value = match.groupdict().get("code") or match[0]
            yield Entity(kind=kind, value=value.strip(), pointer=message.id)
        rest = pattern.sub(_blank, rest)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _alike(value: str) -> str:
    return re.sub(r"[\s‐-―-]", "", value).casefold()
