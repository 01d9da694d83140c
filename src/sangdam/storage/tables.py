"""The tables. Every row of a conversation is written while that conversation is locked."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from sangdam.models import (
    Audience,
    Conversation,
    HandoffSummary,
    Language,
    Message,
    Outcome,
    Owner,
    ReasonCode,
    Reply,
    Sender,
    Ticket,
    TicketStatus,
    Trace,
)
from sangdam.storage.columns import UtcDateTime, ValueJSON, Words, one_of


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        str: Words,
        Language: one_of(Language),
        Owner: one_of(Owner),
        Sender: one_of(Sender),
        Audience: one_of(Audience),
        Outcome: one_of(Outcome),
        ReasonCode: one_of(ReasonCode),
        TicketStatus: one_of(TicketStatus),
    }


class EventKind(StrEnum):
    MESSAGE = "message"
    OWNER = "owner"
    """The conversation changed hands."""
    TICKET = "ticket"
    """A ticket was opened, resolved, or got a new summary."""


class ConversationRow(Base):
    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[Owner]
    version: Mapped[int]
    episode: Mapped[int]
    language: Mapped[Language]
    customer: Mapped[str | None]
    channel: Mapped[str]
    opening_key: Mapped[str | None] = mapped_column(unique=True)
    """Finds the conversation again for a repeated first message, until more is said in it."""
    last_event: Mapped[int]
    """The highest number given to a message or event of this conversation."""
    created_at: Mapped[datetime]
    last_message_at: Mapped[datetime]

    def value(self) -> Conversation:
        return Conversation(
            id=self.id,
            owner=self.owner,
            version=self.version,
            episode=self.episode,
            language=self.language,
            customer=self.customer,
            channel=self.channel,
            created_at=self.created_at,
            last_message_at=self.last_message_at,
        )


class TurnRow(Base):
    """One customer message on its way to a reply; without a reply the turn is unfinished."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation_id", "client_message_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    client_message_id: Mapped[str | None]
    reply: Mapped[Reply | None] = mapped_column(ValueJSON(Reply))
    created_at: Mapped[datetime]


class MessageRow(Base):
    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("conversation_id", "sequence"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    sequence: Mapped[int]
    """The number of the event that told of it: messages and events share one order."""
    turn_id: Mapped[str | None] = mapped_column(ForeignKey("turns.id"), index=True)
    episode: Mapped[int]
    sender: Mapped[Sender]
    audience: Mapped[Audience]
    text: Mapped[str]
    outcome: Mapped[Outcome | None]
    question: Mapped[str | None]
    sources: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]

    def value(self) -> Message:
        return Message(
            id=self.id,
            conversation_id=self.conversation_id,
            turn_id=self.turn_id or "",
            episode=self.episode,
            sender=self.sender,
            audience=self.audience,
            text=self.text,
            outcome=self.outcome,
            question=self.question,
            sources=tuple(self.sources),
            created_at=self.created_at,
        )


class EventRow(Base):
    __tablename__ = "events"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EventKind] = mapped_column(one_of(EventKind))
    audience: Mapped[Audience]
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    """Empty for a message: its text lives in one table only."""
    created_at: Mapped[datetime]


class TicketRow(Base):
    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_waiting", "status", "priority", "created_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id"))
    episode: Mapped[int]
    reason_code: Mapped[ReasonCode]
    queue: Mapped[str]
    priority: Mapped[int]
    status: Mapped[TicketStatus]
    summary: Mapped[HandoffSummary] = mapped_column(ValueJSON(HandoffSummary))
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]

    def value(self) -> Ticket:
        return Ticket(
            id=self.id,
            conversation_id=self.conversation_id,
            turn_id=self.turn_id,
            episode=self.episode,
            reason_code=self.reason_code,
            queue=self.queue,
            priority=self.priority,
            status=self.status,
            summary=self.summary,
            created_at=self.created_at,
        )


class TraceRow(Base):
    __tablename__ = "traces"

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    trace: Mapped[Trace] = mapped_column(ValueJSON(Trace))
    created_at: Mapped[datetime] = mapped_column(index=True)


class FeedbackRow(Base):
    __tablename__ = "feedback"

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id"), primary_key=True)
    helpful: Mapped[bool]
    reason: Mapped[str]
    created_at: Mapped[datetime]


class SecretRow(Base):
    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    created_at: Mapped[datetime]
