"""Two at once, in real threads: one wins, nobody is talked over, nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from sangdam.errors import Conflict
from sangdam.models import Audience, Conversation, Outcome, Owner, Reply, Sender
from sangdam.storage.database import Database
from sangdam.storage.keys import ConversationTokens, OperatorKey
from sangdam.storage.turns import Opened
from tests.storage.talk import HandClock, Talk

R = TypeVar("R")

ROUNDS = 5


def at_once(acts: Sequence[Callable[[], R]]) -> list[R | Conflict]:
    """Start all acts together; a Conflict is a result here."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], R]) -> R | Conflict:
        barrier.wait()
        try:
            return act()
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_handoffs_at_once_one_wins(talk: Talk, _round: int) -> None:
    first = talk.ask("하나")
    second = talk.ask("둘", first.conversation.id)
    results = at_once([lambda: talk.hand_over(first), lambda: talk.hand_over(second)])
    assert sum(isinstance(result, Conflict) for result in results) == 1
    conversation = talk.conversations.get(first.conversation.id).conversation
    assert (conversation.owner, conversation.version) == (Owner.QUEUE, 2)
    assert len(talk.tickets.list()) == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_bot_and_an_agent_at_once(talk: Talk, _round: int) -> None:
    first = talk.ask()
    talk.hand_over(first)
    conversation = first.conversation.id
    turn = talk.ask("여보세요?", conversation)
    talk.agent()

    def agent() -> object:
        return talk.say(conversation, "제가 볼게요", version=2)

    bot, person = at_once([lambda: talk.answer(turn), agent])
    assert not isinstance(person, Conflict)
    senders = [message.sender for message in talk.conversations.get(conversation).messages]
    before = [] if isinstance(bot, Conflict) else [Sender.BOT]
    assert senders[2:] == [Sender.CUSTOMER, *before, Sender.AGENT]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_agents_at_once_one_takes_the_conversation(talk: Talk, _round: int) -> None:
    ticket = talk.hand_over(talk.ask())

    def take(name: str) -> Callable[[], Conversation]:
        agent = talk.agent(name)
        return lambda: talk.casework.claim(ticket.id, agent)

    results = at_once([take("김하루"), take("이나무")])
    (told,) = [str(result) for result in results if isinstance(result, Conflict)]
    (won,) = [result for result in results if isinstance(result, Conversation)]
    names = {talk.agent("김하루"): "김하루", talk.agent("이나무"): "이나무"}
    assert names[won.agent_id or ""] in told


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_agent_who_takes_many_at_once_stops_at_their_capacity(talk: Talk, _round: int) -> None:
    agent = talk.agent()
    talk.agents.change(agent, capacity=2)
    tickets = [talk.hand_over(talk.ask(text)) for text in ("하나", "둘", "셋", "넷")]
    results = at_once([partial(talk.casework.claim, ticket.id, agent) for ticket in tickets])
    assert sum(isinstance(result, Conversation) for result in results) == 2
    assert talk.agents.held_by_each() == {agent: 2}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_same_first_message_at_once_is_one_turn(talk: Talk, _round: int) -> None:
    def send(text: str) -> Callable[[], Reply]:
        return lambda: talk.answer(talk.ask(client="m-1"), text)

    replies = at_once([send("하나"), send("둘"), send("셋")])
    assert replies[0] == replies[1] == replies[2]
    assert isinstance(replies[0], Reply)
    messages = talk.conversations.get(replies[0].conversation_id).messages
    assert [message.sender for message in messages] == [Sender.CUSTOMER, Sender.BOT]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_same_later_message_at_once_is_one_turn(talk: Talk, _round: int) -> None:
    first = talk.ask()
    talk.answer(first)
    conversation = first.conversation.id

    def send() -> Reply:
        return talk.answer(talk.ask("배송비는요?", conversation, client="m-2"))

    replies = at_once([send, send, send])
    assert replies[0] == replies[1] == replies[2]
    assert len(talk.conversations.get(conversation).messages) == 4


def test_many_messages_at_once_all_arrive_and_are_numbered_without_gaps(talk: Talk) -> None:
    conversation = talk.ask().conversation.id

    def send(text: str) -> Callable[[], Opened]:
        return lambda: talk.ask(text, conversation)

    at_once([send(f"질문 {n}") for n in range(8)])
    events = talk.events.after(conversation, 0, Audience.INTERNAL)
    assert [event.id for event in events] == list(range(1, 10))
    assert len(talk.conversations.get(conversation).messages) == 9


def test_resolving_and_answering_at_once_never_waits_for_ever(talk: Talk) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    second = talk.ask("언제 와요?", first.conversation.id)
    talk.agent()
    bot, resolved = at_once(
        [
            lambda: talk.answer(second, "곧 답합니다.", Outcome.WITH_HUMAN),
            lambda: talk.resolve(ticket.id),
        ]
    )
    assert not isinstance(resolved, Conflict)
    conversation = talk.conversations.get(first.conversation.id).conversation
    assert (conversation.owner, conversation.episode) == (Owner.BOT, 2)
    assert isinstance(bot, Conflict | Reply)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_processes_that_start_together_share_key_and_secret(
    database: Database, clock: HandClock, _round: int
) -> None:
    keys = at_once([lambda: OperatorKey(database, clock)] * 3)
    made = [key.made for key in keys if isinstance(key, OperatorKey) and key.made]
    assert len(made) == 1
    for key in keys:
        assert isinstance(key, OperatorKey)
        assert key.opens(made[0].get_secret_value())
    makers = at_once([lambda: ConversationTokens(database, clock)] * 3)
    tokens = {maker.issue("conv_1") for maker in makers if isinstance(maker, ConversationTokens)}
    assert len(tokens) == 1
