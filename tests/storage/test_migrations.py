"""The schema goes forward and back with data in it, on both kinds of database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, inspect, text

from sangdam.models import Owner, Resolution, TicketStatus
from sangdam.offline import StoppedClock
from sangdam.storage.agents import Agents
from sangdam.storage.casework import Casework
from sangdam.storage.conversations import Conversations
from sangdam.storage.database import Database
from sangdam.storage.tickets import Tickets
from sangdam.storage.vault import Vault
from tests.storage.talk import MASTER

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
OLD_SUMMARY = (
    '{"reason_code": "request", "trigger": "상담원 연결", "language": "ko", "customer": "웹 손님",'
    ' "goal": {"text": "배송일을 물음", "pointers": ["msg_1"]}, "tried": [],'
    ' "entities": {"order": "HM-20261105-1234"},'
    ' "confidence": null, "closest": ["배송 안내 (shipping.ko)"], "draft": null,'
    ' "next_step": "확인하세요.", "author": "rules"}'
)


def go_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "sangdam.storage:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["vault"] = Vault(MASTER)
        here = connection.dialect.has_table(connection, "conversations")
        go = command.downgrade if here and revision == "0001" else command.upgrade
        go(config, revision)


@pytest.fixture
def old(url: str) -> Engine:
    """A database of the first version, with a waiting ticket in it."""
    engine = create_engine(url)
    go_to(engine, "0001")
    values = {"now": NOW if engine.name == "postgresql" else NOW.replace(tzinfo=None)}
    with engine.begin() as connection:
        for row in (
            "INSERT INTO conversations (id, owner, version, episode, language, channel, last_event,"
            " created_at, last_message_at) VALUES"
            " ('conv_1', 'queue', 2, 1, 'ko', 'web', 4, :now, :now)",
            "INSERT INTO turns (id, conversation_id, created_at) VALUES ('turn_1', 'conv_1', :now)",
            "INSERT INTO messages (id, conversation_id, sequence, turn_id, episode, sender,"
            " audience, text, sources, created_at) VALUES"
            " ('msg_1', 'conv_1', 1, 'turn_1', 1, 'customer', 'customer', '언제 와요?', '[]',"
            " :now)",
            "INSERT INTO tickets (id, conversation_id, turn_id, episode, reason_code, queue,"
            " priority, status, summary, created_at) VALUES ('T-1', 'conv_1', 'turn_1', 1,"
            f" 'request', 'general', 3, 'open', '{OLD_SUMMARY}', :now)".replace(": ", "\\: "),
        ):
            connection.execute(text(row), values)
    return engine


def test_an_old_database_is_brought_forward_and_worked_on(old: Engine, url: str) -> None:
    database, clock = Database(url, master=MASTER), StoppedClock(NOW)
    database.migrate()
    (listed,) = Tickets(database, clock).list()
    assert (listed.ticket.id, listed.owner) == ("T-1", Owner.QUEUE)
    (closest,) = listed.ticket.summary.closest
    assert (closest.text, closest.pointers) == ("배송 안내 (shipping.ko)", ("shipping.ko",))
    (named,) = listed.ticket.summary.entities
    assert (named.kind, named.value, named.pointer) == ("order", "HM-20261105-1234", "msg_1")
    agent = Agents(database, clock, capacity=4).add("김하루").id
    Casework(database, clock).resolve("T-1", agent, Resolution.SOLVED)
    view = Conversations(database, clock, 24).get("conv_1")
    assert [message.text for message in view.messages] == ["언제 와요?"]
    database.close()
    old.dispose()


def test_and_back_again_with_nothing_lost_that_the_old_version_knew(old: Engine) -> None:
    before = tables(old)
    go_to(old, "head")
    assert set(before) < set(tables(old))
    go_to(old, "0001")
    assert tables(old) == before
    with old.begin() as connection:
        (summary,) = connection.execute(text("SELECT summary FROM tickets")).scalars()
        said = connection.execute(text("SELECT text FROM messages")).scalars().all()
        status = connection.execute(text("SELECT status FROM tickets")).scalar_one()
    assert "(shipping.ko)" in str(summary)
    assert "pointers" in str(summary)
    assert "internal" not in str(summary)
    assert '"entities": {"order": "HM-20261105-1234"}' in str(summary).replace("'", '"')
    assert (said, status) == (["언제 와요?"], TicketStatus.OPEN)
    old.dispose()


def tables(engine: Engine) -> dict[str, set[str]]:
    found = inspect(engine)
    return {
        name: {column["name"] for column in found.get_columns(name)}
        for name in found.get_table_names()
    }
