"""Conversations: opening a turn, and ending it in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sangdam.errors import NotFound
from sangdam.models import (
    Audience,
    Conversation,
    Incoming,
    Message,
    Owner,
    Reply,
    Screened,
    Ticket,
    Trace,
    Value,
)
from sangdam.ports import Clock
from sangdam.storage.absence import persist
from sangdam.storage.casework import open_tickets
from sangdam.storage.database import Database
from sangdam.storage.history import messages_of
from sangdam.storage.tables import ConversationRow, EventKind, TurnRow
from sangdam.storage.timeline import give_to, locked, must_be, tell
from sangdam.storage.turns import (
    Opened,
    begin_turn,
    begun_turn,
    first_reply,
    goes_on,
    hand_over,
    new_conversation,
    opened,
    opening_key,
    record,
)


class ConversationView(Value):
    conversation: Conversation
    messages: tuple[Message, ...]
    """Oldest first."""
    last_event: int
    """Number of the last event before this view was taken."""


class Conversations:
    """Every conversation and its turns.

    `open` writes the customer's message before any model is called, so a turn that crashes
    loses nothing; `finish` writes all the rest at once. Who sends a client_message_id again
    joins the turn that it began: the first to finish gives the reply to all.

    A first message has no conversation to be unique in. It is found again by its channel,
    customer, client_message_id and text together, and only until the Episode is over or, where
    the id is not a random one, anything more is said in its conversation: nobody gets into a
    conversation by guessing an id.
    """

    def __init__(self, database: Database, clock: Clock, episode_hours: float) -> None:
        self._database = database
        self._clock = clock
        self._episode = timedelta(hours=episode_hours)

    def open(self, incoming: Incoming, screened: Screened) -> Opened:
        """Begin the turn of this message, or find the one that an equal message began.

        Raises NotFound for an unknown conversation_id, and Unavailable.
        """
        if incoming.client_message_id:  # else a second try could be a second message
            return persist(lambda: self._open(incoming, screened))
        return self._open(incoming, screened)

    def reopen(self, turn: Opened) -> Opened:
        """The same turn as things stand now, to decide anew after a Conflict."""
        return persist(lambda: self._reopen(turn))

    def finish(
        self, turn: Opened, reply: Reply, trace: Trace, *, ticket: Ticket | None = None
    ) -> Reply:
        """End the turn in one transaction and return the reply that counts.

        The bot's message is the reply's text; an empty text is silence. With a ticket the
        conversation goes from the bot to the queue. Where an equal message ended first, its
        reply is returned and nothing is written, and so where the database kept it and went away
        before it said so. Raises Conflict where the conversation changed hands since the turn was
        opened, and Unavailable.
        """
        return persist(lambda: self._finish(turn, reply, trace, ticket))

    def get(self, conversation_id: str, audience: Audience = Audience.CUSTOMER) -> ConversationView:
        """The conversation and every message that this audience may see. Raises NotFound."""
        with self._database.session() as session:
            row = session.get(ConversationRow, conversation_id)
            if row is None:
                raise NotFound(f"no conversation {conversation_id}")
            return ConversationView(
                conversation=row.value(),
                messages=messages_of(session, conversation_id, audience),
                last_event=row.last_event,
            )

    def known(self, conversation_id: str) -> bool:
        with self._database.glance() as session:
            its = select(ConversationRow.id).where(ConversationRow.id == conversation_id)
            return session.scalar(its) is not None

    def proven_customer(self, conversation_id: str) -> str | None:
        """Index of the customer whom the shop has signed for in it; None where it has for none."""
        proven = select(ConversationRow.customer_index).where(
            ConversationRow.id == conversation_id, ConversationRow.verified
        )
        with self._database.session() as session:
            return session.scalar(proven)

    def of_turn(self, turn_id: str) -> str:
        """The id of the conversation that the turn belongs to. Raises NotFound."""
        with self._database.session() as session:
            turn = session.get(TurnRow, turn_id)
            if turn is None:
                raise NotFound(f"no turn {turn_id}")
            return turn.conversation_id

    def leave_contact(self, conversation_id: str, contact: str) -> Conversation:
        """Keep how the customer wants to be reached; a newer one takes the older's place.

        Raises NotFound.
        """
        with self._database.begin() as session:
            row = locked(session, conversation_id)
            row.contact = contact
            tell(session, row, self._clock(), EventKind.CONTACT, Audience.INTERNAL)
            return row.value()

    def _open(self, incoming: Incoming, screened: Screened) -> Opened:
        try:
            return self._open_once(incoming, screened)
        except IntegrityError:
            # An equal first message was written between our look and our write.
            return self._open_once(incoming, screened)

    def _reopen(self, turn: Opened) -> Opened:
        with self._database.session() as session:
            row = session.get_one(ConversationRow, turn.conversation.id)
            return opened(session, row, session.get_one(TurnRow, turn.turn_id))

    def _finish(self, turn: Opened, reply: Reply, trace: Trace, ticket: Ticket | None) -> Reply:
        with self._database.begin() as session:
            row = locked(session, turn.conversation.id)
            counts = first_reply(session, row, turn.turn_id, reply)
            if counts is not reply:
                return counts
            must_be(row, turn.conversation.version)
            now = self._clock()
            record(session, row, turn.turn_id, reply, trace, now)
            if ticket is not None:
                hand_over(session, row, ticket, now)
            return reply

    def _open_once(self, incoming: Incoming, screened: Screened) -> Opened:
        with self._database.begin() as session:
            now = self._clock()
            if incoming.conversation_id is None:
                row = self._first(session, incoming, screened, now)
            else:
                row = locked(session, incoming.conversation_id)
            turn = begun_turn(session, row, incoming.client_message_id)
            if incoming.conversation_id is not None:
                goes_on(row)
            if turn is None:
                self._end_episode(session, row, now)
                turn = begin_turn(session, row, incoming, screened, now)
            return opened(session, row, turn)

    def _first(
        self, session: Session, incoming: Incoming, screened: Screened, now: datetime
    ) -> ConversationRow:
        key = opening_key(session, incoming, screened)
        if key is not None:
            equal = select(ConversationRow).where(ConversationRow.opening_key == key)
            row = session.scalar(equal.with_for_update())
            if row is not None and not self._over(session, row, now):
                return row
            if row is not None:
                row.opening_key = None
        return new_conversation(session, incoming, screened, key, now)

    def _end_episode(self, session: Session, row: ConversationRow, now: datetime) -> None:
        if self._over(session, row, now):
            row.episode += 1
            give_to(session, row, now, Owner.BOT)

    def _over(self, session: Session, row: ConversationRow, now: datetime) -> bool:
        """Time ends no Episode in which a person was promised: its ticket does."""
        return now - row.last_message_at >= self._episode and not open_tickets(session, row.id)
