"""What is older than the settings let it be goes by itself, a little at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select

from sangdam.models import Act, DeliveryState, Owner, TicketStatus
from sangdam.ports import Clock
from sangdam.settings import Retention as Kept
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.database import Database
from sangdam.storage.eraser import SERVICE
from sangdam.storage.erasing import delete_rows, erase_conversations
from sangdam.storage.tables import (
    AttachmentRow,
    ConversationRow,
    DeliveryRow,
    TicketRow,
    TraceRow,
)

DeleteBefore = Callable[[datetime], int]
"""Deletes one batch of what is older, and says how many rows that were."""

AT_ONCE = 200
"""Rows of one kind that one transaction deletes: others wait while it lasts."""


class Retention:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        kept: Kept,
        *,
        attachments: Attachments,
        audit: Audit,
    ) -> None:
        self._database = database
        self._clock = clock
        self._kept = kept
        self._attachments = attachments
        self._audit = audit

    def sweep(self) -> dict[str, int]:
        """Delete what is too old, batch by batch until none is left; returns rows by table."""
        kept = self._kept
        return {
            "deliveries": self._while_any(kept.delivery_days, self._deliveries),
            "traces": self._while_any(kept.trace_days, self._traces),
            "attachments": self._while_any(kept.attachment_days, self._files),
            "conversations": self._while_any(kept.conversation_days, self._conversations),
        }

    def _while_any(self, days: float | None, delete_before: DeleteBefore) -> int:
        if days is None:
            return 0
        before, total = self._clock() - timedelta(days=days), 0
        while deleted := delete_before(before):
            total += deleted
        return total

    def _deliveries(self, before: datetime) -> int:
        """What was delivered; what is dead stays until somebody sends it again."""
        settled = DeliveryRow.state == DeliveryState.DELIVERED, DeliveryRow.settled_at < before
        with self._database.begin() as session:
            old = session.scalars(select(DeliveryRow.id).where(*settled).limit(AT_ONCE)).all()
            return delete_rows(session, DeliveryRow, DeliveryRow.id.in_(old)) if old else 0

    def _traces(self, before: datetime) -> int:
        with self._database.begin() as session:
            too_old = select(TraceRow.turn_id).where(TraceRow.created_at < before)
            old = session.scalars(too_old.limit(AT_ONCE)).all()
            if not old:
                return 0
            deleted = delete_rows(session, TraceRow, TraceRow.turn_id.in_(old))
            self._audit.note_in(session, SERVICE, Act.EXPIRED, detail={"traces": deleted})
            return deleted

    def _files(self, before: datetime) -> int:
        with self._database.begin() as session:
            too_old = select(AttachmentRow.id).where(AttachmentRow.created_at < before)
            old = session.scalars(too_old.limit(AT_ONCE)).all()
            if not old:
                return 0
            deleted = delete_rows(session, AttachmentRow, AttachmentRow.id.in_(old))
            self._audit.note_in(session, SERVICE, Act.EXPIRED, detail={"attachments": deleted})
        self._attachments.discard(old)
        return deleted

    def _conversations(self, before: datetime) -> int:
        """Those that nobody waits in."""
        over = ConversationRow.owner == Owner.BOT, ~_has_open_ticket()
        with self._database.begin() as session:
            too_old = select(ConversationRow.id).where(ConversationRow.last_message_at < before)
            old: Sequence[str] = session.scalars(too_old.where(*over).limit(AT_ONCE)).all()
            if not old:
                return 0
            gone = erase_conversations(session, old)
            self._audit.note_in(session, SERVICE, Act.EXPIRED, detail=gone.counts)
        self._attachments.discard(gone.files)
        return gone.counts["conversations"]


def _has_open_ticket() -> ColumnElement[bool]:
    return exists().where(
        TicketRow.conversation_id == ConversationRow.id, TicketRow.status == TicketStatus.OPEN
    )
