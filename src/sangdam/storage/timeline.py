"""What is written in one conversation, in one order, while its row is locked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from sangdam.errors import Conflict, NotFound
from sangdam.models import Audience, NewsType, Outcome, Owner, Sender
from sangdam.storage.database import newest_in
from sangdam.storage.outbox import post
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import (
    AgentRow,
    ConversationRow,
    EventKind,
    EventRow,
    KeyRow,
    MessageRow,
    TicketRow,
)
from sangdam.storage.writing import write

NEWS = {
    EventKind.MESSAGE: NewsType.MESSAGE_CREATED,
    EventKind.OWNER: NewsType.OWNER_CHANGED,
    EventKind.TICKET: NewsType.TICKET_UPDATED,
    EventKind.CONTACT: NewsType.CONTACT_LEFT,
}
"""What an event is called outside, where nothing more is known of it."""


def new_id(kind: str) -> str:
    """`kind_` and 80 random bits in hex."""
    return f"{kind}_{secrets.token_hex(10)}"


def locked(session: Session, conversation_id: str) -> ConversationRow:
    """The conversation, held against every other writer until the transaction ends.

    Whoever writes takes this lock first, so numbers rise without gaps and in the order of
    commits: a reader who has seen number n never finds a lower one later. Raises NotFound.
    """
    found = session.execute(_held(), {"id": conversation_id}).one_or_none()
    if found is None:
        raise NotFound(f"no conversation {conversation_id}")
    row, wrapped = found
    if wrapped is not None:
        keyring_in(session).keep(row.key_id(session), wrapped)
    return row


@cache
def _held() -> Select[ConversationRow, bytes]:
    """A conversation with its key, as they are once the lock is there."""
    return (
        select(ConversationRow, KeyRow.wrapped)
        .outerjoin(KeyRow, KeyRow.id == ConversationRow.data_key_id)
        .where(ConversationRow.id == bindparam("id"))
        .with_for_update(of=ConversationRow)
        .execution_options(populate_existing=True)
    )


def must_be(row: ConversationRow, version: int) -> None:
    """Raise Conflict where the conversation changed hands since this version was read."""
    if row.version != version:
        raise Conflict(f"the conversation {row.id} now belongs to {row.owner}")


def say(
    session: Session,
    row: ConversationRow,
    now: datetime,
    *,
    sender: Sender,
    text: str,
    turn_id: str | None = None,
    agent: str | None = None,
    client_message_id: str | None = None,
    audience: Audience = Audience.CUSTOMER,
    outcome: Outcome | None = None,
    question: str | None = None,
    sources: Sequence[str] = (),
) -> MessageRow:
    """Add a message to the current Episode, and the event that tells of it."""
    note = NewsType.NOTE_CREATED if audience is Audience.INTERNAL else None
    tell(session, row, now, EventKind.MESSAGE, audience, news=note)
    message = MessageRow(
        id=new_id("msg"),
        conversation_id=row.id,
        sequence=row.last_event,
        turn_id=turn_id,
        episode=row.episode,
        sender=sender,
        audience=audience,
        text=text,
        agent=agent,
        client_message_id=client_message_id,
        attachments=[],
        outcome=outcome,
        question=question,
        sources=list(sources),
        created_at=now,
    )
    write(session, message)
    if audience is Audience.CUSTOMER:
        row.last_message_at = now
    return message


def tell(
    session: Session,
    row: ConversationRow,
    now: datetime,
    kind: EventKind,
    audience: Audience,
    payload: dict[str, object] | None = None,
    *,
    news: NewsType | None = None,
) -> None:
    """Add an event under the conversation's next number, and post it to whoever wants `news`."""
    row.last_event += 1
    newest_in(session)[row.id] = row.last_event
    event = EventRow(
        conversation_id=row.id,
        sequence=row.last_event,
        kind=kind,
        audience=audience,
        payload=payload or {},
        created_at=now,
    )
    write(session, event)
    post(session, row, now, news or NEWS[kind])


def tell_of_ticket(
    session: Session,
    row: ConversationRow,
    now: datetime,
    ticket: TicketRow,
    news: NewsType = NewsType.TICKET_UPDATED,
) -> None:
    payload: dict[str, object] = {
        "ticket_id": ticket.id,
        "status": ticket.status,
        "reason_code": ticket.reason_code,
        "queue": ticket.queue,
        "priority": ticket.priority,
    }
    tell(session, row, now, EventKind.TICKET, Audience.INTERNAL, payload, news=news)


def give_to(
    session: Session,
    row: ConversationRow,
    now: datetime,
    owner: Owner,
    agent: AgentRow | None = None,
) -> None:
    """Change hands, under a new version; nothing happens where it is in these hands already.

    `agent` is who has it, where a person owns it.
    """
    agent_id = agent.id if agent else None
    if row.owner is owner and row.agent_id == agent_id:
        return
    row.owner = owner
    row.agent_id = agent_id
    row.version += 1
    payload: dict[str, object] = {"owner": owner.value, "agent": agent.name if agent else None}
    tell(session, row, now, EventKind.OWNER, Audience.CUSTOMER, payload)
