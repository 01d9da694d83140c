"""The figures of a made-up week, on both kinds of database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangdam.models import (
    ModelCall,
    Outcome,
    OutcomeShare,
    ReasonCode,
    ReasonShare,
    Talk,
    Usage,
)
from sangdam.storage.model_use import ModelUse
from tests.storage import talk as talks
from tests.storage.talk import HandClock
from tests.storage.week import AN_HOUR, FIRST_MOMENT, FRIDAY, Week


@pytest.fixture
def week(talk: talks.Talk, clock: HandClock) -> Week:
    return Week(talk, clock)


def test_nothing_happened_yet(week: Week) -> None:
    told = week.figures()
    assert (told.first, told.last, told.zone) == (
        date(2026, 11, 14),
        date(2026, 11, 20),
        "Asia/Seoul",
    )
    none = Talk(conversations=0, messages=0, without_person=0, without_person_share=None)
    assert told.total == told.before == none
    assert [day.day.day for day in told.days] == [20, 19, 18, 17, 16, 15, 14]
    assert not any(day.messages for day in told.days)
    assert told.endings == ()
    assert told.reasons == ()
    assert told.first_replies.median_seconds is None
    assert told.first_replies.ninetieth_seconds is None
    assert told.model.cost is None


def test_days_begin_at_midnight_in_the_shop(week: Week) -> None:
    for at in (
        FIRST_MOMENT - timedelta(days=7, seconds=1),
        FIRST_MOMENT - timedelta(days=7),
        FIRST_MOMENT - timedelta(seconds=1),
        FIRST_MOMENT,
        FIRST_MOMENT + timedelta(days=1, seconds=-1),
        FIRST_MOMENT + timedelta(days=1),
        FRIDAY,
    ):
        week.asks(at)
    told = week.figures()
    assert [day.messages for day in reversed(told.days)] == [2, 1, 0, 0, 0, 0, 1]
    assert told.total.messages == 4
    assert told.before is not None
    assert told.before.messages == 2
    assert [day.messages for day in week.figures(1).days] == [1]


def test_a_conversation_counts_once_and_on_every_day_that_its_customer_wrote(week: Week) -> None:
    turn = week.asks(FRIDAY - timedelta(days=1))
    same = week.talk.conversations.of_turn(turn)
    week.asks(FRIDAY - AN_HOUR, conversation=same)
    week.asks(FRIDAY - AN_HOUR, conversation=same)
    week.asks(FRIDAY)
    week.clock.now = FRIDAY
    week.talk.ask()
    told = week.figures()
    assert (told.total.conversations, told.total.messages) == (2, 4)
    assert [(day.conversations, day.messages) for day in told.days[:3]] == [(2, 3), (1, 1), (0, 0)]


def test_how_they_ended_and_how_many_needed_nobody(week: Week) -> None:
    for _ in range(4):
        week.asks(FRIDAY)
    week.asks(FRIDAY, Outcome.CLARIFY)
    ticket = week.calls(FRIDAY, ReasonCode.ANGER)
    week.asks(FRIDAY, Outcome.WITH_HUMAN, ticket.conversation_id)
    week.asks(FRIDAY, Outcome.WITH_HUMAN, ticket.conversation_id)
    told = week.figures()
    assert told.endings == (
        OutcomeShare(outcome=Outcome.ANSWERED, messages=4, share=4 / 8),
        OutcomeShare(outcome=Outcome.WITH_HUMAN, messages=2, share=2 / 8),
        OutcomeShare(outcome=Outcome.CLARIFY, messages=1, share=1 / 8),
        OutcomeShare(outcome=Outcome.HANDED_OFF, messages=1, share=1 / 8),
    )
    assert told.total == Talk(
        conversations=6, messages=8, without_person=5, without_person_share=5 / 6
    )


def test_why_people_were_called_and_how_long_that_took_them(week: Week) -> None:
    begin = FRIDAY - timedelta(days=2)
    for minutes in range(1, 11):
        ticket = week.calls(begin, ReasonCode.REQUEST)
        week.answers(ticket, begin + timedelta(minutes=minutes))
        week.answers(ticket, begin + timedelta(minutes=minutes + 1))
        week.talk.resolve(ticket.id)
    unheard = week.calls(begin, ReasonCode.COMPLAINT)
    week.clock.now = begin + AN_HOUR
    week.talk.casework.claim(unheard.id, week.talk.agent())
    week.talk.resolve(unheard.id)
    week.calls(begin, ReasonCode.COMPLAINT)
    claimed = week.calls(begin, ReasonCode.COMPLAINT)
    week.talk.casework.claim(claimed.id, week.talk.agent())
    older = week.calls(FIRST_MOMENT - AN_HOUR, ReasonCode.FRAUD)
    told = week.figures()
    assert told.reasons == (
        ReasonShare(reason_code=ReasonCode.REQUEST, tickets=10, share=10 / 13),
        ReasonShare(reason_code=ReasonCode.COMPLAINT, tickets=3, share=3 / 13),
    )
    waits = told.first_replies
    assert (waits.tickets, waits.answered, waits.waiting) == (13, 10, 2)
    assert (waits.median_seconds, waits.ninetieth_seconds) == (5.5 * 60, 9 * 60)
    assert (waits.open_now, waits.unclaimed_now) == (3, 2), f"{older.id} is open, too"


def test_a_later_case_answers_no_earlier_one(week: Week) -> None:
    first = week.calls(FRIDAY - 3 * AN_HOUR, ReasonCode.REQUEST)
    week.clock.now = FRIDAY - 2 * AN_HOUR
    week.talk.casework.claim(first.id, week.talk.agent())
    week.talk.resolve(first.id)
    turn = week.talk.ask(conversation=first.conversation_id)
    second = week.talk.hand_over(turn)
    week.answers(second, FRIDAY - AN_HOUR)
    waits = week.figures().first_replies
    assert (waits.tickets, waits.answered, waits.waiting) == (2, 1, 0)
    assert waits.median_seconds == 3600


def test_thumbs_count_when_they_are_given_and_gaps_when_they_are_asked(week: Week) -> None:
    old = week.asks(FIRST_MOMENT - AN_HOUR)
    new = [week.asks(FRIDAY) for _ in range(3)]
    week.asks(FRIDAY, Outcome.CLARIFY)
    for turn, helpful in ((old, False), (new[0], True), (new[1], True), (new[2], False)):
        week.talk.feedback.add(turn, helpful=helpful)
    told = week.figures()
    assert (told.opinions.helpful, told.opinions.unhelpful) == (2, 2)
    assert told.unanswered == 2


def test_what_the_model_cost_in_those_days(week: Week) -> None:
    use = ModelUse(week.talk.database)
    usage = Usage(prompt_tokens=1_000_000, completion_tokens=1_000_000)
    for day, failed in ((13, False), (14, False), (20, True)):
        call = ModelCall(model="m", usage=usage, seconds=1.0, failed=failed)
        use.add(date(2026, 11, day), call)
    prices = {"input_per_million": 1, "output_per_million": 2, "currency": "KRW"}
    model = week.figures(cost=prices).model
    assert (model.calls, model.failures, model.cost, model.currency) == (2, 1, 6, "KRW")
    assert week.figures().model.cost is None


@pytest.mark.parametrize(
    ("kept", "days", "compared"),
    [
        ({}, 90, True),
        ({"trace_days": 179}, 90, False),
        ({"trace_days": None}, 90, True),
        ({"conversation_days": 10}, 7, False),
        ({"conversation_days": 14}, 7, True),
    ],
)
def test_no_span_is_compared_that_is_not_kept_any_more(
    week: Week, kept: dict[str, float | None], days: int, compared: bool
) -> None:
    told = week.figures(days, retention=kept)
    assert (told.before is not None) == compared
    assert len(told.days) == days
