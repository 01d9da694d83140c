"""An agent's words that are sent twice are said once, on both kinds of database."""

from __future__ import annotations

import pytest

from sangdam.errors import Conflict
from sangdam.models import Agent, Audience, Availability, Conversation, Owner, TicketStatus
from sangdam.storage.agents import Agents
from sangdam.storage.casework import Casework
from sangdam.storage.database import Database
from tests.storage.talk import HandClock, Talk


@pytest.fixture
def agents(database: Database, clock: HandClock) -> Agents:
    return Agents(database, clock, capacity=4)


@pytest.fixture
def mina(agents: Agents) -> Agent:
    return agents.add("민아")


@pytest.fixture
def casework(database: Database, clock: HandClock) -> Casework:
    return Casework(database, clock)


@pytest.fixture
def waiting(talk: Talk) -> Conversation:
    turn = talk.ask()
    talk.hand_over(turn)
    return talk.conversations.get(turn.conversation.id).conversation


def test_a_reply_sent_again_is_the_same_message(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    def send(version: int) -> object:
        return casework.reply(
            waiting.id, mina.id, "안녕하세요", version=version, client_message_id="a1"
        )

    first = send(waiting.version)
    events = talk.events.after(waiting.id, 0, Audience.INTERNAL)
    assert send(waiting.version) == first  # though the version has risen meanwhile
    assert talk.events.after(waiting.id, 0, Audience.INTERNAL) == events


def test_a_reply_sent_again_takes_nothing_from_the_next_agent(
    talk: Talk, casework: Casework, agents: Agents, mina: Agent, waiting: Conversation
) -> None:
    jun = agents.change(agents.add("Jun").id, availability=Availability.ONLINE)
    say = {"text": "Hello", "client_message_id": "a1"}
    first = casework.reply(waiting.id, mina.id, version=waiting.version, **say)
    casework.transfer(waiting.id, mina.id, to=jun.id, queue=None, note="")
    assert casework.reply(waiting.id, mina.id, version=waiting.version, **say) == first
    assert talk.conversations.get(waiting.id).conversation.agent_id == jun.id


def test_a_note_sent_again_is_the_same_note(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    notes = [casework.note(waiting.id, mina.id, "환불 가능", client_message_id="n1") for _ in "12"]
    assert notes[0] == notes[1]
    told = talk.conversations.get(waiting.id, Audience.INTERNAL).messages
    assert [message.text for message in told].count("환불 가능") == 1


def test_without_an_id_equal_words_are_said_twice(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    for _ in "12":
        version = talk.conversations.get(waiting.id).conversation.version
        casework.reply(waiting.id, mina.id, "네", version=version)
    told = talk.conversations.get(waiting.id).messages
    assert [message.text for message in told].count("네") == 2


def test_the_id_belongs_to_its_conversation(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    other = talk.ask("하나 더요").conversation
    first = casework.note(waiting.id, mina.id, "하나", client_message_id="n1")
    second = casework.note(other.id, mina.id, "둘", client_message_id="n1")
    assert (first.text, second.text) == ("하나", "둘")


def test_what_was_refused_is_not_remembered(
    casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    with pytest.raises(Conflict):
        casework.reply(waiting.id, mina.id, "늦었어요", version=99, client_message_id="a1")
    sent = casework.reply(
        waiting.id, mina.id, "이제요", version=waiting.version, client_message_id="a1"
    )
    assert sent.text == "이제요"


def test_a_transfer_sent_again_is_done_once_wherever_it_went_since(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    def send() -> Conversation:
        return casework.transfer(
            waiting.id,
            mina.id,
            to=talk.agent("이나무"),
            queue=None,
            note="환불 담당이라",
            version=waiting.version,
            client_message_id="t1",
        )

    first = send()
    events = talk.events.after(waiting.id, 0, Audience.INTERNAL)
    talk.agents.change(talk.agent("이나무"), availability=Availability.OFFLINE, capacity=1)
    assert send() == first
    assert talk.events.after(waiting.id, 0, Audience.INTERNAL) == events
    casework.return_to_bot(waiting.id, talk.agent("이나무"))
    assert send().owner is Owner.BOT, "it is not taken back"


@pytest.mark.parametrize("to_queue", [False, True])
def test_without_a_note_a_transfer_sent_again_finds_it_there(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation, to_queue: bool
) -> None:
    talk.say(waiting.id, "안녕하세요", version=waiting.version)
    seen = talk.conversations.get(waiting.id).conversation.version
    to, queue = (None, "orders") if to_queue else (talk.agent("이나무"), None)

    def send() -> Conversation:
        return casework.transfer(
            waiting.id, mina.id, to=to, queue=queue, note="", version=seen, client_message_id="t1"
        )

    first = send()
    events = talk.events.after(waiting.id, 0, Audience.INTERNAL)
    if to is not None:
        talk.agents.change(to, availability=Availability.OFFLINE, capacity=1)
    assert send() == first
    assert talk.events.after(waiting.id, 0, Audience.INTERNAL) == events
    talk.casework.claim(talk.waiting()[0].id, to or talk.agent("박봄"))
    casework.transfer(waiting.id, mina.id, to=talk.agent("최여름"), queue=None, note="")
    with pytest.raises(Conflict, match="now belongs to human"):
        send()
    assert talk.conversations.get(waiting.id).conversation.agent_id == talk.agent("최여름")


def test_a_note_is_not_lost_where_another_was_first_to_transfer(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    taker = talk.agent("이나무")
    casework.transfer(waiting.id, talk.agent(), to=taker, queue=None, note="")
    casework.transfer(
        waiting.id, mina.id, to=taker, queue=None, note="급해요", version=waiting.version
    )
    told = talk.conversations.get(waiting.id, Audience.INTERNAL).messages
    assert [message.text for message in told].count("급해요") == 1


def test_a_return_sent_again_closes_no_later_ticket(
    talk: Talk, casework: Casework, mina: Agent, waiting: Conversation
) -> None:
    def send() -> Conversation:
        return casework.return_to_bot(waiting.id, mina.id, version=waiting.version)

    first = send()
    events = talk.events.after(waiting.id, 0, Audience.INTERNAL)
    assert send() == first
    assert talk.events.after(waiting.id, 0, Audience.INTERNAL) == events
    again = talk.hand_over(talk.ask("상담원 연결해 주세요", waiting.id))
    with pytest.raises(Conflict, match="now belongs to queue"):
        send()
    assert talk.tickets.get(again.id).ticket.status is TicketStatus.OPEN
