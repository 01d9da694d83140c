"""The wall clock steps back an hour, or forward a day, while the service runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sangdam.models import Audience, Availability, NewsType, Outcome
from sangdam.storage.database import Database
from sangdam.storage.keys import ConversationTokens
from sangdam.storage.outbox import Outbox
from tests.storage.talk import MASTER, HandClock, Talk

BACK, FORWARD = -1.0, 24.0
HOOK = "webhook:shop"
SILENT = timedelta(seconds=90)
LEASE = timedelta(minutes=2)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Somebody wants to hear of every message."""
    wanted = frozenset({NewsType.MESSAGE_CREATED})
    database = Database(url, master=MASTER, subscriptions={HOOK: wanted})
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def outbox(database: Database, clock: HandClock) -> Outbox:
    return Outbox(database, clock)


@pytest.mark.parametrize("hours", [BACK, FORWARD])
def test_a_conversation_keeps_its_order_and_its_readers_their_place(
    talk: Talk, hours: float
) -> None:
    first = talk.ask("하나")
    talk.answer(first)
    conversation = first.conversation.id
    seen = talk.events.after(conversation, 0)[-1].id
    talk.clock.forward(hours)
    talk.answer(talk.ask("둘", conversation))
    later = talk.events.after(conversation, seen)
    assert [event.payload["sender"] for event in later] == ["customer", "bot"]
    texts = [message.text for message in talk.conversations.get(conversation).messages]
    assert texts[0::2] == ["하나", "둘"]


@pytest.mark.parametrize("hours", [BACK, FORWARD])
def test_a_message_sent_again_after_the_jump_is_the_same_turn(talk: Talk, hours: float) -> None:
    opening = talk.ask("하나", client="a")
    talk.answer(opening)
    turn = talk.ask("둘", opening.conversation.id, client="b")
    talk.clock.forward(hours)
    assert talk.ask("둘", opening.conversation.id, client="b").turn_id == turn.turn_id


@pytest.mark.parametrize("hours", [BACK, FORWARD])
def test_an_open_ticket_stays_and_goes_to_one_agent(talk: Talk, hours: float) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    talk.clock.forward(hours)
    again = talk.ask("여보세요", turn.conversation.id)
    assert again.ticket is not None, "a person was promised: no jump ends that"
    assert again.ticket.id == ticket.id
    assert [each.id for each in talk.waiting()] == [ticket.id]
    talk.casework.claim(ticket.id, talk.agent())
    assert talk.resolve(ticket.id).resolved_at == talk.clock()


@pytest.mark.parametrize("hours", [BACK, FORWARD])
def test_a_customers_token_opens_their_conversation(
    database: Database, clock: HandClock, hours: float
) -> None:
    tokens = ConversationTokens(database, clock)
    token = tokens.issue("conv_1")
    clock.forward(hours)
    tokens.verify(token, "conv_1")


@pytest.mark.parametrize("hours", [BACK, FORWARD])
def test_news_written_before_the_jump_go_out_at_once_and_once(
    talk: Talk, outbox: Outbox, hours: float
) -> None:
    talk.ask("하나")
    talk.clock.forward(hours)
    claimed = outbox.claim(HOOK, LEASE)
    assert claimed is not None
    assert outbox.claim(HOOK, LEASE) is None, "it is being sent"
    outbox.delivered(claimed)
    assert outbox.claim(HOOK, LEASE) is None


def test_news_under_way_when_the_clock_steps_back_are_not_sent_twice(
    talk: Talk, outbox: Outbox
) -> None:
    talk.ask("하나")
    assert outbox.claim(HOOK, LEASE) is not None
    talk.clock.forward(BACK)
    assert outbox.claim(HOOK, LEASE) is None


def test_after_a_step_back_who_is_there_stays_and_who_is_gone_is_missed(talk: Talk) -> None:
    there, gone = talk.agent("민아"), talk.agent("도윤")
    talk.clock.forward(BACK)
    talk.agents.seen(talk.agents.get(there))
    assert [agent.id for agent in talk.agents.miss(SILENT)] == [gone]
    assert talk.agents.get(there).availability is Availability.ONLINE


def test_an_outcome_of_before_the_jump_is_read_after_it(talk: Talk) -> None:
    turn = talk.ask()
    talk.answer(turn, "무엇을 찾으세요?", Outcome.CLARIFY)
    talk.clock.forward(BACK)
    assert talk.ask("배송", turn.conversation.id).clarified_last
    assert talk.events.after(turn.conversation.id, 0, Audience.INTERNAL)[-1].created_at < (
        turn.conversation.created_at
    )
