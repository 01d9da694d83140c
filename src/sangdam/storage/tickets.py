"""Tickets: what waits for a person, and what an agent reads."""

from __future__ import annotations

from sqlalchemy import Tuple, func, literal, select, tuple_
from sqlalchemy.orm import Session

from sangdam.errors import NotFound
from sangdam.models import (
    Audience,
    Conversation,
    HandoffSummary,
    Message,
    Owner,
    Ticket,
    TicketStatus,
    Value,
)
from sangdam.ports import Clock
from sangdam.storage.columns import UtcDateTime
from sangdam.storage.database import Database
from sangdam.storage.history import messages_of
from sangdam.storage.tables import ConversationRow, TicketRow
from sangdam.storage.timeline import give_to, locked, tell_of_ticket

URGENCY = (TicketRow.priority, TicketRow.created_at, TicketRow.id)
"""Most urgent first, then oldest."""


class TicketView(Value):
    """A ticket with its whole conversation. Internal."""

    ticket: Ticket
    conversation: Conversation
    messages: tuple[Message, ...]
    """Of every audience, oldest first."""
    last_event: int
    """Number of the last event before this view was taken."""


class Tickets:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def list(
        self,
        status: TicketStatus = TicketStatus.OPEN,
        *,
        limit: int = 50,
        after: str | None = None,
    ) -> tuple[Ticket, ...]:
        """At most `limit` tickets, most urgent first, then oldest; those that follow `after`.

        Raises NotFound where there is no ticket `after`.
        """
        page = select(TicketRow).where(TicketRow.status == status).order_by(*URGENCY).limit(limit)
        with self._database.session() as session:
            if after is not None:
                page = page.where(tuple_(*URGENCY) > _place(_found(session, after)))
            return tuple(row.value() for row in session.scalars(page))

    def waiting(self) -> dict[str, int]:
        """How many tickets are open, by queue."""
        counted = (
            select(TicketRow.queue, func.count())
            .where(TicketRow.status == TicketStatus.OPEN)
            .group_by(TicketRow.queue)
        )
        with self._database.session() as session:
            return dict(session.execute(counted).all())

    def get(self, ticket_id: str) -> TicketView:
        """Raises NotFound."""
        with self._database.session() as session:
            ticket = _found(session, ticket_id)
            conversation = session.get_one(ConversationRow, ticket.conversation_id)
            return TicketView(
                ticket=ticket.value(),
                conversation=conversation.value(),
                messages=messages_of(session, conversation.id, Audience.INTERNAL),
                last_event=conversation.last_event,
            )

    def replace_summary(self, ticket_id: str, summary: HandoffSummary) -> Ticket:
        """Put a better summary, a model's say, in the place of the present one.

        Raises NotFound.
        """
        with self._database.begin() as session:
            conversation, ticket = _held(session, ticket_id)
            ticket.summary = summary
            tell_of_ticket(session, conversation, self._clock(), ticket)
            return ticket.value()

    def resolve(self, ticket_id: str) -> Ticket:
        """Close the ticket. With its conversation's last one the Episode ends, and the bot has
        the conversation again. A ticket that is closed already stays as it is. Raises NotFound.
        """
        with self._database.begin() as session:
            conversation, ticket = _held(session, ticket_id)
            if ticket.status is TicketStatus.OPEN:
                self._close(session, conversation, ticket)
            return ticket.value()

    def _close(self, session: Session, conversation: ConversationRow, ticket: TicketRow) -> None:
        now = self._clock()
        ticket.status = TicketStatus.RESOLVED
        ticket.resolved_at = now
        session.flush()
        tell_of_ticket(session, conversation, now, ticket)
        if not _any_open(session, conversation.id):
            conversation.episode += 1
            give_to(session, conversation, now, Owner.BOT)


def _found(session: Session, ticket_id: str) -> TicketRow:
    row = session.get(TicketRow, ticket_id)
    if row is None:
        raise NotFound(f"no ticket {ticket_id}")
    return row


def _held(session: Session, ticket_id: str) -> tuple[ConversationRow, TicketRow]:
    """The ticket, read after its conversation was locked: conversations are locked first."""
    owner = select(TicketRow.conversation_id).where(TicketRow.id == ticket_id)
    conversation_id = session.scalar(owner)
    if conversation_id is None:
        raise NotFound(f"no ticket {ticket_id}")
    return locked(session, conversation_id), session.get_one(TicketRow, ticket_id)


def _any_open(session: Session, conversation_id: str) -> bool:
    still = select(TicketRow.id).where(
        TicketRow.conversation_id == conversation_id, TicketRow.status == TicketStatus.OPEN
    )
    return session.scalar(still.limit(1)) is not None


def _place(row: TicketRow) -> Tuple:
    return tuple_(literal(row.priority), literal(row.created_at, UtcDateTime), literal(row.id))
