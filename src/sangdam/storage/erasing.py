"""Deleting conversations with all that was made of them, and destroying their keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, delete, exists, select
from sqlalchemy.orm import Session

from sangdam.errors import NotFound
from sangdam.storage.tables import (
    AttachmentRow,
    ConversationRow,
    DeliveryRow,
    EventRow,
    FeedbackRow,
    KeyRow,
    MessageRow,
    TicketRow,
    TraceRow,
    TurnRow,
)
from sangdam.storage.timeline import locked

CHILDREN = (DeliveryRow, TraceRow, TicketRow, AttachmentRow, MessageRow, TurnRow, EventRow)
"""Rows of a conversation, those first that point at others."""


class Gone(NamedTuple):
    """What was deleted; the files are still to be discarded, after the transaction."""

    counts: dict[str, int]
    """By table."""
    files: tuple[str, ...]
    told: tuple[str, ...]
    """Destinations that were told of any of it."""


def erase_conversations(session: Session, conversation_ids: Collection[str]) -> Gone:
    """Unknown ones are gone already. Their keys go with them, unless another conversation of the
    same customer is left."""
    keys: set[str] = set()
    known = sorted(_locked(session, conversation_ids, keys))
    files = tuple(session.scalars(_of(AttachmentRow.id, known)))
    told = tuple(sorted(set(session.scalars(_told(known)))))
    counts = {"feedback": delete_rows(session, FeedbackRow, FeedbackRow.turn_id.in_(_turns(known)))}
    for kind in CHILDREN:
        counts[kind.__tablename__] = delete_rows(session, kind, kind.conversation_id.in_(known))
    gone = ConversationRow.id.in_(known)
    counts[ConversationRow.__tablename__] = delete_rows(session, ConversationRow, gone)
    counts[KeyRow.__tablename__] = destroy_unused(session, keys)
    return Gone(counts, files, told)


def destroy_unused(session: Session, key_ids: Collection[str]) -> int:
    """Destroy those of these keys that seal no conversation any more."""
    used = exists().where(ConversationRow.data_key_id == KeyRow.id)
    return delete_rows(session, KeyRow, KeyRow.id.in_(key_ids), ~used)


def _locked(session: Session, conversation_ids: Collection[str], keys: set[str]) -> list[str]:
    """Those that exist, held in the order of their ids; their keys are added to `keys`."""
    known = []
    for conversation_id in sorted(conversation_ids):
        try:
            row = locked(session, conversation_id)
        except NotFound:
            continue
        known.append(row.id)
        keys.add(row.key_id(session))
    return known


def _of(column: Any, conversation_ids: Sequence[str]) -> Any:
    return select(column).where(column.class_.conversation_id.in_(conversation_ids))


def _turns(conversation_ids: Sequence[str]) -> Any:
    return select(TurnRow.id).where(TurnRow.conversation_id.in_(conversation_ids))


def _told(conversation_ids: Sequence[str]) -> Any:
    return _of(DeliveryRow.destination, conversation_ids).where(DeliveryRow.attempts > 0)


def delete_rows(session: Session, kind: type[Any], *which: ColumnElement[bool]) -> int:
    """In the database alone: nobody uses these rows afterwards."""
    statement = delete(kind).where(*which).execution_options(synchronize_session=False)
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
