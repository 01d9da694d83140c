"""What an agent reads first, by rule."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sangdam.models import (
    Audience,
    Conversation,
    HandoffSummary,
    Language,
    Message,
    Outcome,
    Owner,
    ReasonCode,
    Screened,
    Sender,
)
from sangdam.routing.summary import MOST_WORDS, SummaryWriter

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def conversation(customer: str | None = None) -> Conversation:
    return Conversation(
        id="c1",
        owner=Owner.BOT,
        version=1,
        episode=1,
        language=Language.KOREAN,
        customer=customer,
        created_at=NOW,
        last_message_at=NOW,
    )


def message(sender: Sender, text: str, number: int, **more: object) -> Message:
    fields: dict[str, object] = {
        "id": f"msg_{number}",
        "conversation_id": "c1",
        "turn_id": f"turn_{number}",
        "episode": 1,
        "sender": sender,
        "audience": Audience.CUSTOMER,
        "text": text,
        "created_at": NOW,
        **more,
    }
    return Message.model_validate(fields)


def write(text: str, *history: Message, language: Language = Language.KOREAN) -> HandoffSummary:
    return SummaryWriter(language=language).write(
        ReasonCode.COMPLAINT,
        "너무하네요",
        conversation=conversation("cust-7"),
        turn_id="turn_9",
        screened=Screened(text=text, stored=text, language=Language.KOREAN),
        history=history,
    )


def test_it_says_who_what_and_what_was_tried_with_pointers() -> None:
    asked = message(Sender.CUSTOMER, "HB-200X 교환하고 싶어요", 1)
    answered = message(
        Sender.BOT,
        "교환은 7일 안에 …",
        2,
        outcome=Outcome.ANSWERED,
        question="HB-200X 교환하고 싶어요",
        sources=("exchange-period.ko",),
    )
    summary = write("벌써 세 번째 불량이에요. 주문번호 HM-20261105-1234", asked, answered)
    assert "cust-7" in summary.customer
    assert "세 번째 불량" in summary.goal.text
    assert summary.goal.pointers == ("msg_1", "turn_9")
    (tried,) = summary.tried
    assert "exchange-period.ko" in tried.text
    assert tried.pointers == ("msg_2", "exchange-period.ko")
    assert summary.entities == {"order": "HM-20261105-1234", "product": "HB-200X"}
    assert summary.next_step


@pytest.mark.parametrize("language", Language)
def test_it_is_short_however_long_the_customer_wrote(language: Language) -> None:
    endless = "정말 너무 화가 나요 " * 300
    history = [
        message(
            Sender.BOT if n % 2 else Sender.CUSTOMER,
            endless,
            n,
            question=endless if n % 2 else None,
            sources=("a", "b", "c") if n % 2 else (),
        )
        for n in range(40)
    ]
    summary = write(endless, *history, language=language)
    assert summary.words <= MOST_WORDS
    assert all(statement.pointers for statement in (summary.goal, *summary.tried))


@pytest.mark.parametrize("reason", ReasonCode)
@pytest.mark.parametrize("language", Language)
def test_every_reason_has_a_next_step(reason: ReasonCode, language: Language) -> None:
    summary = SummaryWriter(language=language).write(
        reason,
        "",
        conversation=conversation(),
        turn_id="t",
        screened=Screened(text="도와주세요", stored="도와주세요", language=Language.KOREAN),
        history=(),
    )
    assert summary.next_step
    assert summary.trigger == "도와주세요"
