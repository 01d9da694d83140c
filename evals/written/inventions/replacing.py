"""One thing in a sentence is put in another's place: a number, a unit, a day, a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evals.written.inventions.told import Told
from evals.written.inventions.wordings import wordings
from sangdam.models import Language

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
NO_NUMBER = re.compile(
    r"\S+@\S+|https?://\S+|(?<!\d)\d{1,2}:\d{2}(?!\d)|(?<!\d)\d{3,4}-\d{4}(?!\d)|\b[A-Z]+\d*-?\d[\w-]*|\d{4}년"
    r"|\b(?:19|20)\d\d\b"
)
"""What looks like one: addresses, clock times, telephone numbers, codes, years."""
CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
CODE = re.compile(r"\b[A-Z]{2,3}-\d{1,4}[A-Z]?\b")
OTHER_CODES = ("HX-910", "HZ-75", "HY-620")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CALENDAR = {
    Language.KOREAN: re.compile(r"(?:\d{4}년 )?(\d{1,2})월 (\d{1,2})일"),
    Language.ENGLISH: re.compile(rf"(\d{{1,2}}) ({MONTHS})"),
}
OTHER_DAY = {Language.KOREAN: "9월 23일", Language.ENGLISH: "23 September"}


def other_number(told: Told) -> str | None:
    """With a number that no passage holds."""
    skipped = [found.span() for found in NO_NUMBER.finditer(told.sentence)]
    places = [
        found
        for found in NUMBER.finditer(told.sentence)
        if not any(begin <= found.start() < end for begin, end in skipped)
    ]
    told.chance.shuffle(places)
    known = set(NUMBER.findall(told.given.text))
    for place in places:
        for other in _others(place[0], told):
            if other not in known:
                return _put(told.sentence, place.span(), other)
    return None


def other_unit(told: Told) -> str | None:
    """With the same number of something else."""
    for unit, others in wordings(told.given.language).units.items():
        found = re.search(rf"(\d ?)({re.escape(unit)})(?![A-Za-z])", told.sentence)
        if not found:
            continue
        for other in others:
            space = found[1] + (" " if other[0].isdigit() else "")
            if f"{found[1]}{other}" not in told.given.text:
                return _put(told.sentence, found.span(), f"{space}{other}")
    return None


def other_day(told: Told) -> str | None:
    """With another day or time of day; where it names none, holding from some day on only."""
    changed = _other_clock(told) or _other_date(told)
    if changed:
        return changed
    for day, other in wordings(told.given.language).days.items():
        if day in told.sentence and other not in told.given.text:
            return told.sentence.replace(day, other, 1)
    return told.chance.choice(wordings(told.given.language).from_a_day) + _without_answer(
        told.sentence
    )


def other_name(told: Told) -> str | None:
    """Of another thing, place or tier, which no passage names."""
    if found := CODE.search(told.sentence):
        code = next((code for code in OTHER_CODES if code not in told.given.text), None)
        return told.sentence.replace(found[0], code) if code else None
    return _swapped(told.sentence, wordings(told.given.language).entities, told.given.text)


def _swapped(sentence: str, names: Mapping[str, Sequence[str]], given: str) -> str | None:
    for name, others in names.items():
        found = re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![a-z])", sentence)
        other = next((other for other in others if other not in given), None)
        if found and other:
            return _put(sentence, found.span(), other)
    return None


def _others(number: str, told: Told) -> list[str]:
    value = float(number.replace(",", ""))
    decimals = len(number.partition(".")[2])
    others = [value + 1, value + 2, value * 2, value * 3, value * 10, value + 5, value + 40]
    told.chance.shuffle(others)
    return [f"{other:,.{decimals}f}" for other in others]


def _other_clock(told: Told) -> str | None:
    found = CLOCK.search(told.sentence)
    if not found:
        return None
    for hours in (3, 5, 7, 4):
        other = f"{(int(found[1]) + hours) % 24:02}:{found[2]}"
        if other not in told.given.text:
            return _put(told.sentence, found.span(), other)
    return None


def _other_date(told: Told) -> str | None:
    found = CALENDAR[told.given.language].search(told.sentence)
    other = OTHER_DAY[told.given.language]
    return (
        _put(told.sentence, found.span(), other) if found and other not in told.given.text else None
    )


def _without_answer(sentence: str) -> str:
    return re.sub(r"^(?:네|아니요|Yes|No), ", "", sentence)


def _put(text: str, span: tuple[int, int], other: str) -> str:
    return text[: span[0]] + other + text[span[1] :]
