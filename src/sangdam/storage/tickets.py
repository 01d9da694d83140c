"""Tickets: what waits for a person, and what an agent reads."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Tuple, func, literal, select, tuple_
from sqlalchemy.orm import Session

from sangdam.errors import NotFound
from sangdam.models import (
    Audience,
    Conversation,
    HandoffSummary,
    Message,
    Owner,
    Sender,
    Ticket,
    TicketStatus,
    Value,
)
from sangdam.ports import Clock
from sangdam.storage.casework import held_ticket
from sangdam.storage.columns import UtcDateTime
from sangdam.storage.database import Database
from sangdam.storage.history import messages_of
from sangdam.storage.sealing import fetch_keys
from sangdam.storage.tables import ConversationRow, MessageRow, TicketRow
from sangdam.storage.timeline import tell_of_ticket

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


class ListedTicket(Value):
    """A ticket as it stands in a list. Internal."""

    ticket: Ticket
    owner: Owner
    agent_id: str | None
    last_sender: Sender | None
    """Who spoke last to the other side: a customer who did waits for an answer."""
    last_message_at: datetime


class Place(NamedTuple):
    """Where a conversation stands in its queue."""

    queue: str
    position: int
    """1 is next."""


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
    ) -> tuple[ListedTicket, ...]:
        """At most `limit` tickets, most urgent first, then oldest; those that follow `after`.

        Raises NotFound where there is no ticket `after`.
        """
        page = _listed().where(TicketRow.status == status).order_by(*URGENCY).limit(limit)
        with self._database.session() as session:
            if after is not None:
                page = page.where(tuple_(*URGENCY) > _place(_found(session, after)))
            found = session.execute(page).all()
            fetch_keys(session, (ticket.sealed_summary for ticket, _, _ in found))
            return tuple(
                ListedTicket(
                    ticket=ticket.value(),
                    owner=conversation.owner,
                    agent_id=conversation.agent_id,
                    last_sender=last,
                    last_message_at=conversation.last_message_at,
                )
                for ticket, conversation, last in found
            )

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

    def place(self, conversation_id: str) -> Place | None:
        """Where the conversation stands, by its most urgent ticket that nobody has taken."""
        with self._database.session() as session:
            mine = select(TicketRow).where(TicketRow.conversation_id == conversation_id, _waits())
            ticket = session.scalar(mine.order_by(*URGENCY).limit(1))
            if ticket is None:
                return None
            earlier = tuple_(*URGENCY) < _place(ticket)
            return Place(ticket.queue, 1 + _counted(session, ticket.queue, earlier))

    def next_place(self, queue: str, priority: int) -> Place:
        """Where a new ticket of this urgency would stand."""
        with self._database.session() as session:
            return Place(queue, 1 + _counted(session, queue, TicketRow.priority <= priority))

    def open_by_queue(self) -> dict[str, int]:
        """Open tickets, taken ones too; a queue without any is not named."""
        return self._by_queue(TicketRow.status == TicketStatus.OPEN)

    def unclaimed_by_queue(self) -> dict[str, int]:
        """Open tickets that nobody has taken."""
        return self._by_queue(_waits())

    def handled(self, queue: str, *, latest: int) -> tuple[float, ...]:
        """Minutes from the claim to the end of the queue's newest resolved tickets."""
        ended = (
            select(TicketRow.claimed_at, TicketRow.resolved_at)
            .where(TicketRow.queue == queue, TicketRow.status == TicketStatus.RESOLVED)
            .where(TicketRow.claimed_at.is_not(None))
            .order_by(TicketRow.resolved_at.desc())
            .limit(latest)
        )
        with self._database.session() as session:
            return tuple(
                (resolved - claimed).total_seconds() / 60
                for claimed, resolved in session.execute(ended)
                if claimed and resolved
            )

    def _by_queue(self, which: ColumnElement[bool]) -> dict[str, int]:
        counted = select(TicketRow.queue, func.count()).where(which).group_by(TicketRow.queue)
        with self._database.session() as session:
            return dict(session.execute(counted).all())

    def replace_summary(self, ticket_id: str, summary: HandoffSummary) -> Ticket:
        """Put a better summary, a model's say, in the place of the present one.

        Raises NotFound.
        """
        with self._database.begin() as session:
            conversation, ticket = held_ticket(session, ticket_id)
            ticket.summary = summary
            tell_of_ticket(session, conversation, self._clock(), ticket)
            return ticket.value()


def _listed() -> Select[TicketRow, ConversationRow, Sender | None]:
    last = (
        select(MessageRow.sender)
        .where(MessageRow.conversation_id == TicketRow.conversation_id)
        .where(MessageRow.audience == Audience.CUSTOMER)
        .order_by(MessageRow.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(TicketRow, ConversationRow, last).join(
        ConversationRow, ConversationRow.id == TicketRow.conversation_id
    )


def _waits() -> ColumnElement[bool]:
    return (TicketRow.status == TicketStatus.OPEN) & TicketRow.claimed_at.is_(None)


def _counted(session: Session, queue: str, which: ColumnElement[bool]) -> int:
    """How many conversations wait in the queue with such a ticket."""
    several = func.count(TicketRow.conversation_id.distinct())
    return session.scalar(select(several).where(_waits(), TicketRow.queue == queue, which)) or 0


def _found(session: Session, ticket_id: str) -> TicketRow:
    row = session.get(TicketRow, ticket_id)
    if row is None:
        raise NotFound(f"no ticket {ticket_id}")
    return row


def _place(row: TicketRow) -> Tuple:
    return tuple_(literal(row.priority), literal(row.created_at, UtcDateTime), literal(row.id))
