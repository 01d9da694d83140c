"""What a customer hears when a person takes over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sangdam.desk.emergency import emergency_numbers
from sangdam.desk.handoff import HandoffNotices
from sangdam.desk.service_hours import ServiceHours
from sangdam.models import Language, ReasonCode, Ticket, TicketStatus
from sangdam.settings import Hours
from tests.storage.talk import summary

KO, EN = Language
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


def notices(country: str) -> HandoffNotices:
    hours = ServiceHours(Hours(country="KR"), clock=lambda: MONDAY)
    return HandoffNotices(hours, country=country)


def ticket_for(reason: ReasonCode) -> Ticket:
    return Ticket(
        id="T-TEST",
        conversation_id="conv",
        turn_id="turn",
        episode=1,
        reason_code=reason,
        queue="general",
        priority=3,
        status=TicketStatus.OPEN,
        summary=summary(reason),
        created_at=MONDAY,
    )


@pytest.mark.parametrize(
    ("country", "reason", "language", "told"),
    [
        ("KR", ReasonCode.SAFETY, KO, "지금 바로 119에 연락"),
        ("KR", ReasonCode.SAFETY, EN, "call 119 (in Korea) now"),
        ("KR", ReasonCode.SELF_HARM, KO, "자살예방 상담전화 109(24시간) 또는 119에 연락"),
        ("KR", ReasonCode.SELF_HARM, EN, "Call 109 (suicide prevention, day and night) or 119"),
        ("KR", ReasonCode.FRAUD, KO, "경찰 112에 신고"),
        ("KR", ReasonCode.FRAUD, EN, "report it to the police on 112 (in Korea)"),
        ("US", ReasonCode.SAFETY, EN, "call 911 now"),
        ("us", ReasonCode.SAFETY, KO, "지금 바로 911(미국)에 연락"),
        ("GB", ReasonCode.SELF_HARM, EN, "Call 116 123 (suicide prevention, day and night) or 999"),
        ("JP", ReasonCode.SELF_HARM, EN, "Call 119 (in Japan)."),
        ("JP", ReasonCode.FRAUD, KO, "경찰 110(일본)에 신고"),
        ("BR", ReasonCode.SAFETY, KO, "현지 긴급 전화에 연락"),
        ("BR", ReasonCode.SELF_HARM, EN, "Call your local emergency number."),
        ("BR", ReasonCode.FRAUD, EN, "report it to the local police"),
    ],
)
def test_whoever_is_in_danger_first_learns_whom_to_call(
    country: str, reason: ReasonCode, language: Language, told: str
) -> None:
    said = notices(country).of(ticket_for(reason), language).message
    assert told in said
    assert "T-TEST" in said, "then a person, with the ticket's number"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", ReasonCode)
def test_no_number_stands_where_nobody_is_in_danger(reason: ReasonCode, language: Language) -> None:
    danger = {ReasonCode.SAFETY, ReasonCode.SELF_HARM, ReasonCode.FRAUD}
    said = notices("KR").of(ticket_for(reason), language).message
    assert ("11" in said.replace("T-TEST", "")) == (reason in danger)


@pytest.mark.parametrize("language", Language)
def test_every_listed_country_has_numbers_to_call(language: Language) -> None:
    for country in ("KR", "US", "CA", "GB", "IE", "AU", "NZ", "SG", "JP"):
        numbers = emergency_numbers(country, language)
        assert all(any(c.isdigit() for c in said) for said in numbers.model_dump().values())
