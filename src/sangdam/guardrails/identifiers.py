"""Identifiers that the law forbids to keep, cut out for good before anything is stored.

Resident, foreigner, passport and driver's licence numbers (Korea's PIPA art. 24 and 24-2) and
payment card numbers. Shapes are judged generously: a lost order number can be asked for
again, a stored resident number can't be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stdnum import luhn

from sangdam.guardrails.digits import plain_digits
from sangdam.models import Language, Value

GAP = r"[ .\-/]"
DATE = rf"\d{{2}}{GAP}?(?:0[1-9]|1[0-2]){GAP}?(?:0[1-9]|[12]\d|3[01])"
# Since October 2020 the last six digits are random: no checksum tells a real number.
RESIDENT = re.compile(rf"(?<!\d){DATE}{GAP}{{0,3}}(?P<kind>\d){GAP}?\d{{6}}(?!\d)")
RESIDENT_SPACED = re.compile(r"(?<!\d)\d(?:(?P<gap>[ .\-])\d)(?:(?P=gap)\d){11}(?!\d)")
PASSPORT = re.compile(r"(?<![A-Za-z0-9])[MSRODG] ?(?:\d{8}|\d{3}[A-Z]\d{4})(?![A-Za-z0-9])", re.I)
NAMED = r"(?:\s*(?:번호|number|no\.?|num|is|은|는|이|가|[:#=]))*\s*(?P<number>"
FOREIGN_PASSPORT = re.compile(
    rf"(?:여권|passport){NAMED}(?<![A-Za-z])[A-Z]{{0,2}}\d{{6,9}}(?![A-Za-z0-9-]))", re.I
)
LICENCE = re.compile(rf"(?<![\d-])(?:1[1-9]|2[0-8]){GAP}\d{{2}}{GAP}\d{{6}}{GAP}\d{{2}}(?![\d-])")
LICENCE_NAMED = re.compile(
    rf"(?:면허증?|licen[cs]e){NAMED}(?:[가-힣]{{2}} ?)?\d{{2}}(?:{GAP}?\d){{8,10}}(?!\d))", re.I
)
CARD_GROUPED = re.compile(r"(?<![\d-])\d{4}([ .\-])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?(?![\d-])")
AMEX_GROUPED = re.compile(r"(?<![\d-])3[47]\d{2}([ .\-])\d{6}\1\d{5}(?![\d-])")
CARD_NAMED = re.compile(
    rf"(?:카드|card)(?=\s*(?:번호|number|no\b)){NAMED}(?<!\d)\d(?:[ .\-]?\d){{12,18}}(?!\d))", re.I
)
CARD = re.compile(
    r"(?<![\dA-Za-z-])(?:\d{12,19}|\d{3,6}([ .\-])\d{3,7}(?:\1\d{2,7}){1,3}"
    r"|\d([ .\-])\d(?:\2\d){11,17})(?![\d-])"
)
# First digits that a network hands out for this many digits; others are not cards.
CARD_PREFIX: dict[int, tuple[str, ...]] = {
    12: ("50", "56", "57", "58", "6304", "6759", "676"),
    13: ("4",),
    14: ("36", "38", "30"),
    15: ("34", "37", "1800", "2131"),
    16: ("2", "35", "4", "5", "6", "9"),
    17: ("6",),
    18: ("6",),
    19: ("4", "6"),
}
# The number of a parcel or a bar code may have the shape of a birthday with seven digits behind it.
TRACKING = re.compile(
    r"(?:송장|운송장|등기|배송\s?번호|tracking|바코드|bar\s?code|상품\s?코드|ISBN|EAN)[^\n\d]{0,20}$",
    re.I,
)


class Removal(NamedTuple):
    kind: str
    start: int
    end: int


class Cut(Value):
    text: str
    removed: tuple[str, ...] = ()
    """Kinds that were cut out, in order of appearance, each once."""


NOTES = {
    "resident_number": ("[주민등록번호 삭제됨]", "[resident number removed]"),
    "foreigner_number": ("[외국인등록번호 삭제됨]", "[foreigner number removed]"),
    "passport_number": ("[여권번호 삭제됨]", "[passport number removed]"),
    "driver_licence_number": ("[운전면허번호 삭제됨]", "[driver's licence number removed]"),
    "card_number": ("[카드번호 삭제됨]", "[card number removed]"),
}


CUT_NOTE = re.compile("|".join(re.escape(note) for notes in NOTES.values() for note in notes))
"""What stands in place of a number that was cut out."""


def cut_identifiers(clean: str, language: Language) -> Cut:
    """`clean` with every forbidden identifier replaced by a note of what was there."""
    plain = plain_digits(clean)
    removals = _without_overlaps(r for find in FINDERS for r in find(plain))
    pieces, end = [], 0
    for removal in removals:
        pieces += [clean[end : removal.start], _note(removal.kind, language)]
        end = removal.end
    kinds = dict.fromkeys(removal.kind for removal in removals)
    return Cut(text="".join([*pieces, clean[end:]]), removed=tuple(kinds))


def _note(kind: str, language: Language) -> str:
    korean, english = NOTES[kind]
    return korean if language is Language.KOREAN else english


def _without_overlaps(found: Iterator[Removal]) -> list[Removal]:
    kept: list[Removal] = []
    for removal in found:
        if all(removal.end <= other.start or other.end <= removal.start for other in kept):
            kept.append(removal)
    return sorted(kept, key=lambda removal: removal.start)


def _residents(plain: str) -> Iterator[Removal]:
    for match in RESIDENT.finditer(plain):
        if not (match.group().isdigit() and TRACKING.search(plain[: match.start()])):
            yield Removal(_resident_kind(match["kind"]), *match.span())


def _spaced_residents(plain: str) -> Iterator[Removal]:
    for match in RESIDENT_SPACED.finditer(plain):
        digits = re.sub(r"\D", "", match.group())
        if whole := RESIDENT.fullmatch(digits):
            yield Removal(_resident_kind(whole["kind"]), *match.span())


def _resident_kind(seventh: str) -> str:
    return "foreigner_number" if seventh in "5678" else "resident_number"


def _shape(kind: str, pattern: re.Pattern[str]) -> Callable[[str], Iterator[Removal]]:
    group = "number" if "number" in pattern.groupindex else 0
    return lambda plain: (Removal(kind, *m.span(group)) for m in pattern.finditer(plain))


def _cards(plain: str) -> Iterator[Removal]:
    for match in CARD.finditer(plain):
        digits = re.sub(r"\D", "", match.group())
        prefixes = CARD_PREFIX.get(len(digits), ())
        tracked = TRACKING.search(plain[: match.start()])
        if digits.startswith(prefixes) and luhn.is_valid(digits) and not tracked:
            yield Removal("card_number", *match.span())


FINDERS: tuple[Callable[[str], Iterator[Removal]], ...] = (
    _residents,
    _spaced_residents,
    _shape("card_number", CARD_GROUPED),
    _shape("card_number", AMEX_GROUPED),
    _shape("driver_licence_number", LICENCE),
    _shape("driver_licence_number", LICENCE_NAMED),
    _shape("passport_number", PASSPORT),
    _shape("passport_number", FOREIGN_PASSPORT),
    _cards,
    _shape("card_number", CARD_NAMED),
)
"""In order of certainty: where two overlap, the earlier one names the number."""
