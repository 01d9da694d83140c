"""What a customer hears when a person takes over."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sangdam.desk.emergency import emergency_numbers
from sangdam.desk.handoff import HandoffNotices
from sangdam.models import (
    Feeling,
    Language,
    ReasonCode,
    Sentiment,
    Ticket,
    TicketStatus,
    Waiting,
)
from tests.storage.talk import summary

KO, EN = Language
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


NEXT = Waiting(position=1, staffed=True)
OPENING = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Seoul"))


def notices(country: str) -> HandoffNotices:
    return HandoffNotices(country=country)


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
    said = notices(country).of(ticket_for(reason), language, NEXT).message
    assert told in said
    assert "T-TEST" in said, "then a person, with the ticket's number"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", ReasonCode)
def test_no_number_stands_where_nobody_is_in_danger(reason: ReasonCode, language: Language) -> None:
    danger = {ReasonCode.SAFETY, ReasonCode.SELF_HARM, ReasonCode.FRAUD}
    said = notices("KR").of(ticket_for(reason), language, NEXT).message
    assert ("11" in said.replace("T-TEST", "")) == (reason in danger)


@pytest.mark.parametrize(
    ("feeling", "sorry"),
    [(None, False), (Feeling.GRATEFUL, False), (Feeling.UNHAPPY, True), (Feeling.ANGRY, True)],
)
@pytest.mark.parametrize("reason", [ReasonCode.REQUEST, ReasonCode.ACCOUNT_DATA])
def test_whoever_asks_for_a_person_and_is_upset_hears_an_apology_too(
    reason: ReasonCode, feeling: Feeling | None, sorry: bool
) -> None:
    ticket = ticket_for(reason)
    felt = feeling and Sentiment(text="as they said", pointers=("m1",), feeling=feeling)
    summed = ticket.summary.model_copy(update={"sentiment": felt})
    ticket = ticket.model_copy(update={"summary": summed})
    for language, apology in ((KO, "죄송합니다"), (EN, "sorry")):
        said = notices("KR").of(ticket, language, NEXT).message
        assert (apology in said) == sorry


@pytest.mark.parametrize("language", Language)
def test_every_listed_country_has_numbers_to_call(language: Language) -> None:
    for country in ("KR", "US", "CA", "GB", "IE", "AU", "NZ", "SG", "JP"):
        numbers = emergency_numbers(country, language)
        assert all(any(c.isdigit() for c in said) for said in numbers.model_dump().values())


@pytest.mark.parametrize(
    ("waiting", "korean", "english"),
    [
        (Waiting(position=3, staffed=True), "순서대로", "in turn"),
        (
            Waiting(position=3, minutes=15, staffed=True),
            "3번째 순서이고 약 15분 뒤",
            "number 3 in line, and a person should be with you here in about 15 minutes",
        ),
        (
            Waiting(position=1, staffed=False),
            "모든 상담원이 자리를 비웠습니다",
            "Nobody is at the desk",
        ),
        (
            Waiting(position=1, opens_at=OPENING, staffed=False),
            "11월 23일(월) 09:00 이후",
            "after Mon 23 Nov, 09:00",
        ),
        (
            Waiting(position=1, opens_at=OPENING, on_break=True, staffed=False),
            "지금은 상담원 휴게 시간이어서 09:00 이후에",
            "Our agents are on a break now; a person will reply here after 09:00.",
        ),
        (None, "담당 상담원이", "The person who has your conversation"),
    ],
)
def test_the_customer_learns_what_is_next(
    waiting: Waiting | None, korean: str, english: str
) -> None:
    for language, told in ((KO, korean), (EN, english)):
        said = notices("KR").of(ticket_for(ReasonCode.REQUEST), language, waiting).message
        assert told in said
        assert "T-TEST" in said


@pytest.mark.parametrize("language", Language)
def test_no_figure_is_told_that_was_not_measured(language: Language) -> None:
    said = notices("KR").of(ticket_for(ReasonCode.REQUEST), language, NEXT).message
    assert not any(letter.isdigit() for letter in said)
