"""Erasing one customer or conversation, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from sangdam.errors import NotFound
from sangdam.models import Act, ReasonCode
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.customers import Customers
from sangdam.storage.eraser import Eraser
from sangdam.storage.erasures import Erasure, Erasures
from sangdam.storage.tables import Base, ConversationRow, KeyRow
from tests.storage.talk import HandClock, Talk

KEPT_ALWAYS = {"agents", "audit", "data_keys", "secrets", "model_use"}


class Desk:
    def __init__(self, talk: Talk, clock: HandClock, folder: Path) -> None:
        self.talk = talk
        self.folder = folder
        self.files = Attachments(talk.database, clock, folder / "attachments", at_most=3)
        self.audit = Audit(talk.database, clock)
        self.erasures = Erasures(folder)
        self.eraser = Eraser(
            talk.database,
            clock,
            attachments=self.files,
            audit=self.audit,
            erasures=self.erasures,
        )

    def use(self, customer: str | None = None, channel: str = "web") -> str:
        """A conversation that uses everything; its id."""
        turn = self.talk.ask(customer=customer, channel=channel)
        ticket = self.talk.hand_over(turn, ReasonCode.REQUEST)
        self.talk.feedback.add(turn.turn_id, helpful=False, reason="…")
        conversation = turn.conversation.id
        self.files.add(conversation, name="a.pdf", media_type="application/pdf", content=b"%PDF")
        self.talk.note(conversation, "…")
        self.talk.resolve(ticket.id)
        return conversation

    def rows(self) -> dict[str, int]:
        """How many each table has that could be a customer's."""
        with self.talk.database.session() as session:
            tables = {n: t for n, t in Base.metadata.tables.items() if n not in KEPT_ALWAYS}
            counted = {
                n: session.scalar(select(func.count()).select_from(t)) for n, t in tables.items()
            }
        return {name: count for name, count in counted.items() if count}

    def keys(self) -> int:
        with self.talk.database.session() as session:
            return session.scalar(select(func.count()).select_from(KeyRow)) or 0


@pytest.fixture
def desk(talk: Talk, clock: HandClock, tmp_path: Path) -> Desk:
    return Desk(talk, clock, tmp_path / "data")


def test_nothing_is_left_of_a_customer(desk: Desk) -> None:
    Customers(desk.talk.database).put("shop-1", tier="vip")
    conversations = [desk.use("shop-1"), desk.use("shop-1", "app")]
    erased = desk.eraser.customer("shop-1", actor="operator")
    assert desk.rows() == {}
    assert desk.keys() == 1, "the house's"
    assert list((desk.folder / "attachments").iterdir()) == []
    assert (erased.counts["conversations"], erased.counts["files"]) == (2, 2)
    assert (erased.counts["data_keys"], erased.counts["customers"]) == (1, 1)
    for conversation in conversations:
        with pytest.raises(NotFound):
            desk.talk.conversations.get(conversation)


def test_others_stay(desk: Desk) -> None:
    other, nobody = desk.use("shop-2"), desk.use()
    before, keys = desk.rows(), desk.keys()
    desk.use("shop-1")
    desk.eraser.customer("shop-1", actor="operator")
    assert (desk.rows(), desk.keys()) == (before, keys)
    for conversation in (other, nobody):
        assert len(desk.talk.conversations.get(conversation).messages) == 3


def test_one_conversation_goes_and_its_customers_key_stays_for_the_other(desk: Desk) -> None:
    gone, other = desk.use("shop-1"), desk.use("shop-1", "app")
    erased = desk.eraser.conversation(gone, actor="agent_1")
    assert (erased.subject, erased.counts["data_keys"]) == (gone, 0)
    assert len(desk.talk.conversations.get(other).messages) == 3
    assert desk.eraser.conversation(other, actor="agent_1").counts["data_keys"] == 1


def test_a_conversation_of_nobody_takes_its_key_along(desk: Desk) -> None:
    erased = desk.eraser.conversation(desk.use(), actor="operator")
    assert erased.counts["data_keys"] == 1
    assert desk.rows() == {}


def test_to_erase_again_finds_nothing_and_is_noted(desk: Desk) -> None:
    desk.use("shop-1")
    desk.eraser.customer("shop-1", actor="operator")
    again = desk.eraser.customer("shop-1", actor="operator")
    assert set(again.counts.values()) == {0}
    entries = desk.audit.entries(subject=again.subject)
    assert [entry.act for entry in entries] == [Act.ERASED] * 2
    assert entries[1].detail == again.counts
    assert "shop-1" not in str(entries)
    assert desk.audit.verify().broken_at is None


def test_who_comes_back_is_a_new_customer(desk: Desk, clock: HandClock) -> None:
    desk.use("shop-1")
    desk.eraser.customer("shop-1", actor="operator")
    clock.forward(seconds=1)
    conversation = desk.use("shop-1")
    assert desk.eraser.again() == 0
    assert len(desk.talk.conversations.get(conversation).messages) == 3


def test_what_a_backup_brings_back_is_erased_again_at_the_next_start(
    desk: Desk, clock: HandClock
) -> None:
    desk.use("shop-1")
    other = desk.use("shop-2")
    with desk.talk.database.session() as session:
        index = session.info["keyring"].index("shop-1")
    desk.erasures.add(Erasure(index, clock() + timedelta(hours=1)))
    assert desk.eraser.again() == 1
    assert desk.eraser.again() == 0
    with desk.talk.database.session() as session:
        assert session.scalars(select(ConversationRow.id)).all() == [other]


def test_a_line_that_a_crash_cut_short_is_left_out(desk: Desk, clock: HandClock) -> None:
    desk.erasures.add(Erasure("whole", clock()))
    with (desk.folder / "erasures").open("a") as file:
        file.write("2026-11-2")
    assert desk.erasures.all() == (Erasure("whole", clock()),)


def test_a_conversation_that_begins_meanwhile_is_whole_or_not_there(desk: Desk) -> None:
    """Its key may be destroyed between its look and its write; then it gets another."""
    for round_ in range(10):
        desk.use("shop-1")
        both, opened = Barrier(2), list[str]()

        def begin(channel: str, both: Barrier = both, opened: list[str] = opened) -> None:
            both.wait()
            opened.append(desk.talk.ask(customer="shop-1", channel=channel).conversation.id)

        customer = Thread(target=begin, args=(f"app-{round_}",))
        customer.start()
        both.wait()
        desk.eraser.customer("shop-1", actor="operator")
        customer.join()
        assert len(opened) == 1
        with desk.talk.database.session() as session:
            left = session.scalars(select(ConversationRow.id)).all()
        for conversation in left:
            assert len(desk.talk.conversations.get(conversation).messages) == 1
        desk.eraser.customer("shop-1", actor="operator")
