"""Written messages with slots for names and addresses, filled at random.

`messages/` holds them, one file to a half and language: `named` and `addressed` with slots
({given}, {family}, {full}, {address}), `clean` with what only looks like a name.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from evals.cases import Half
from evals.personal_data.people import address, person, places
from evals.personal_data.tagged import Tagged
from sangdam.guardrails.spans import Span
from sangdam.models import Language

FOLDER = Path(__file__).parent / "messages"
SLOT = re.compile(r"\{(given|family|full|address)\}")
CLOSED, OPEN = "이은을과아으", "가는를와야로라예"
"""First syllables of particles behind a name that ends in a consonant, or in a vowel."""
TRIES = 30


def filled(half: Half, language: Language, *, times: int, seed: int) -> Iterator[Tagged]:
    """Every message with a slot so many times, each clean one once."""
    chance = random.Random(seed)
    rows: dict[str, Any] = yaml.safe_load((FOLDER / half / f"{language}.yaml").read_text("utf-8"))
    for template in (*rows["named"], *rows["addressed"]):
        for _ in range(times):
            yield _fill(template, language, half, chance)
    for text in rows["clean"]:
        yield Tagged(text=text, language=language)


def placed(language: Language, *, seed: int) -> Iterator[Tagged]:
    """What stands where a name might, and is a place, a day, a language or a company."""
    chance = random.Random(seed)
    for place in places(language):
        for carrier in chance.sample(PLACED[language], k=4):
            yield Tagged(text=carrier.format(place), language=language)


PLACED = {
    Language.KOREAN: (
        "{}인데 배송 얼마나 걸려요?",
        "{}까지 택배비가 따로 붙나요",
        "저 {} 살아요 거기도 되나요",
        "{}에서 찾을 수 있을까요?",
        "부모님 댁이 {}라서요",
        "지난주에 {} 갔다가 샀어요",
        "{} 매장은 몇 시까지 하나요",
        "{}이랑 같은 조건인가요?",
    ),
    Language.ENGLISH: (
        "{} here. How long would it take?",
        "do you ship to {} and what does it cost",
        "I moved to {} last month, same rules?",
        "Is there a shop in {} where I can see one?",
        "my sister lives off {}, will it get there",
        "It was fine until {}, then nothing.",
        "{}. Can I pay with it?",
        "Do you have this in {} by any chance?",
        "no {} on my phone, other ways to sign in?",
    ),
}


def _fill(template: str, language: Language, half: Half, chance: random.Random) -> Tagged:
    text, end = "", 0
    spans: list[tuple[str, Span]] = []
    for slot in SLOT.finditer(template):
        text += template[end : slot.start()]
        end = slot.end()
        put = _value(slot[1], template[end : end + 1], language, half, chance)
        kind = "address" if slot[1] == "address" else "name"
        spans.append((kind, Span(len(text), len(text) + len(put))))
        text += put
    return Tagged(text=text + template[end:], language=language, spans=tuple(spans))


def _value(slot: str, behind: str, language: Language, half: Half, chance: random.Random) -> str:
    """One that agrees with the particle behind it."""
    for _ in range(TRIES):
        if slot == "address":
            return address(chance, language)
        put: str = getattr(person(chance, language, half), slot)
        if language is Language.ENGLISH or _agrees(put, behind):
            return put
    return put


def _agrees(name: str, behind: str) -> bool:
    closed = (ord(name[-1]) - ord("가")) % 28 > 0
    return not (behind and behind in (OPEN if closed else CLOSED))
