"""Conversations: opening a turn, ending it in one transaction, and people's messages."""

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
    Sender,
    Ticket,
    Trace,
    Value,
)
from sangdam.ports import Clock
from sangdam.storage.database import Database
from sangdam.storage.history import messages_of
from sangdam.storage.tables import ConversationRow, TurnRow
from sangdam.storage.timeline import give_to, locked, must_be, say
from sangdam.storage.turns import (
    Opened,
    begin_turn,
    begun_turn,
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
    customer, client_message_id and text together, and only until anything more is said in its
    conversation or the Episode is over: nobody gets into a conversation by guessing an id.
    """

    def __init__(self, database: Database, clock: Clock, episode_hours: float) -> None:
        self._database = database
        self._clock = clock
        self._episode = timedelta(hours=episode_hours)

    def open(self, incoming: Incoming, screened: Screened) -> Opened:
        """Begin the turn of this message, or find the one that an equal message began.

        Raises NotFound for an unknown conversation_id.
        """
        try:
            return self._open(incoming, screened)
        except IntegrityError:
            # An equal first message was written between our look and our write.
            return self._open(incoming, screened)

    def reopen(self, turn: Opened) -> Opened:
        """The same turn as things stand now, to decide anew after a Conflict."""
        with self._database.session() as session:
            row = session.get_one(ConversationRow, turn.conversation.id)
            return opened(session, row, session.get_one(TurnRow, turn.turn_id))

    def finish(
        self, turn: Opened, reply: Reply, trace: Trace, *, ticket: Ticket | None = None
    ) -> Reply:
        """End the turn in one transaction and return the reply that counts.

        The bot's message is the reply's text; an empty text is silence. With a ticket the
        conversation goes from the bot to the queue. Where an equal message ended first, its
        reply is returned and nothing is written. Raises Conflict where the conversation
        changed hands since the turn was opened.
        """
        with self._database.begin() as session:
            row = locked(session, turn.conversation.id)
            begun = session.get_one(TurnRow, turn.turn_id)
            if begun.reply is not None:
                return begun.reply
            must_be(row, turn.conversation.version)
            now = self._clock()
            record(session, row, begun, reply, trace, now)
            if ticket is not None:
                hand_over(session, row, ticket, now)
            return reply

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

    def of_turn(self, turn_id: str) -> str:
        """The id of the conversation that the turn belongs to. Raises NotFound."""
        with self._database.session() as session:
            turn = session.get(TurnRow, turn_id)
            if turn is None:
                raise NotFound(f"no turn {turn_id}")
            return turn.conversation_id

    def append_agent_message(self, conversation_id: str, text: str, *, version: int) -> Message:
        """Send an agent's message to the customer; the conversation is then the agent's.

        Raises NotFound, and Conflict where it changed hands since `version` was read.
        """
        with self._database.begin() as session:
            row, now = locked(session, conversation_id), self._clock()
            must_be(row, version)
            row.opening_key = None
            give_to(session, row, now, Owner.HUMAN)
            return say(session, row, now, sender=Sender.AGENT, text=text).value()

    def append_note(self, conversation_id: str, text: str) -> Message:
        """Write down an agent's words for other agents; the owner stays. Raises NotFound."""
        with self._database.begin() as session:
            row, now = locked(session, conversation_id), self._clock()
            return say(
                session, row, now, sender=Sender.AGENT, text=text, audience=Audience.INTERNAL
            ).value()

    def change_owner(self, conversation_id: str, owner: Owner, *, version: int) -> Conversation:
        """Take the conversation over, or give it back, within its Episode.

        Raises NotFound, and Conflict where it changed hands since `version` was read.
        """
        with self._database.begin() as session:
            row = locked(session, conversation_id)
            must_be(row, version)
            give_to(session, row, self._clock(), owner)
            return row.value()

    def _open(self, incoming: Incoming, screened: Screened) -> Opened:
        with self._database.begin() as session:
            now = self._clock()
            if incoming.conversation_id is None:
                row = self._first(session, incoming, screened, now)
            else:
                row = locked(session, incoming.conversation_id)
                row.opening_key = None
            turn = begun_turn(session, row, incoming.client_message_id)
            if turn is None:
                self._end_episode(session, row, now)
                turn = begin_turn(session, row, incoming, screened, now)
            return opened(session, row, turn)

    def _first(
        self, session: Session, incoming: Incoming, screened: Screened, now: datetime
    ) -> ConversationRow:
        key = opening_key(incoming, screened)
        if key is not None:
            equal = select(ConversationRow).where(ConversationRow.opening_key == key)
            row = session.scalar(equal.with_for_update())
            if row is not None and not self._over(row, now):
                return row
            if row is not None:
                row.opening_key = None
        return new_conversation(session, incoming, screened, key, now)

    def _end_episode(self, session: Session, row: ConversationRow, now: datetime) -> None:
        if self._over(row, now):
            row.episode += 1
            give_to(session, row, now, Owner.BOT)

    def _over(self, row: ConversationRow, now: datetime) -> bool:
        return now - row.last_message_at >= self._episode
