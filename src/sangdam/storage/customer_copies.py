"""All that is kept of one customer, readable, for whoever has a right to a copy."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sangdam.models import Audience, Conversation, Message, Ticket, Trace, Value
from sangdam.storage.database import Database
from sangdam.storage.feedback import Opinion, opinion_of
from sangdam.storage.history import messages_of
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import (
    ConversationRow,
    CustomerRow,
    FeedbackRow,
    TicketRow,
    TraceRow,
    TurnRow,
)


class ConversationCopy(Value):
    conversation: Conversation
    messages: tuple[Message, ...]
    """Internal notes too, oldest first."""
    tickets: tuple[Ticket, ...]
    traces: tuple[Trace, ...]
    opinions: tuple[Opinion, ...]


class CustomerCopy(Value):
    customer: str | None
    """The shop's own id; None where the copy is of one conversation."""
    subject: str
    """What the audit log calls them."""
    tier: str | None
    conversations: tuple[ConversationCopy, ...]
    """Oldest first."""


class Copies:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of_customer(self, customer_id: str) -> CustomerCopy:
        """Without conversations where nothing is kept of such a customer."""
        with self._database.session() as session:
            index = keyring_in(session).index(customer_id)
            told = session.get(CustomerRow, index)
            theirs = select(ConversationRow).where(ConversationRow.customer_index == index)
            rows = session.scalars(theirs.order_by(ConversationRow.created_at)).all()
            return CustomerCopy(
                customer=customer_id,
                subject=index,
                tier=told.tier if told else None,
                conversations=_copies(session, rows),
            )

    def of_conversation(self, conversation_id: str) -> CustomerCopy:
        """Without conversations where there is no such one."""
        with self._database.session() as session:
            row = session.get(ConversationRow, conversation_id)
            return CustomerCopy(
                customer=None,
                subject=conversation_id,
                tier=None,
                conversations=_copies(session, [row] if row else []),
            )


def _copies(session: Session, rows: Sequence[ConversationRow]) -> tuple[ConversationCopy, ...]:
    return tuple(_copy(session, row) for row in rows)


def _copy(session: Session, row: ConversationRow) -> ConversationCopy:
    tickets = select(TicketRow).where(TicketRow.conversation_id == row.id)
    traces = select(TraceRow).where(TraceRow.conversation_id == row.id)
    opinions = select(FeedbackRow).join(TurnRow, TurnRow.id == FeedbackRow.turn_id)
    opinions = opinions.where(TurnRow.conversation_id == row.id)
    return ConversationCopy(
        conversation=row.value(),
        messages=messages_of(session, row.id, Audience.INTERNAL),
        tickets=tuple(
            ticket.value() for ticket in session.scalars(tickets.order_by(TicketRow.created_at))
        ),
        traces=tuple(
            trace.trace for trace in session.scalars(traces.order_by(TraceRow.created_at))
        ),
        opinions=tuple(
            opinion_of(row) for row in session.scalars(opinions.order_by(FeedbackRow.created_at))
        ),
    )
