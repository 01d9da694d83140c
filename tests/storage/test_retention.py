"""What is older than the settings allow goes, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangdam.errors import NotFound
from sangdam.models import Act, DeliveryState, NewsType
from sangdam.settings import Retention as Kept
from sangdam.storage import retention
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.database import Database
from sangdam.storage.outbox import Outbox
from sangdam.storage.retention import Retention
from tests.storage.talk import MASTER, HandClock, Talk

DAY = 24.0
NOTHING = {"deliveries": 0, "traces": 0, "attachments": 0, "conversations": 0}


class Shelf:
    def __init__(self, talk: Talk, clock: HandClock, folder: Path) -> None:
        self.talk, self.clock = talk, clock
        self.files = Attachments(talk.database, clock, folder, at_most=3)
        self.folder = folder
        self.audit = Audit(talk.database, clock)

    def sweep(self, **days: float | None) -> dict[str, int]:
        """With these days and nothing else."""
        kept = Kept(**{"trace_days": None, "delivery_days": None, **days})
        return Retention(
            self.talk.database, self.clock, kept, attachments=self.files, audit=self.audit
        ).sweep()

    def answered(self) -> str:
        turn = self.talk.ask()
        self.talk.answer(turn)
        return turn.conversation.id


@pytest.fixture
def shelf(talk: Talk, clock: HandClock, tmp_path: Path) -> Shelf:
    return Shelf(talk, clock, tmp_path / "attachments")


def test_conversations_go_so_many_days_after_their_last_message(
    shelf: Shelf, clock: HandClock
) -> None:
    old = shelf.answered()
    clock.forward(hours=DAY)
    young = shelf.answered()
    clock.forward(hours=29 * DAY)
    assert shelf.sweep(conversation_days=30) == NOTHING
    clock.forward(seconds=1)
    assert shelf.sweep(conversation_days=30) == {**NOTHING, "conversations": 1}
    assert len(shelf.talk.conversations.get(young).messages) == 2
    with pytest.raises(NotFound):
        shelf.talk.conversations.get(old)
    (entry,) = shelf.audit.entries()
    assert (entry.act, entry.detail["messages"], entry.detail["data_keys"]) == (Act.EXPIRED, 2, 1)


def test_nothing_goes_by_itself_where_a_person_was_promised(shelf: Shelf, clock: HandClock) -> None:
    turn = shelf.talk.ask()
    ticket = shelf.talk.hand_over(turn)
    clock.forward(hours=400 * DAY)
    assert shelf.sweep(conversation_days=30) == NOTHING
    shelf.talk.resolve(ticket.id)
    assert shelf.sweep(conversation_days=30)["conversations"] == 1


def test_traces_go_and_the_conversation_stays(shelf: Shelf, clock: HandClock) -> None:
    conversation = shelf.answered()
    clock.forward(hours=180 * DAY, seconds=1)
    assert shelf.sweep(trace_days=180) == {**NOTHING, "traces": 1}
    assert shelf.talk.traces.recent() == ()
    assert len(shelf.talk.conversations.get(conversation).messages) == 2


def test_files_go_and_the_conversation_stays(shelf: Shelf, clock: HandClock) -> None:
    turn = shelf.talk.ask()
    shelf.talk.hand_over(turn)
    shelf.files.add(turn.conversation.id, name="a", media_type="application/pdf", content=b"%PDF")
    clock.forward(hours=10 * DAY, seconds=1)
    assert shelf.sweep(attachment_days=10) == {**NOTHING, "attachments": 1}
    assert list(shelf.folder.iterdir()) == []
    assert len(shelf.talk.conversations.get(turn.conversation.id).messages) == 3


def test_of_deliveries_only_those_that_arrived_go(
    url: str, database: Database, clock: HandClock, tmp_path: Path
) -> None:
    told = Database(url, master=MASTER, subscriptions={"shop": frozenset(NewsType)})
    shelf = Shelf(Talk(told, clock), clock, tmp_path)
    outbox = Outbox(told, clock)
    shelf.answered()
    claimed = outbox.claim("shop", clock.now - clock.now)
    assert claimed is not None
    outbox.delivered(claimed)
    clock.forward(hours=30 * DAY, seconds=1)
    assert shelf.sweep(delivery_days=30) == {**NOTHING, "deliveries": 1}
    assert outbox.count(DeliveryState.WAITING) == 1
    told.close()
    assert database is not told


def test_more_than_one_batch_goes_too(shelf: Shelf, clock: HandClock) -> None:
    for _ in range(retention.AT_ONCE + 1):
        shelf.talk.ask()
    clock.forward(hours=2 * DAY)
    assert shelf.sweep(conversation_days=1)["conversations"] == retention.AT_ONCE + 1
    assert len(shelf.audit.entries()) == 2, "one for each batch"


def test_by_default_only_what_nobody_would_miss_goes() -> None:
    kept = Kept()
    assert (kept.conversation_days, kept.attachment_days) == (None, None)
    assert (kept.trace_days, kept.delivery_days) == (180, 30)
