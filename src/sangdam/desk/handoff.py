"""What the customer hears when a person takes over: what fits the reason, then what is next."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sangdam.desk.emergency import emergency_numbers
from sangdam.models import Feeling, Handoff, HandoffSummary, Language, ReasonCode, Ticket, Waiting
from sangdam.prompts import say

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which are misheard and misread."""
SAID_OF: Mapping[ReasonCode, ReasonCode | str] = {
    ReasonCode.NO_EVIDENCE: "unsure",
    ReasonCode.LOW_CONFIDENCE: "unsure",
    ReasonCode.FAILED_CHECKS: "unsure",
    ReasonCode.ACCOUNT_DATA: ReasonCode.REQUEST,
}
"""Reasons for which the customer hears what another, or several together, hear."""
UPSET = frozenset({Feeling.ANGRY, Feeling.ABUSIVE, Feeling.UNHAPPY})
"""Feelings that are owed an apology, also where the customer does no more than ask for a person."""
FIRST_AID = {
    ReasonCode.SAFETY: "emergency",
    ReasonCode.SELF_HARM: "help",
    ReasonCode.FRAUD: "police",
}
"""Whom to call before anything else."""
WEEKDAYS = {
    Language.KOREAN: "월화수목금토일",
    Language.ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def ticket_number() -> str:
    """A number that can be said on the telephone; 40 random bits."""
    return "T-" + "".join(secrets.choice(LETTERS) for _ in range(8))


class HandoffNotices:
    """Tells customers that a person takes over, as the line and the shop's country have it."""

    def __init__(self, *, country: str) -> None:
        self._numbers = {
            language: emergency_numbers(country, language).model_dump() for language in Language
        }

    def of(self, ticket: Ticket, language: Language, waiting: Waiting | None) -> Handoff:
        """The ticket as its customer is told of it."""
        reason = ticket.reason_code
        values = {name: self._numbers[language][name] for name in _first_aid(reason)}
        first = say(f"handoff_{_said_of(reason, ticket.summary)}", language, **values)
        number = say("ticket_number", language, ticket=ticket.id)
        return Handoff(
            ticket_id=ticket.id,
            reason_code=reason,
            queue=ticket.queue,
            message=f"{first} {number} {self.what_is_next(language, waiting)}",
        )

    def what_is_next(self, language: Language, waiting: Waiting | None) -> str:
        """When a person replies; None where one has the conversation already."""
        if waiting is None:
            return say("next_taken", language)
        if waiting.opens_at is not None:
            return _closed_until(waiting.opens_at, language, on_break=waiting.on_break)
        if not waiting.staffed:
            return say("next_unstaffed", language)
        if waiting.minutes is not None:
            values = {"position": str(waiting.position), "minutes": str(waiting.minutes)}
            return say("next_estimated", language, **values)
        return say("next_open", language)


def _closed_until(opens: datetime, language: Language, *, on_break: bool) -> str:
    if on_break:
        return say("next_break", language, back=f"{opens:%H:%M}")
    return say("next_closed", language, opening=moment(opens, language))


def _said_of(reason: ReasonCode, summary: HandoffSummary) -> str:
    said = SAID_OF.get(reason, reason)
    felt = summary.sentiment
    if said is ReasonCode.REQUEST and felt and felt.feeling in UPSET:
        return "request_upset"
    return said


def _first_aid(reason: ReasonCode) -> tuple[str, ...]:
    return (FIRST_AID[reason],) if reason in FIRST_AID else ()


def moment(when: datetime, language: Language) -> str:
    """A day and time as people say it, e.g. `11월 23일(월) 09:00`, `Mon 23 Nov, 09:00`."""
    day = WEEKDAYS[language][when.weekday()]
    if language is Language.KOREAN:
        return f"{when.month}월 {when.day}일({day}) {when:%H:%M}"
    return f"{day} {when.day} {when:%b}, {when:%H:%M}"
