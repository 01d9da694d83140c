"""The judge of the faults finds each kind of harm, and none where there is none."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from sangdam.storage.database import Database
from scripts.benchmarks.breaking.askers import Acknowledged
from scripts.benchmarks.breaking.ledger import faults
from scripts.benchmarks.postgres import Server
from tests.storage.talk import MASTER, HandClock, Talk


@pytest.fixture
def url(server: Server) -> str:
    return server.empty_database()


@pytest.fixture
def told(url: str) -> list[Acknowledged]:
    """A conversation with an answer, and one with a handoff."""
    database = Database(url, master=MASTER)
    database.migrate()
    talk = Talk(database, HandClock())
    answered, handed_off = talk.ask("하나", client="a"), talk.ask("상담원", client="b")
    talk.answer(answered)
    talk.hand_over(handed_off)
    database.close()
    return [
        Acknowledged("a", answered.conversation.id, answered.turn_id, "", "answered", "", 0),
        Acknowledged("b", handed_off.conversation.id, handed_off.turn_id, "", "handed_off", "", 0),
    ]


def change(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_where_all_is_well_there_is_no_fault(url: str, told: list[Acknowledged]) -> None:
    assert faults(url, told) == []


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ("UPDATE turns SET client_message_id = 'z' WHERE client_message_id = 'a'", "lost"),
        ("UPDATE turns SET client_message_id = 'a'", "doubled: a became 2"),
        ("UPDATE turns SET sealed_reply = NULL WHERE client_message_id = 'a'", "left alone"),
        ("DELETE FROM messages WHERE sender = 'bot'", "left alone"),
        ("DELETE FROM messages WHERE sender = 'customer'", "0 questions"),
        ("DELETE FROM tickets", "there is no ticket"),
    ],
)
def test_each_kind_of_harm_is_found(
    url: str, told: list[Acknowledged], harm: str, fault: str
) -> None:
    change(url, harm)
    assert any(fault in found for found in faults(url, told))


def test_a_turn_that_nobody_was_told_of_is_a_double(url: str, told: list[Acknowledged]) -> None:
    assert any("nobody's" in found for found in faults(url, told[:1]))
