"""Names and addresses drawn at random: nobody's in particular, and of many shapes.

Each given name belongs to one half by its hash, so that the sealed half meets none that the
tagger was fitted to.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml
from faker import Faker

from evals.cases import Half
from sangdam.models import Language, Value

FILE = Path(__file__).parent / "people.yaml"
LOCALES = (
    *("en_US", "en_GB", "en_AU", "en_CA", "en_IE", "en_IN", "en_NZ", "en_PH", "en_NG"),
    *("de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "sv_SE", "pl_PL", "pt_BR", "fi_FI", "da_DK"),
    *("tr_TR", "hu_HU", "cs_CZ", "id_ID", "vi_VN", "zu_ZA", "hr_HR"),
)
"""Names; English ones weigh as much as all the others."""
STREETS = ("en_US", "en_GB", "en_AU", "en_CA", "de_DE", "fr_FR", "it_IT", "nl_NL", "sv_SE", "es_ES")
SEALED = 5
"""One given name in so many is in the sealed half."""


class Person(Value):
    given: str
    family: str
    full: str


def person(chance: random.Random, language: Language, half: Half) -> Person:
    """One whose given name is of this half."""
    draw = _korean if language is Language.KOREAN else _latin
    while True:
        one = draw(chance)
        if (crc32(one.given.encode()) % SEALED == 0) == (half is Half.SEALED):
            return one


def address(chance: random.Random, language: Language) -> str:
    """With a house number, on one line or several."""
    if language is Language.KOREAN:
        return _korean_address(chance)
    fake = _faker(chance.choice(STREETS))
    fake.seed_instance(chance.getrandbits(32))
    said: str = fake.street_address() if chance.random() < 0.3 else fake.address()
    return said.replace("\n", chance.choice(("\n", ", ", ", ", " ")))


def places(language: Language) -> list[str]:
    """Words that stand where a name might and are none."""
    words: list[str] = _lists()["places"][language]
    return words


def _korean(chance: random.Random) -> Person:
    lists = _lists()
    common = lists["common_families"] if chance.random() < 0.8 else lists["families"]
    kind = chance.choices(("common", "made", "whole"), (0.7, 0.22, 0.08))[0]
    given = _two_syllables(chance) if kind == "made" else chance.choice(lists[kind])
    family = chance.choice(common)
    return Person(given=given, family=family, full=family + given)


def _two_syllables(chance: random.Random) -> str:
    first: str = chance.choice(_lists()["first"])
    second: str = chance.choice(_lists()["second"])
    return first + second


def _latin(chance: random.Random) -> Person:
    english = chance.random() < 0.5
    fake = _faker(chance.choice(LOCALES[:4] if english else LOCALES))
    fake.seed_instance(chance.getrandbits(32))
    given, family = fake.first_name(), fake.last_name()
    middle = f" {chance.choice('ABCDEFGHJKLMNPRSTW')}." if chance.random() < 0.1 else ""
    return Person(given=given, family=family, full=f"{given}{middle} {family}")


def _korean_address(chance: random.Random) -> str:
    lists = _lists()
    city = chance.choice([*lists["cities"]])
    district = chance.choice(lists["cities"][city])
    with_city = not district or chance.random() < 0.8
    where = f"{city.strip()} {district}".strip() if with_city else district
    number = str(chance.randrange(1, 400))
    if chance.random() < 0.3:
        number += f"-{chance.randrange(1, 60)}"
    if chance.random() < 0.65:
        street = chance.choice(lists["roads"])
        if street.endswith("로") and chance.random() < 0.4:
            street += f" {chance.randrange(1, 90)}번길"
        said = f"{where} {street} {number}"
    else:
        town = chance.choice(lists["towns"])
        lot = "번지" if town[-1] in "읍면" else chance.choice(("", "번지"))
        said = f"{where} {town} {number}{lot}"
    return said + _korean_room(chance)


def _korean_room(chance: random.Random) -> str:
    building = chance.choice(_lists()["buildings"])
    block, room = chance.randrange(101, 130), chance.randrange(101, 2505)
    return chance.choice(
        (
            "",
            "",
            f" {block}동 {room}호",
            f", {block}동 {room}호",
            f" {building} {block}동 {room}호",
            f" {building} {room}호",
            f" {chance.randrange(1, 9)}층",
            f" ({chance.choice(_lists()['towns'])})",
            f" {block}-{room}",
        )
    )


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return lists


@cache
def _faker(locale: str) -> Faker:
    return Faker(locale)
