"""Rows go out of one database and into another, of the same kind or the other one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from sangdam.errors import Conflict, SetupError
from sangdam.models import DeliveryState, NewsType, ReasonCode
from sangdam.storage import revisions
from sangdam.storage.copies import filling, snapshot
from sangdam.storage.database import Database
from sangdam.storage.tables import Base, DeliveryRow, SecretRow
from scripts.benchmarks.postgres import Server
from tests.storage.talk import MASTER, HandClock, Talk
from tests.storage.test_sealing_migration import go_to

Rows = dict[str, list[bytes]]


def copied(database: Database) -> tuple[str, Rows]:
    with snapshot(database) as found:
        return found.revision, {table: list(found.lines(table)) for table in found.tables}


def news(conversation: str, clock: HandClock, **given: int) -> DeliveryRow:
    return DeliveryRow(
        destination="webhook:shop",
        conversation_id=conversation,
        sequence=1,
        type=next(iter(NewsType)),
        state=DeliveryState.WAITING,
        attempts=0,
        due_at=clock(),
        created_at=clock(),
        **given,
    )


@pytest.fixture
def told(talk: Talk) -> tuple[str, Rows]:
    """A conversation with a person, feedback, a ticket, a secret and news on its way."""
    turn = talk.ask("제주도는 며칠 걸려요? 🙏")
    talk.answer(turn)
    talk.feedback.add(turn.turn_id, helpful=False, reason="틀렸어요")
    second = talk.ask("사람이요", turn.conversation.id)
    talk.hand_over(second, ReasonCode.REQUEST)
    with talk.database.begin() as session:
        session.add(SecretRow(name="token_secret", value="00ff", created_at=talk.clock()))
        session.add(news(turn.conversation.id, talk.clock, id=41))
    return copied(talk.database)


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, of each kind in turn."""
    url = f"sqlite:///{tmp_path / 'other' / 'sangdam.db'}"
    if request.param == "postgresql":
        request.getfixturevalue("database").close()
        server: Server = request.getfixturevalue("server")
        url = server.empty_database()
    database = Database(url, master=MASTER)
    yield database
    database.close()


def test_every_row_arrives_on_either_kind(told: tuple[str, Rows], other: Database) -> None:
    revision, rows = told
    assert set(rows) == set(Base.metadata.tables)
    assert {name for name, lines in rows.items() if lines} >= {
        "conversations",
        "deliveries",
        "feedback",
        "messages",
        "secrets",
        "tickets",
        "turns",
    }
    with filling(other, revision, rows, force=False):
        pass
    arrived_revision, arrived = copied(other)
    assert arrived_revision == revision == revisions.head()
    for name in rows:
        assert sorted(arrived[name]) == sorted(rows[name])


def test_what_arrived_is_worked_on(told: tuple[str, Rows], other: Database) -> None:
    with filling(other, *told, force=False):
        pass
    clock = HandClock()
    clock.forward(hours=1)
    talk = Talk(other, clock)
    (ticket,) = talk.waiting()
    view = talk.conversations.get(ticket.conversation_id)
    assert view.messages[0].text == "제주도는 며칠 걸려요? 🙏"
    assert clock.now - view.messages[0].created_at == timedelta(hours=1)
    talk.resolve(ticket.id)
    with other.begin() as session:
        row = news(ticket.conversation_id, clock)
        session.add(row)
        session.flush()
        newest = row.id
    assert newest == 42


def test_an_error_at_the_end_leaves_the_database_as_it_was(
    told: tuple[str, Rows], database: Database, talk: Talk
) -> None:
    talk.ask("그 뒤에 온 말")
    before = copied(database)
    with pytest.raises(ZeroDivisionError), filling(database, *told, force=True):
        _ = 1 / 0
    assert copied(database) == before
    assert before != told


def test_rows_are_thrown_away_only_by_force(
    told: tuple[str, Rows], database: Database, talk: Talk
) -> None:
    talk.ask("그 뒤에 온 말")
    with pytest.raises(Conflict, match="--force"), filling(database, *told, force=False):
        pass
    with filling(database, *told, force=True):
        pass
    assert copied(database) == told


def test_rows_that_hang_in_the_air_are_refused_whole(
    told: tuple[str, Rows], other: Database
) -> None:
    revision, rows = told
    orphan = rows | {"conversations": []}
    with (
        pytest.raises(SetupError, match="refused the rows"),
        filling(other, revision, orphan, force=False),
    ):
        pass
    with pytest.raises(SetupError, match="nothing to back up"):
        copied(other)


@pytest.fixture
def older(told: tuple[str, Rows], database: Database, url: str) -> tuple[str, Rows]:
    """The same as the third revision kept it: without a table of the fourth, and readable."""
    assert told
    engine = create_engine(url)
    go_to(engine, "0003")
    engine.dispose()
    return copied(database)


def test_an_older_copy_is_brought_forward(older: tuple[str, Rows], other: Database) -> None:
    assert older[0] == "0003"
    assert "model_use" not in older[1]
    assert "제주도는" in str([line.decode() for line in older[1]["messages"]])
    with filling(other, *older, force=False):
        pass
    revision, arrived = copied(other)
    assert revision == revisions.head()
    assert arrived["model_use"] == []
    assert [json.loads(line)["id"] for line in arrived["tickets"]]


def test_a_copy_from_the_future_is_refused(told: tuple[str, Rows], other: Database) -> None:
    with (
        pytest.raises(SetupError, match="newer version"),
        filling(other, "9999", told[1], force=False),
    ):
        pass


def test_a_database_from_the_future_is_not_copied(database: Database) -> None:
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="newer version"):
        copied(database)


def test_a_copy_is_of_one_moment(database: Database, talk: Talk) -> None:
    turn = talk.ask()
    with snapshot(database) as found:
        assert len(list(found.lines("conversations"))) == 1
        talk.answer(turn)
        assert [json.loads(line)["sender"] for line in found.lines("messages")] == ["customer"]
    assert len(copied(database)[1]["messages"]) == 2


def test_a_postgresql_that_others_work_on_is_left_alone(
    told: tuple[str, Rows], server: Server
) -> None:
    first, second = (Database(server.empty_database()) for _ in range(2))
    with first.session() as session:
        session.scalar(text("SELECT 1"))
        with pytest.raises(Conflict, match="stop the service"), filling(second, *told, force=True):
            pass
    first.close()
    second.close()
