"""phonenumbers' one home: where a text holds a person's telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberMatcher, PhoneNumberType

from sangdam.guardrails.digits import plain_digits
from sangdam.guardrails.spans import Span

HOME_REGION = "KR"
# Numbers of companies (1588-…, 080-…) name nobody and help an agent to understand.
NOT_PERSONAL = {
    PhoneNumberType.UAN,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
}
# Taken even where the numbering plan does not know the range.
MOBILE = re.compile(r"(?<![\d-])01[016789][ .\-)]{0,2}\d{3,4}[ .\-]?\d{4}(?![\d-])")
AMERICAN = re.compile(
    r"(?<![\w-])(?:(?:\+|00)?1[-. ])?(?:\(\d{3}\) ?|(?!080)\d{3}[-.])\d{3}[-.]\d{4}(?:x\d{1,5})?"
    r"(?![\w-])"
)
ABROAD = re.compile(r"(?<![\w+])\+\d{1,3}[ .\-]?(?:\(?\d{1,4}\)?[ .\-]?){2,5}\d(?![\w-])")
# Called a telephone number, and neither a date nor a company's 1588-0000.
NAMED = re.compile(
    r"(?:phone|tel|call(?: me| us)?|mobile|cell|text me|reach me|my number"
    r"|전화|연락처|휴대폰|핸드폰)"
    r"(?:\s?번호)?(?: number)?[^\d(+]{0,12}(?P<number>(?!1[5-8]\d\d-?\d{4}\b|(?:19|20)\d\d[-.])"
    r"\(?\d[\d ().\-]{5,16}\d(?:x\d{1,5})?)(?![\w\-,])",
    re.IGNORECASE,
)
FEWEST_DIGITS = 7
PART_OF_CODE = re.compile(r"[A-Za-z\d]-?$")
TRIES = 40
"""Stretches of digits of one text that are looked at closely; shapes are found beyond them too."""
PARCEL = re.compile(
    r"(?:송장|운송장|등기|배송\s?번호|주문\s?번호|tracking|order)[^\n\d]{0,20}$", re.I
)


def find_phone_numbers(clean: str) -> tuple[Span, ...]:
    """Spans of personal telephone numbers, in order; never an order or tracking number."""
    plain = plain_digits(clean)
    spans = sorted({*_known(plain), *_by_shape(plain)}, key=lambda s: (s.start, -s.end))
    return tuple(span for span in spans if not PARCEL.search(plain[: span.start]))


def phone_digits(text: str) -> frozenset[str]:
    """Every telephone number of `text`, companies' too, as its national digits."""
    numbers = (match.number for match in PhoneNumberMatcher(text, HOME_REGION))
    return frozenset(phonenumbers.national_significant_number(number) for number in numbers)


def _known(plain: str) -> Iterator[Span]:
    for match in PhoneNumberMatcher(plain, HOME_REGION, max_tries=TRIES):
        personal = phonenumbers.number_type(match.number) not in NOT_PERSONAL
        if personal and not PART_OF_CODE.search(plain[: match.start]):
            yield Span(match.start, match.end)


def _by_shape(plain: str) -> Iterator[Span]:
    for pattern in (MOBILE, AMERICAN, ABROAD, NAMED):
        group = "number" if "number" in pattern.groupindex else 0
        for match in pattern.finditer(plain):
            if sum(map(str.isdigit, match[group])) >= FEWEST_DIGITS:
                yield Span(*match.span(group))
