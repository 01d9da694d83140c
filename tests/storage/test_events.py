"""What a stream tells, on both kinds of database."""

from __future__ import annotations

from sangdam.models import Audience, Message, ReasonCode
from sangdam.storage.events import StoredEvent
from sangdam.storage.tables import EventKind
from tests.storage.talk import Talk, summary


def kinds(events: tuple[StoredEvent, ...]) -> list[EventKind]:
    return [event.kind for event in events]


def test_a_handoff_is_told_in_order(talk: Talk) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    events = talk.events.after(turn.conversation.id, 0, Audience.INTERNAL)
    assert [event.id for event in events] == [1, 2, 3, 4]
    assert kinds(events) == [
        EventKind.MESSAGE,
        EventKind.MESSAGE,
        EventKind.OWNER,
        EventKind.TICKET,
    ]
    assert events[2].payload == {"owner": "queue", "agent": None}
    assert events[3].payload == {
        "ticket_id": ticket.id,
        "status": "open",
        "reason_code": "request",
        "queue": "general",
        "priority": 3,
    }


def test_a_message_is_told_whole(talk: Talk) -> None:
    turn = talk.ask("배송 언제 와요? 🙏")
    (event,) = talk.events.after(turn.conversation.id, 0)
    (message,) = talk.conversations.get(turn.conversation.id).messages
    assert Message.model_validate(event.payload) == message
    assert event.created_at == message.created_at


def test_a_customer_is_never_told_what_is_internal(talk: Talk) -> None:
    turn = talk.ask()
    talk.hand_over(turn)
    talk.note(turn.conversation.id, "환불 승인 가능")
    events = talk.events.after(turn.conversation.id, 0)
    assert kinds(events) == [EventKind.MESSAGE, EventKind.MESSAGE, EventKind.OWNER]
    assert all(event.audience is Audience.CUSTOMER for event in events)
    assert "환불 승인 가능" not in str(events)
    assert "환불 승인 가능" in str(talk.events.after(turn.conversation.id, 0, Audience.INTERNAL))


def test_a_stream_goes_on_after_the_last_event_it_saw(talk: Talk) -> None:
    turn = talk.ask()
    talk.hand_over(turn)
    seen = talk.conversations.get(turn.conversation.id).last_event
    assert talk.events.after(turn.conversation.id, seen) == ()
    talk.say(turn.conversation.id, "안녕하세요", version=2)
    owner, message = talk.events.after(turn.conversation.id, seen)
    assert message.payload["agent"] == "김하루"
    assert owner.payload == {"owner": "human", "agent": "김하루"}
    assert (message.payload["sender"], message.payload["text"]) == ("agent", "안녕하세요")
    assert talk.events.after(turn.conversation.id, owner.id) == (message,)


def test_summaries_and_resolving_are_told_to_agents(talk: Talk) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    talk.tickets.replace_summary(ticket.id, summary(ReasonCode.REQUEST))
    talk.resolve(ticket.id)
    news = talk.events.after(turn.conversation.id, 4, Audience.INTERNAL)
    assert kinds(news) == [EventKind.TICKET, EventKind.TICKET, EventKind.OWNER]
    assert [event.payload.get("status") for event in news] == ["open", "resolved", None]
    assert news[-1].payload == {"owner": "bot", "agent": None}


def test_one_look_finds_the_conversations_with_news(talk: Talk) -> None:
    one, other = talk.ask("하나"), talk.ask("둘")
    talk.answer(other)
    ids = [one.conversation.id, other.conversation.id, "conv_none"]
    assert talk.events.newest(ids) == {ids[0]: 1, ids[1]: 2}
    assert talk.events.newest([]) == {}


def test_conversations_do_not_hear_each_other(talk: Talk) -> None:
    one, other = talk.ask("하나"), talk.ask("둘")
    (event,) = talk.events.after(one.conversation.id, 0)
    assert event.payload["text"] == "하나"
    assert event.conversation_id != other.conversation.id
