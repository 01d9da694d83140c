"""A turn's rows: how it begins, how it is found again, what is written at its end."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache

from sqlalchemy import Select, Table, Update, bindparam, select
from sqlalchemy.orm import Session

from sangdam.models import (
    Conversation,
    Incoming,
    Message,
    NewsType,
    Owner,
    Reply,
    Screened,
    Sender,
    Ticket,
    TicketStatus,
    Trace,
    Value,
)
from sangdam.storage.data_keys import key_for, name_customer
from sangdam.storage.history import before, clarified_last, failures
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import ConversationRow, TicketRow, TraceRow, TurnRow
from sangdam.storage.timeline import give_to, new_id, say, tell_of_ticket
from sangdam.storage.writing import sealed, write

RANDOM_ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
"""128 bits in hex, as the chat page makes them, or a UUID: an id that nobody guesses."""
KEPT = "kept-"
"""Begins the opening key of such an id."""


class Opened(Value):
    """A turn that has begun: the customer's message is safe, nothing is said yet."""

    conversation: Conversation
    turn_id: str
    history: tuple[Message, ...]
    """What both sides said in this Episode, without this turn, oldest first."""
    replay: Reply | None
    """The reply where this very message was answered before: send it, do nothing else."""
    failures: int
    """Turns of this Episode that left the customer without an answer."""
    clarified_last: bool
    """Whether the bot's last message was a clarifying question."""
    ticket: Ticket | None
    """The newest open ticket while people own the conversation; the bot's own starts afresh."""


def opening_key(session: Session, incoming: Incoming, screened: Screened) -> str | None:
    """What finds a first message again and tells nothing of it; None where it has no id."""
    if not incoming.client_message_id:
        return None
    parts = [incoming.channel, incoming.customer, incoming.client_message_id, screened.stored]
    index = keyring_in(session).index(json.dumps(parts))
    return KEPT + index if RANDOM_ID.fullmatch(incoming.client_message_id) else index


def goes_on(row: ConversationRow) -> None:
    """More is said in it: an equal first message may be a stranger's from now on, unless its id
    is one that nobody guesses."""
    if row.opening_key and not row.opening_key.startswith(KEPT):
        row.opening_key = None


def new_conversation(
    session: Session, incoming: Incoming, screened: Screened, key: str | None, now: datetime
) -> ConversationRow:
    row = ConversationRow(
        id=new_id("conv"),
        owner=Owner.BOT,
        version=1,
        episode=1,
        language=screened.language,
        agent_id=None,
        data_key_id=key_for(session, incoming.customer, now),
        verified=False,
        contact=None,
        channel=incoming.channel,
        opening_key=key,
        last_event=0,
        created_at=now,
        last_message_at=now,
    )
    name_customer(session, row, incoming.customer, verified=incoming.verified)
    session.add(row)
    session.flush()
    return row


def begin_turn(
    session: Session,
    row: ConversationRow,
    incoming: Incoming,
    screened: Screened,
    now: datetime,
) -> TurnRow:
    """Write the turn and the customer's message."""
    turn = TurnRow(
        id=new_id("turn"),
        conversation_id=row.id,
        client_message_id=incoming.client_message_id or None,
        reply=None,
        created_at=now,
    )
    write(session, turn)
    row.language = screened.language
    name_customer(session, row, incoming.customer, verified=incoming.verified)
    say(session, row, now, sender=Sender.CUSTOMER, text=screened.stored, turn_id=turn.id)
    return turn


def begun_turn(
    session: Session, row: ConversationRow, client_message_id: str | None
) -> TurnRow | None:
    """The turn that an equal message began before, finished or not."""
    if not client_message_id:
        return None
    return session.scalar(_begun(), {"conversation": row.id, "message": client_message_id})


@cache
def _begun() -> Select[TurnRow]:
    return select(TurnRow).where(
        TurnRow.conversation_id == bindparam("conversation"),
        TurnRow.client_message_id == bindparam("message"),
    )


def opened(session: Session, row: ConversationRow, turn: TurnRow) -> Opened:
    """The turn as things stand now."""
    history = before(session, turn, row.episode) if row.last_event > 1 else ()
    return Opened(
        conversation=row.value(),
        turn_id=turn.id,
        history=history,
        replay=turn.reply,
        failures=failures(history),
        clarified_last=clarified_last(history),
        ticket=None if row.owner is Owner.BOT else _open_ticket(session, row.id),
    )


def first_reply(session: Session, row: ConversationRow, turn_id: str, reply: Reply) -> Reply:
    """Write the reply where the turn has none yet. The one that it has then."""
    ended = TurnRow(id=turn_id, conversation_id=row.id, reply=reply)
    kept = {"turn": turn_id, "kept": sealed(session, ended)["sealed_reply"]}
    if session.connection().execute(_unanswered(), kept).rowcount:
        return reply
    first = session.get_one(TurnRow, turn_id).reply
    assert first is not None
    return first


@cache
def _unanswered() -> Update:
    turns = TurnRow.__table__
    assert isinstance(turns, Table)
    its = turns.c.id == bindparam("turn")
    return (
        turns.update()
        .where(its, turns.c.sealed_reply.is_(None))
        .values(sealed_reply=bindparam("kept"))
    )


def record(
    session: Session, row: ConversationRow, turn_id: str, reply: Reply, trace: Trace, now: datetime
) -> None:
    """Write the trace of the reply and, where it says something, the bot's message."""
    written = TraceRow(
        turn_id=turn_id,
        conversation_id=row.id,
        trace=trace,
        outcome=trace.outcome,
        reason_code=trace.reason_code,
        created_at=now,
    )
    write(session, written)
    if reply.text:
        say(
            session,
            row,
            now,
            sender=Sender.BOT,
            text=reply.text,
            turn_id=turn_id,
            outcome=reply.outcome,
            question=trace.question,
            sources=tuple(dict.fromkeys(c.document_id for c in reply.citations)),
        )


def hand_over(session: Session, row: ConversationRow, ticket: Ticket, now: datetime) -> None:
    """Open the ticket and, where the bot was the owner, put the conversation into the queue."""
    written = TicketRow(**dict(ticket) | {"skills": list(ticket.skills)})
    session.add(written)
    if row.owner is Owner.BOT:
        give_to(session, row, now, Owner.QUEUE)
    tell_of_ticket(session, row, now, written, NewsType.TICKET_OPENED)


def _open_ticket(session: Session, conversation_id: str) -> Ticket | None:
    newest = (
        select(TicketRow)
        .where(TicketRow.conversation_id == conversation_id)
        .where(TicketRow.status == TicketStatus.OPEN)
        .order_by(TicketRow.created_at.desc(), TicketRow.id.desc())
        .limit(1)
    )
    row = session.scalar(newest)
    return row.value() if row else None
