"""Whoever listens hears of what was written, and only of that, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, Queue

import pytest
from sqlalchemy import text

from sangdam.errors import Conflict
from sangdam.models import Audience, Outcome
from sangdam.storage.database import Database, Newest, Whisper
from tests.storage.talk import MASTER, Talk


def test_a_listener_hears_what_a_transaction_told_once_it_can_be_read(talk: Talk) -> None:
    heard: list[Mapping[str, int]] = []
    readable: list[int] = []

    def listen(news: Mapping[str, int]) -> None:
        heard.append(dict(news))
        told = [
            talk.events.after(conversation_id, 0, Audience.INTERNAL) for conversation_id in news
        ]
        readable.extend(events[-1].id for events in told)

    talk.events.listen(listen)
    turn = talk.ask()
    talk.hand_over(turn)
    assert heard == [{turn.conversation.id: 1}, {turn.conversation.id: 4}]
    assert readable == [1, 4]


def test_what_was_not_kept_is_no_news(talk: Talk) -> None:
    turn, other = talk.ask("하나"), talk.ask("둘")
    talk.hand_over(talk.ask("상담원", turn.conversation.id))
    heard: list[Mapping[str, int]] = []
    talk.events.listen(heard.append)
    with pytest.raises(Conflict):
        talk.answer(turn)
    talk.conversations.get(turn.conversation.id)
    assert heard == []
    talk.answer(other, "둘입니다.", Outcome.ANSWERED)
    assert heard == [{other.conversation.id: 2}]


@dataclass
class Other:
    """A process of its own on the same database, as far as its database goes."""

    database: Database
    news: Queue[Newest] = field(default_factory=Queue)
    whispers: Queue[Whisper] = field(default_factory=Queue)

    def __post_init__(self) -> None:
        self.database.listen(self.news.put)
        self.database.overhear(self.whispers.put)


@pytest.fixture
def other(url: str) -> Iterator[Other]:
    if url.startswith("sqlite"):
        pytest.skip("SQLite serves one process")
    other = Other(Database(url, master=MASTER))
    yield other
    other.database.close()


def test_another_process_hears_what_was_told_once_and_whispers_too(
    talk: Talk, other: Other
) -> None:
    own: list[Mapping[str, int]] = []
    talk.events.listen(lambda news: own.append(dict(news)))
    turn = talk.ask()
    assert other.news.get(timeout=10) == {turn.conversation.id: 1}
    with pytest.raises(Conflict):
        talk.hand_over(talk.ask("상담원", turn.conversation.id))
        talk.answer(turn)
    talk.events.whisper({"conversation_id": turn.conversation.id, "name": "김하루"})
    assert other.whispers.get(timeout=10)["name"] == "김하루"
    talk.ask("끝")
    told = [other.news.get(timeout=10) for _ in range(len(own) - 1)]
    assert told == own[1:], "each of them once, in order, and nothing that was undone"
    assert other.news.empty()


def test_a_lost_connection_is_made_again(talk: Talk, other: Other) -> None:
    talk.ask("하나")
    other.news.get(timeout=10)
    with talk.database.begin() as session:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        session.execute(text(cut))
    for _ in range(50):
        talk.ask("둘")
        with suppress(Empty):
            assert other.news.get(timeout=0.2)
            return
    pytest.fail("nothing is heard any more")
