"""What happened in a conversation since a reader last looked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Select, and_, bindparam, select

from sangdam.models import Audience, Value
from sangdam.storage.database import Database, Newest, Whisper
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import ConversationRow, EventKind, EventRow, KeyRow, MessageRow


class StoredEvent(Value):
    id: int
    """Counts from 1 within the conversation; the Last-Event-ID of a stream."""
    conversation_id: str
    kind: EventKind
    audience: Audience
    payload: dict[str, object]
    """message: the Message as JSON. owner: {owner}. ticket: {ticket_id, status, …}."""
    created_at: datetime


class Events:
    """Messages of every sender, changes of owner and news of tickets, in one order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(
        self, conversation_id: str, last_id: int, audience: Audience = Audience.CUSTOMER
    ) -> tuple[StoredEvent, ...]:
        """Events with a higher id than `last_id` that this audience may see, oldest first."""
        asked = {"conversation": conversation_id, "last": last_id}
        with self._database.glance() as session:
            found = session.execute(_after(audience), asked).unique().all()
            for _, _, key_id, wrapped in found[:1]:
                if wrapped is not None:
                    keyring_in(session).keep(key_id, wrapped)
            return tuple(_event(row, message) for row, message, _, _ in found)

    def listen(self, listener: Callable[[Newest], None]) -> None:
        """Have the listener told at once of what is written, from a thread of its own choice.
        What other processes write may get lost on the way; `newest` tells it."""
        self._database.listen(listener)

    def overhear(self, listener: Callable[[Whisper], None]) -> None:
        """Have the listener told what other processes whisper."""
        self._database.overhear(listener)

    def whisper(self, whisper: Whisper) -> None:
        """Tell the other processes what nobody stores, such as that somebody is writing."""
        self._database.whisper(whisper)

    def newest(self, conversation_ids: Collection[str]) -> dict[str, int]:
        """The highest event id of each of these conversations, of any audience.

        One cheap look for all open streams: `after` is needed only where the number rose.
        """
        with self._database.glance() as session:
            ids = select(ConversationRow.id, ConversationRow.last_event).where(
                ConversationRow.id.in_(conversation_ids)
            )
            return dict(session.execute(ids).all())


@cache
def _after(audience: Audience) -> Select[EventRow, MessageRow, str, bytes]:
    """With the key of the conversation."""
    its_message = and_(
        MessageRow.conversation_id == EventRow.conversation_id,
        MessageRow.sequence == EventRow.sequence,
    )
    return (
        select(EventRow, MessageRow, KeyRow.id, KeyRow.wrapped)
        .join(ConversationRow, ConversationRow.id == EventRow.conversation_id)
        .outerjoin(KeyRow, KeyRow.id == ConversationRow.data_key_id)
        .outerjoin(MessageRow, its_message)
        .where(EventRow.conversation_id == bindparam("conversation"))
        .where(EventRow.sequence > bindparam("last"))
        .where(EventRow.audience.in_(_visible(audience)))
        .order_by(EventRow.sequence)
    )


def _visible(audience: Audience) -> tuple[Audience, ...]:
    return (Audience.CUSTOMER,) if audience is Audience.CUSTOMER else tuple(Audience)


def _event(row: EventRow, message: MessageRow | None) -> StoredEvent:
    return StoredEvent(
        id=row.sequence,
        conversation_id=row.conversation_id,
        kind=row.kind,
        audience=row.audience,
        payload=message.value().model_dump(mode="json") if message else row.payload,
        created_at=row.created_at,
    )
