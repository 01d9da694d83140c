"""What agents do with conversations: each act is one transaction that the customer is told of.

A conversation is locked before its agent, so that two acts never wait for each other.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sangdam.errors import Conflict, NotFound
from sangdam.models import (
    Audience,
    Availability,
    Conversation,
    DraftUse,
    Message,
    NewsType,
    Owner,
    Resolution,
    Sender,
    Ticket,
    TicketStatus,
)
from sangdam.ports import Clock
from sangdam.storage.agents import agent_row, held_by
from sangdam.storage.database import Database
from sangdam.storage.tables import AgentRow, ConversationRow, MessageRow, TicketRow
from sangdam.storage.timeline import give_to, locked, must_be, say, tell_of_ticket
from sangdam.storage.turns import goes_on

BEYOND_CAPACITY = 1
"""The priority of tickets that an agent may claim however many conversations they have."""


class Casework:
    """Raises NotFound for unknown ids, and Conflict where somebody else was first."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def claim(self, ticket_id: str, agent_id: str, *, ahead: bool = True) -> Conversation:
        """The ticket's conversation, now the agent's; nothing happens where it is already.

        The most urgent tickets may be claimed beyond the agent's capacity, unless `ahead` is
        False.

        Raises Conflict where another agent has it, where the ticket is closed, and where the
        agent has as many conversations as they may.
        """
        with self._database.begin() as session:
            row, ticket = held_ticket(session, ticket_id)
            agent = self._acting(session, agent_id)
            if ticket.status is not TicketStatus.OPEN:
                raise Conflict(f"{ticket_id} is closed already")
            _must_be_free(session, row, agent)
            urgent = ahead and ticket.priority <= BEYOND_CAPACITY
            if row.agent_id != agent.id and not urgent:
                _must_have_room(session, agent)
            self._take(session, row, agent)
            return row.value()

    def reply(
        self,
        conversation_id: str,
        agent_id: str,
        text: str,
        *,
        version: int,
        client_message_id: str | None = None,
    ) -> Message:
        """Send the agent's words to the customer; the conversation is then theirs. Words that
        were sent before under the same client_message_id are not sent again.

        Raises Conflict where it changed hands since `version` was read, and where no ticket of it
        is open: nobody would know that it is the agent's.
        """
        with self._database.begin() as session:
            row, agent = self._both(session, conversation_id, agent_id)
            if sent := _sent_before(session, row, client_message_id):
                return sent.value()
            must_be(row, version)
            _must_be_free(session, row, agent)
            _must_have_ticket(session, row)
            goes_on(row)
            self._take(session, row, agent)
            return self._words(session, row, agent, text, client_message_id).value()

    def note(
        self,
        conversation_id: str,
        agent_id: str,
        text: str,
        *,
        client_message_id: str | None = None,
    ) -> Message:
        """Write down words for other agents, once under a client_message_id; the owner stays."""
        with self._database.begin() as session:
            row, agent = self._both(session, conversation_id, agent_id)
            if sent := _sent_before(session, row, client_message_id):
                return sent.value()
            return self._words(
                session, row, agent, text, client_message_id, audience=Audience.INTERNAL
            ).value()

    def transfer(
        self,
        conversation_id: str,
        agent_id: str,
        *,
        to: str | None,
        queue: str | None,
        note: str,
        version: int | None = None,
        client_message_id: str | None = None,
    ) -> Conversation:
        """Give the conversation to the agent `to`, or put it back into a queue: its own one, or
        `queue`. A note says why, once under a client_message_id. Whoever has it: a colleague may be
        ill. Nothing moves where it is there already.

        Raises Conflict where it went elsewhere since `version` was read, where `to` is offline or
        has no room, and where no ticket is open.
        """
        with self._database.begin() as session:
            row, agent = self._both(session, conversation_id, agent_id)
            if _sent_before(session, row, client_message_id):
                return row.value()
            there = _is_there(session, row, to=to, queue=queue)
            if not there:
                _must_still_be(row, version)
                _must_have_ticket(session, row)
            if note:
                self._words(
                    session, row, agent, note, client_message_id, audience=Audience.INTERNAL
                )
            if not there:
                self._move(session, row, to=to, queue=queue)
            return row.value()

    def return_to_bot(
        self, conversation_id: str, agent_id: str, *, version: int | None = None
    ) -> Conversation:
        """The assistant goes on with the Episode; what was open is closed as returned. Nothing
        happens where it has the conversation already.

        Raises Conflict where another agent has it, or it changed hands since `version` was read.
        """
        with self._database.begin() as session:
            row, agent = self._both(session, conversation_id, agent_id)
            if row.owner is Owner.BOT:
                return row.value()
            _must_be_free(session, row, agent)
            _must_still_be(row, version)
            self._close(session, row, Resolution.RETURNED, draft_use=None)
            give_to(session, row, self._clock(), Owner.BOT)
            return row.value()

    def resolve(
        self,
        ticket_id: str,
        agent_id: str,
        resolution: Resolution,
        *,
        draft_use: DraftUse | None = None,
    ) -> Ticket:
        """Close the ticket and all others of its conversation: the Episode ends, and the next
        question goes to the assistant. A closed ticket stays as it is."""
        with self._database.begin() as session:
            row, ticket = held_ticket(session, ticket_id)
            agent = self._acting(session, agent_id)
            if ticket.status is TicketStatus.OPEN:
                _must_be_free(session, row, agent)
                self._close(session, row, resolution, draft_use=draft_use)
                row.episode += 1
                give_to(session, row, self._clock(), Owner.BOT)
            return ticket.value()

    # --- what nobody does by hand --------------------------------------------------------------

    def escalate(self) -> tuple[Ticket, ...]:
        """Raise every ticket whose due time passed with nobody there, by one step of urgency."""
        now = self._clock()
        late: Select[str] = (
            select(TicketRow.id)
            .where(TicketRow.status == TicketStatus.OPEN, TicketRow.claimed_at.is_(None))
            .where(TicketRow.due_at < now, TicketRow.escalated_at.is_(None))
        )
        return tuple(filter(None, (self._raise(ticket_id) for ticket_id in self._ids(late))))

    def take_back(self, gone_for: timedelta) -> tuple[Conversation, ...]:
        """Put what agents hold who are gone for so long back into the queue."""
        gone: Select[str] = (
            select(ConversationRow.id)
            .join(AgentRow, AgentRow.id == ConversationRow.agent_id)
            .where(ConversationRow.owner == Owner.HUMAN)
            .where(AgentRow.gone_since < self._clock() - gone_for)
        )
        return tuple(self._give_back(conversation_id) for conversation_id in self._ids(gone))

    # --- parts of them -------------------------------------------------------------------------

    def _ids(self, wanted: Select[str]) -> list[str]:
        with self._database.session() as session:
            return list(session.scalars(wanted))

    def _raise(self, ticket_id: str) -> Ticket | None:
        with self._database.begin() as session:
            row, ticket = held_ticket(session, ticket_id)
            if ticket.claimed_at is not None or ticket.escalated_at is not None:
                return None
            ticket.escalated_at = self._clock()
            ticket.priority = max(1, ticket.priority - 1)
            tell_of_ticket(session, row, ticket.escalated_at, ticket, NewsType.TICKET_ESCALATED)
            return ticket.value()

    def _give_back(self, conversation_id: str) -> Conversation:
        with self._database.begin() as session:
            row = locked(session, conversation_id)
            self._back_to_queue(session, row, None)
            return row.value()

    def _both(
        self, session: Session, conversation_id: str, agent_id: str
    ) -> tuple[ConversationRow, AgentRow]:
        row = locked(session, conversation_id)
        return row, self._acting(session, agent_id)

    def _acting(self, session: Session, agent_id: str) -> AgentRow:
        """Whoever acts is there, whatever their desk says."""
        agent = agent_row(session, agent_id, held=True)
        agent.seen_at = self._clock()
        if agent.availability is Availability.OFFLINE:
            agent.availability, agent.gone_since = Availability.ONLINE, None
        return agent

    def _take(self, session: Session, row: ConversationRow, agent: AgentRow) -> None:
        now = self._clock()
        for ticket in open_tickets(session, row.id):
            if ticket.claimed_at is None:
                ticket.claimed_at = now
                tell_of_ticket(session, row, now, ticket, NewsType.TICKET_CLAIMED)
        give_to(session, row, now, Owner.HUMAN, agent)

    def _move(
        self, session: Session, row: ConversationRow, *, to: str | None, queue: str | None
    ) -> None:
        if to is None:
            self._back_to_queue(session, row, queue)
            return
        taker = agent_row(session, to, held=True)
        _must_be_there(taker)
        if row.agent_id != taker.id:
            _must_have_room(session, taker)
        self._take(session, row, taker)

    def _back_to_queue(self, session: Session, row: ConversationRow, queue: str | None) -> None:
        now = self._clock()
        for ticket in open_tickets(session, row.id):
            ticket.queue = queue or ticket.queue
            ticket.claimed_at = None
            tell_of_ticket(session, row, now, ticket)
        give_to(session, row, now, Owner.QUEUE)

    def _close(
        self,
        session: Session,
        row: ConversationRow,
        resolution: Resolution,
        *,
        draft_use: DraftUse | None,
    ) -> None:
        now = self._clock()
        for ticket in open_tickets(session, row.id):
            ticket.status = TicketStatus.RESOLVED
            ticket.resolved_at = now
            ticket.resolution = resolution
            ticket.draft_use = draft_use
            tell_of_ticket(session, row, now, ticket, NewsType.TICKET_RESOLVED)

    def _words(
        self,
        session: Session,
        row: ConversationRow,
        agent: AgentRow,
        text: str,
        client_message_id: str | None,
        *,
        audience: Audience = Audience.CUSTOMER,
    ) -> MessageRow:
        return say(
            session,
            row,
            self._clock(),
            sender=Sender.AGENT,
            text=text,
            agent=agent.name,
            client_message_id=client_message_id,
            audience=audience,
        )


def held_ticket(session: Session, ticket_id: str) -> tuple[ConversationRow, TicketRow]:
    """The ticket, read after its conversation was locked. Raises NotFound."""
    owner = select(TicketRow.conversation_id).where(TicketRow.id == ticket_id)
    conversation_id = session.scalar(owner)
    if conversation_id is None:
        raise NotFound(f"no ticket {ticket_id}")
    return locked(session, conversation_id), session.get_one(TicketRow, ticket_id)


def open_tickets(session: Session, conversation_id: str) -> list[TicketRow]:
    still = select(TicketRow).where(
        TicketRow.conversation_id == conversation_id, TicketRow.status == TicketStatus.OPEN
    )
    return list(session.scalars(still.order_by(TicketRow.created_at)))


def _sent_before(
    session: Session, row: ConversationRow, client_message_id: str | None
) -> MessageRow | None:
    if client_message_id is None:
        return None
    equal = select(MessageRow).where(
        MessageRow.conversation_id == row.id, MessageRow.client_message_id == client_message_id
    )
    return session.scalars(equal).unique().first()


def _is_there(session: Session, row: ConversationRow, *, to: str | None, queue: str | None) -> bool:
    """Whether the agent `to` has the conversation, or else it waits in the queue."""
    if to is not None:
        return row.owner is Owner.HUMAN and row.agent_id == to
    return row.owner is Owner.QUEUE and all(
        ticket.queue == (queue or ticket.queue) for ticket in open_tickets(session, row.id)
    )


def _must_still_be(row: ConversationRow, version: int | None) -> None:
    if version is not None:
        must_be(row, version)


def _must_be_free(session: Session, row: ConversationRow, agent: AgentRow) -> None:
    if row.owner is Owner.HUMAN and row.agent_id not in {None, agent.id}:
        holder = session.get_one(AgentRow, row.agent_id)
        raise Conflict(f"{holder.name} has this conversation")


def _must_have_ticket(session: Session, row: ConversationRow) -> None:
    if not open_tickets(session, row.id):
        raise Conflict(f"no ticket of {row.id} is open")


def _must_be_there(agent: AgentRow) -> None:
    if agent.availability is Availability.OFFLINE:
        raise Conflict(f"{agent.name} is offline")


def _must_have_room(session: Session, agent: AgentRow) -> None:
    held = held_by(session, agent.id)
    if held >= agent.capacity:
        raise Conflict(f"{agent.name} has {held} conversations, which is as many as they may")
