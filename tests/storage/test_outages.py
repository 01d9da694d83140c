"""PostgreSQL is killed and started again under the service's feet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from queue import Queue

import pytest

from sangdam.channels.live import Live
from sangdam.errors import Unavailable
from sangdam.storage.absence import AGAIN_AFTER_S, persist
from sangdam.storage.database import Database, Newest
from sangdam.storage.events import StoredEvent
from scripts.benchmarks.postgres import Server, missing, programs
from tests.storage.talk import Talk


@pytest.fixture(scope="module")
def mortal() -> Iterator[Server]:
    """A PostgreSQL of these tests' own: others' must not die."""
    reason, folder = missing(), programs()
    if reason is not None or folder is None:
        pytest.skip(reason or "")
    server = Server(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def url(mortal: Server) -> str:
    return mortal.empty_database()


def test_while_it_is_gone_everything_is_unavailable_and_afterwards_as_before(
    talk: Talk, mortal: Server
) -> None:
    turn = talk.ask("하나")
    mortal.kill()
    with pytest.raises(Unavailable):
        talk.ask("둘", turn.conversation.id)
    with pytest.raises(Unavailable):
        talk.answer(turn)
    with pytest.raises(Unavailable):
        talk.conversations.get(turn.conversation.id)
    with pytest.raises(Unavailable):
        talk.database.ping()
    mortal.start_again()
    talk.answer(turn)
    told = talk.conversations.get(turn.conversation.id).messages
    assert [message.sender for message in told] == ["customer", "bot"]


def test_other_processes_are_heard_again(talk: Talk, mortal: Server, url: str) -> None:
    other, heard = Database(url), Queue[Newest]()
    other.listen(heard.put)
    talk.ask("하나")
    heard.get(timeout=30)
    assert talk.database.processes() == 1
    mortal.kill()
    mortal.start_again()
    while other.processes() < 1:  # it connects anew within a second or two
        pass
    turn = talk.ask("둘")
    assert heard.get(timeout=30) == {turn.conversation.id: 1}
    other.close()


def test_an_open_stream_goes_on(talk: Talk, mortal: Server) -> None:
    turn = talk.ask("하나")
    conversation = turn.conversation.id

    async def listen() -> list[int]:
        live = Live(talk.events, counted=lambda _: None)
        stream = live.follow(conversation, 0)
        first = await anext(stream)
        await asyncio.to_thread(mortal.kill)
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.to_thread(mortal.start_again)
        await asyncio.to_thread(talk.answer, turn)
        second = await asyncio.wait_for(waiting, 30)
        await live.close()
        assert isinstance(first, StoredEvent)
        assert isinstance(second, StoredEvent)
        return [first.id, second.id]

    assert asyncio.run(listen()) == [1, 2]


@pytest.mark.parametrize("failures", range(len(AGAIN_AFTER_S) + 2))
def test_what_may_be_done_twice_is_tried_again_a_few_times(failures: int) -> None:
    tries = count()

    def work() -> str:
        if next(tries) < failures:
            raise Unavailable("")
        return "kept"

    if failures > len(AGAIN_AFTER_S):
        with pytest.raises(Unavailable):
            persist(work)
    else:
        assert persist(work) == "kept"


def test_an_end_that_was_kept_though_nobody_said_so_is_found_again(talk: Talk) -> None:
    turn = talk.ask("하나")
    first = talk.answer(turn, "하나입니다.")
    assert talk.answer(turn, "다른 말") == first
    assert len(talk.conversations.get(turn.conversation.id).messages) == 2


def test_a_message_without_an_id_is_never_tried_twice(talk: Talk, mortal: Server) -> None:
    """It could become two messages, where the first try was kept at the very end."""
    turn = talk.ask("하나")
    mortal.kill()
    with pytest.raises(Unavailable):
        talk.ask("둘", turn.conversation.id)
    mortal.start_again()
    (said,) = talk.conversations.get(turn.conversation.id).messages
    assert said.text == "하나"
