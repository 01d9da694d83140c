"""What customers say is unreadable in the tables, and opens with their own key alone."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, select, text, update

from sangdam.errors import NotFound, SetupError
from sangdam.models import Incoming, Language, Screened
from sangdam.storage.customers import Customers
from sangdam.storage.database import Database
from sangdam.storage.master import new_master
from sangdam.storage.tables import ConversationRow, KeyRow, MessageRow
from tests.storage.talk import MASTER, HandClock, Talk

SAID = "보라색 찻잔 another-mark"


def raw(database: Database, table: str) -> str:
    """Every row of a table as it is stored."""
    with database.session() as session:
        return str(session.execute(text(f"SELECT * FROM {table}")).all())


def key_of(database: Database, conversation_id: str) -> str | None:
    with database.session() as session:
        return session.get_one(ConversationRow, conversation_id).data_key_id


@pytest.mark.parametrize(
    "table",
    ["conversations", "turns", "messages", "tickets", "traces", "feedback", "events", "customers"],
)
def test_no_table_holds_a_readable_word(talk: Talk, table: str) -> None:
    Customers(talk.database).put("shop-17", tier="vip")
    turn = talk.ask(SAID, customer="shop-17")
    talk.hand_over(turn)
    talk.feedback.add(turn.turn_id, helpful=False, reason=SAID)
    talk.conversations.leave_contact(turn.conversation.id, "mark@example.com")
    stored = raw(talk.database, table)
    for word in ("찻잔", "another-mark", "shop-17", "mark@example.com", "제주", "상담원", "3~4"):
        assert word.encode() not in stored.encode()
        assert repr(word.encode())[2:-1] not in stored
    assert talk.conversations.get(turn.conversation.id).messages[0].text == SAID
    opinion = talk.feedback.get(turn.turn_id)
    assert opinion is not None
    assert opinion.reason == SAID


def test_a_customers_conversations_share_a_key_and_nobody_elses(talk: Talk) -> None:
    asked = [("a", "web"), ("a", "kakao"), ("b", "web"), (None, "web"), (None, "web")]
    ids = [talk.ask(customer=name, channel=channel).conversation.id for name, channel in asked]
    keys = [key_of(talk.database, conversation_id) for conversation_id in ids]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_a_conversation_keeps_its_key_when_its_customer_is_named(talk: Talk) -> None:
    first = talk.ask()
    key = key_of(talk.database, first.conversation.id)
    talk.answer(first)
    named = talk.conversations.open(
        Incoming(text=SAID, conversation_id=first.conversation.id, customer="late"),
        Screened(text=SAID, stored=SAID, language=Language.KOREAN),
    )
    assert named.conversation.customer == "late"
    assert key_of(talk.database, first.conversation.id) == key
    assert len(talk.conversations.get(first.conversation.id).messages) == 3


def test_without_its_key_a_text_is_gone(talk: Talk) -> None:
    turn = talk.ask(SAID)
    with talk.database.begin() as session:
        session.execute(update(ConversationRow).values(data_key_id=None))
        session.execute(delete(KeyRow).where(KeyRow.id != "0" * 32))
    with pytest.raises(NotFound, match="destroyed"):
        talk.conversations.get(turn.conversation.id)


def test_a_text_that_was_put_into_another_row_does_not_open(talk: Talk) -> None:
    one, other = talk.ask("하나", customer="a"), talk.ask("둘", customer="a", channel="app")
    with talk.database.begin() as session:
        rows = {row.conversation_id: row for row in session.scalars(select(MessageRow)).unique()}
        theirs = rows[one.conversation.id].sealed_text
        rows[other.conversation.id].sealed_text = theirs
    with pytest.raises(SetupError, match="changed from outside"):
        talk.conversations.get(other.conversation.id)


def test_another_master_key_is_refused_at_the_start(url: str, talk: Talk) -> None:
    talk.ask(SAID)
    stranger = Database(url, master=new_master())
    with pytest.raises(SetupError, match="SANGDAM_MASTER_KEY"):
        stranger.migrate()
    stranger.close()


def test_the_master_key_can_be_changed(url: str, talk: Talk, clock: HandClock) -> None:
    turn = talk.ask(SAID, customer="shop-17")
    successor = new_master()
    changed = Database(url, master=successor, former_master=MASTER)
    changed.migrate()
    assert changed.rewrapped == 2, "the house's and the customer's"
    view = Talk(changed, clock).conversations.get(turn.conversation.id)
    assert view.messages[0].text == SAID
    assert view.conversation.customer == "shop-17"
    changed.migrate()
    assert changed.rewrapped == 0
    changed.close()
    former = Database(url, master=MASTER)
    with pytest.raises(SetupError):
        former.migrate()
    former.close()


def test_a_database_without_its_master_key_says_so(url: str, talk: Talk, clock: HandClock) -> None:
    turn = talk.ask(SAID)
    shut = Database(url)
    with pytest.raises(SetupError, match="without its master key"):
        Talk(shut, clock).conversations.get(turn.conversation.id)
    shut.close()


def test_a_nul_character_is_dropped(talk: Talk) -> None:
    turn = talk.ask("가\x00나")
    assert talk.conversations.get(turn.conversation.id).messages[0].text == "가나"


def test_a_master_key_of_the_wrong_length_says_how_to_make_one(url: str) -> None:
    for wrong in ("", "abc", "c2hvcnQ=", "열쇠"):
        with pytest.raises(SetupError, match="openssl rand -base64 32"):
            Database(url, master=SecretStr(wrong or " "))
