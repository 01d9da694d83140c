"""Personal data hidden from logs, search and models, and put back for those who may see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain

from sangdam.guardrails.addresses import find_addresses
from sangdam.guardrails.digits import plain_digits
from sangdam.guardrails.emails import find_emails
from sangdam.guardrails.identifiers import CUT_NOTE
from sangdam.guardrails.introductions import introduced_names
from sangdam.guardrails.names import find_names
from sangdam.guardrails.phone_numbers import find_phone_numbers
from sangdam.guardrails.spans import Span
from sangdam.models import Language, Value

BANK = (
    r"(?:국민|신한|우리|하나|농협|기업|외환|제일|씨티|카카오뱅크|카뱅|케이뱅크|토스뱅크|토스|새마을금고"
    r"|신협|수협|우체국|부산은행|대구은행|광주은행|전북은행|경남은행|제주은행|산업은행|은행|KB|NH|IBK"
    r"|SC|계좌\s?번호|계좌|account(?:\s(?:number|no\.?))?|IBAN)"
)
ACCOUNT = re.compile(
    rf"{BANK}[^\n\d]{{0,15}}"
    r"(?P<number>(?<![\dA-Za-z-])(?:\d{2,7}(?:[- ]\d{1,8}){1,4}|\d{9,16})(?![\d-]))",
    re.I,
)
FEWEST_ACCOUNT_DIGITS, MOST_ACCOUNT_DIGITS = 9, 16
NOT_ACCOUNT = re.compile(r"(?:송장|운송장|주문|tracking|order|전화|연락처)", re.I)
DATE = re.compile(r"(?:19|20)\d\d[- ](?:0?[1-9]|1[0-2])[- ]")
IBAN = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])"
)


class Masked(Value):
    text: str
    originals: dict[str, str]
    """Placeholder -> what stood there."""


def mask_personal_data(clean: str, language: Language) -> Masked:
    """Telephone numbers, e-mail, bank accounts, addresses and names replaced by placeholders.

    The same text gets the same placeholder; `unmask` puts the originals back.
    """
    by_shape = ((kind, span) for kind, find in FINDERS for span in find(clean))
    named = (one for one in find_names(clean) if not any(map(one.span.touches, _notes(clean))))
    found = _without_overlaps(chain(by_shape, named))
    originals: dict[str, str] = {}
    pieces, end = [], 0
    for kind, span in found:
        placeholder = _placeholder(clean[span.start : span.end], kind, language, originals)
        pieces += [clean[end : span.start], placeholder]
        end = span.end
    return Masked(text="".join([*pieces, clean[end:]]), originals=originals)


def unmask(text: str, originals: dict[str, str]) -> str:
    for placeholder, original in originals.items():
        text = text.replace(placeholder, original)
    return text


def _placeholder(original: str, kind: str, language: Language, known: dict[str, str]) -> str:
    name = LABELS[kind][0 if language is Language.KOREAN else 1]
    for placeholder, text in known.items():
        if text == original:
            return placeholder
    count = sum(placeholder.startswith(f"[{name} ") for placeholder in known) + 1
    known[f"[{name} {count}]"] = original
    return f"[{name} {count}]"


def _without_overlaps(found: Iterable[tuple[str, Span]]) -> list[tuple[str, Span]]:
    kept: list[tuple[str, Span]] = []
    for kind, span in found:
        if not any(span.touches(other) for _, other in kept):
            kept.append((kind, span))
    return sorted(kept, key=lambda item: item[1])


def _notes(clean: str) -> list[Span]:
    return [Span(*match.span()) for match in CUT_NOTE.finditer(clean)]


def _accounts(clean: str) -> tuple[Span, ...]:
    plain = plain_digits(clean)
    named = [m.span("number") for m in ACCOUNT.finditer(plain) if _is_account(m)]
    return tuple(Span(*span) for span in [*named, *(m.span() for m in IBAN.finditer(plain))])


def _is_account(match: re.Match[str]) -> bool:
    before = match.group()[: match.start("number") - match.start()]
    number = match["number"]
    long_enough = FEWEST_ACCOUNT_DIGITS <= sum(map(str.isdigit, number)) <= MOST_ACCOUNT_DIGITS
    return long_enough and not NOT_ACCOUNT.search(before) and not DATE.match(number)


LABELS = {
    "email": ("이메일", "email"),
    "phone": ("전화번호", "phone"),
    "account": ("계좌번호", "account"),
    "address": ("주소", "address"),
    "name": ("이름", "name"),
}
FINDERS: tuple[tuple[str, Callable[[str], tuple[Span, ...]]], ...] = (
    ("email", find_emails),
    ("phone", find_phone_numbers),
    ("account", _accounts),
    ("address", find_addresses),
    ("name", introduced_names),
)
"""In order of certainty: where two overlap, the earlier one names the data."""
