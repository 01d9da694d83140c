"""Sentences with made-up personal data and near misses, made in memory from a seed.

None of them is ever written to a file: a number of a valid shape may be a living person's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from stdnum import luhn

from evals.cases import Half
from evals.personal_data.measures import KINDS
from evals.personal_data.people import address, person
from evals.personal_data.tagged import Tagged
from evals.personal_data.texts import CARRIERS, LANGUAGES, WITHOUT
from sangdam.guardrails.spans import Span
from sangdam.models import Language

NEAR_MISSES = 0.5
"""Share of sentences that hold something that only looks like it."""


Make = Callable[[random.Random, Language], str]


def sentences(count: int, *, seed: int) -> Iterator[Tagged]:
    """So many; every kind in turn, in both languages, every other one a near miss."""
    chance = random.Random(seed)
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        if chance.random() < NEAR_MISSES:
            made = chance.choice(MISSES)(chance, language)
            carrier = chance.choice(WITHOUT[language])
            yield Tagged(text=carrier.format(made), language=language)
        else:
            kind = KINDS[number // len(LANGUAGES) % len(KINDS)]
            made = MAKERS[kind](chance, language)
            carrier = chance.choice(CARRIERS[kind][language])
            start = carrier.index("{}")
            place = kind, Span(start, start + len(made))
            yield Tagged(text=carrier.format(made), language=language, spans=(place,))


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def _gap(chance: random.Random, *gaps: str) -> str:
    return chance.choice(gaps)


def _day(chance: random.Random) -> str:
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    return f"{chance.randrange(100):02}{month:02}{day:02}"


def _resident(chance: random.Random, _: Language) -> str:
    gap = _gap(chance, "-", "-", "", " ")
    return f"{_day(chance)}{gap}{chance.choice('1234')}{_digits(chance, 6)}"


def _foreigner(chance: random.Random, _: Language) -> str:
    return f"{_day(chance)}{_gap(chance, '-', '-', '')}{chance.choice('5678')}{_digits(chance, 6)}"


def _passport(chance: random.Random, _: Language) -> str:
    first = chance.choice("MSROD")
    if chance.random() < 0.5:
        return f"{first}{_digits(chance, 8)}"
    return f"{first}{_digits(chance, 3)}{chance.choice('ABCDEFGH')}{_digits(chance, 4)}"


def _licence(chance: random.Random, _: Language) -> str:
    office = chance.choice([*range(11, 20), *range(20, 29)])
    gap = _gap(chance, "-", "-", " ")
    return gap.join((f"{office}", _digits(chance, 2), _digits(chance, 6), _digits(chance, 2)))


def _card(chance: random.Random, _: Language) -> str:
    body = chance.choice(("4", "5", "35", "62", "9")) + _digits(chance, 14)
    body = body[:15]
    number = body + luhn.calc_check_digit(body)
    gap = _gap(chance, "-", " ", "")
    return gap.join(number[place : place + 4] for place in range(0, 16, 4))


def _phone(chance: random.Random, _: Language) -> str:
    gap = _gap(chance, "-", "-", "", ".", " ")
    if chance.random() < 0.75:
        return gap.join(("010", str(chance.randrange(2000, 9999)), _digits(chance, 4)))
    area = chance.choice(("02", "031", "051", "053", "064"))
    return "-".join((area, str(chance.randrange(2000, 9999)), _digits(chance, 4)))


def _email(chance: random.Random, _: Language) -> str:
    name = chance.choice(("minji", "june.k", "haneul_92", "d.park", "sorabi", "tom", "grace-lee"))
    place = chance.choice(("example.com", "mail.example.org", "example.co.kr"))
    return f"{name}{chance.randrange(100)}@{place}"


def _account(chance: random.Random, _: Language) -> str:
    shape = chance.choice(((3, 3, 6), (6, 2, 6), (3, 6, 2, 3), (4, 3, 6), (3, 4, 4, 2)))
    gap = _gap(chance, "-", "-", "")
    return gap.join(str(chance.randrange(1, 10)) + _digits(chance, n - 1) for n in shape)


def _name(chance: random.Random, language: Language) -> str:
    return person(chance, language, Half.SEALED).full


def _order(chance: random.Random, _: Language) -> str:
    return f"HM-2026{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}-{_digits(chance, 4)}"


def _tracking(chance: random.Random, language: Language) -> str:
    word = "송장번호" if language is Language.KOREAN else "tracking number"
    return f"{word} {chance.randrange(1, 10)}{_digits(chance, chance.choice((9, 11, 12)))}"


def _model(chance: random.Random, _: Language) -> str:
    return f"{chance.choice(('HB', 'KX', 'RT', 'MSR'))}-{_digits(chance, 3)}{chance.choice('XSTA')}"


def _price(chance: random.Random, language: Language) -> str:
    amount = chance.randrange(1000, 2_000_000)
    return f"{amount:,}원" if language is Language.KOREAN else f"{amount:,} won"


def _date(chance: random.Random, _: Language) -> str:
    return f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"


def _company_number(chance: random.Random, _: Language) -> str:
    return f"{chance.choice(('1588', '1577', '1644', '080-200'))}-{_digits(chance, 4)}"


def _barcode(chance: random.Random, language: Language) -> str:
    word = "바코드" if language is Language.KOREAN else "barcode"
    return f"{word} 880{_digits(chance, 10)}"


MAKERS: dict[str, Make] = {
    "resident_number": _resident,
    "foreigner_number": _foreigner,
    "passport_number": _passport,
    "driver_licence_number": _licence,
    "card_number": _card,
    "phone": _phone,
    "email": _email,
    "account": _account,
    "name": _name,
    "address": address,
}
MISSES: Sequence[Make] = (_order, _tracking, _model, _price, _date, _company_number, _barcode)
