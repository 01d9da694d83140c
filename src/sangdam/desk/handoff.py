"""What the customer hears when a person takes over: what fits the reason, then what is next."""

from __future__ import annotations

import secrets
from datetime import datetime

from sangdam.models import Language, ReasonCode
from sangdam.prompts import say

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which are misheard and misread."""
UNSURE = frozenset({ReasonCode.NO_EVIDENCE, ReasonCode.LOW_CONFIDENCE, ReasonCode.FAILED_CHECKS})
WEEKDAYS = {
    Language.KOREAN: "월화수목금토일",
    Language.ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def ticket_number() -> str:
    """A number that can be said on the telephone; 40 random bits."""
    return "T-" + "".join(secrets.choice(LETTERS) for _ in range(8))


def customer_notice(
    reason_code: ReasonCode, language: Language, ticket_id: str, opening: datetime | None
) -> str:
    """`opening` is when people are back, or None while they are there."""
    said = "unsure" if reason_code in UNSURE else reason_code.value
    said = "request" if reason_code is ReasonCode.ACCOUNT_DATA else said
    first = say(f"handoff_{said}", language)
    if opening is None:
        return f"{first} {say('next_open', language, ticket=ticket_id)}"
    when = moment(opening, language)
    return f"{first} {say('next_closed', language, ticket=ticket_id, opening=when)}"


def moment(when: datetime, language: Language) -> str:
    """A day and time as people say it, e.g. `11월 23일(월) 09:00`, `Mon 23 Nov, 09:00`."""
    day = WEEKDAYS[language][when.weekday()]
    if language is Language.KOREAN:
        return f"{when.month}월 {when.day}일({day}) {when:%H:%M}"
    return f"{day} {when.day} {when:%b}, {when:%H:%M}"
