"""Where a text holds a street or lot address, Korean or English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sangdam.guardrails.spans import Span

PROVINCE = (
    r"(?:(?:서울|부산|대구|인천|광주|대전|울산|세종|제주|경기|강원|충[북남]|전[북남]|경[북남]"
    r"|충청[북남]도|전라[북남]도|경상[북남]도)"
    r"(?:특별자치시|특별자치도|특별시|광역시|시|도)?)"
)
DISTRICT = r"(?:[가-힣]{1,5}(?:시|군|구)\s+)"
TOWN = r"(?:[가-힣]{1,8}\d?(?:읍|면|동|가)\s+)"
# "강남구로 3일" is a district with a particle, not a street.
ROAD = r"(?:[가-힣A-Za-z·]{1,10}\d{0,3}[가-힣]{0,3}(?<![시군구도])(?:로|길)(?:\s?\d+(?:번|가)?길)?)"
LOT = r"(?:[가-힣]{1,8}\d{0,2}(?:동|리|가)(?:\s+산)?)"
# A house number is not counted, priced or timed.
NUMBER = (
    r"(?:\s?\d{1,4}(?:-\d{1,4})?(?:번지)?"
    r"(?!\d|\s?(?:일|영업일|시|분|시간|원|개|월|년|%|번째|회|kg|,\d|~|퍼)))"
)
BUILDING = r"(?:아파트|빌라|오피스텔|빌딩|타워|맨션|주택|자이|캐슬|힐스테이트)"
ROOM = (
    rf"(?:,?\s*(?:\(?[가-힣A-Za-z0-9]+{BUILDING}\)?|\([가-힣A-Za-z0-9,\s]{{2,20}}\)"
    r"|(?:[가-힣A-Za-z0-9]{2,12}\s)?제?\d{1,4}동\s\d{1,4}호|[가-힣A-Za-z0-9]{2,12}\s\d{1,4}호"
    r"|제?\d{1,4}동|지하\s?\d층|\d{1,3}층|[A-Za-z]?\d{1,4}호|\d{2,4}-\d{2,4}(?!\d|-\d)))*"
)
# Without its village, "읍" and "면" are endings of everyday words too.
COUNTRY = r"(?:[가-힣]{1,4}[읍면]\s?\d{1,4}(?:-\d{1,4})?번지)"
KOREAN = re.compile(
    rf"(?:{PROVINCE}\s+)?(?<![가-힣]){DISTRICT}{{1,2}}{TOWN}{{0,2}}"
    rf"(?:(?:{ROAD}|{LOT}){NUMBER}|{COUNTRY}){ROOM}"
    rf"|{PROVINCE}\s+(?:{TOWN}{{0,2}}(?:{ROAD}|{LOT}){NUMBER}|{COUNTRY}){ROOM}"
)
SIDE_STREET = re.compile(rf"(?<![가-힣])[가-힣]{{2,8}}(?:로|길)\s?\d+(?:번|가)?길{NUMBER}{ROOM}")
STREET_WITH_ROOM = re.compile(rf"(?<![가-힣]){ROAD}{NUMBER}{ROOM}(?<=[동호층])")
STREET_NAMED = re.compile(
    r"(?:주소|배송지|사는 곳|집)(?:는|은|이|가|를|을|:|\s)*"
    rf"(?P<address>(?:{ROAD}|{LOT}){NUMBER}{ROOM})"
)
STREET = (
    r"(?:(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Terrace|Parkway|Pkwy|Highway|Hwy)\b"
    # Also everyday words: "2 Blue Court chairs" is an order, not an address.
    r"|(?:Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Way|Close|Crescent)\b(?!\s+[a-z]{3,}))"
)
UNIT = r"(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|#)\.?\s*#?\w+)?"
CITY = (
    r"(?:,?\s+[A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){0,2})?(?:,?\s+[A-Z]{2})?(?:,?\s+\d{5}(?:-\d{4})?)?"
)
ENGLISH = re.compile(
    r"(?<![\w,.-])\d{1,5}[A-Za-z]?,?\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'-]+\.?\s+){1,3}"
    rf"{STREET}\.?{UNIT}{CITY}"
)
ROMANISED = re.compile(
    r"(?<![\w-])\d{1,4}(?:-\d{1,4})?,?\s+(?:[A-Z][a-z]+\s){0,2}[A-Z][A-Za-z-]*\d*-?(?:daero|ro|gil|dong)(?:\s\d+-?gil)?"
    r"(?:,\s*[A-Z][a-z]+(?:-(?:gu|si|gun|do|dong|myeon|eup))?)*(?:,?\s\d{5})?"
)


def find_addresses(clean: str) -> tuple[Span, ...]:
    """Spans of addresses with a house number; a town or district alone is none."""
    return tuple(sorted(_spans(clean)))


def _spans(clean: str) -> Iterator[Span]:
    for pattern in (KOREAN, SIDE_STREET, STREET_WITH_ROOM, STREET_NAMED, ENGLISH, ROMANISED):
        group = "address" if "address" in pattern.groupindex else 0
        yield from (Span(*match.span(group)) for match in pattern.finditer(clean))
