"""The tables. Every row of a conversation is written while that conversation is locked, and what
its customer said is sealed in it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from sangdam.models import (
    Act,
    Agent,
    Attachment,
    Audience,
    AuditEntry,
    Availability,
    Conversation,
    Delivery,
    DeliveryState,
    DraftUse,
    HandoffSummary,
    Language,
    Message,
    NewsType,
    Outcome,
    Owner,
    ReasonCode,
    Reply,
    Resolution,
    Sender,
    Ticket,
    TicketStatus,
    Trace,
)
from sangdam.storage.columns import UtcDateTime, Words, one_of
from sangdam.storage.sealing import Kept, Sealed, SealedBytes


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        str: Words,
        bytes: LargeBinary,
        Kept | None: SealedBytes,
        Language: one_of(Language),
        Owner: one_of(Owner),
        Sender: one_of(Sender),
        Audience: one_of(Audience),
        Outcome: one_of(Outcome),
        ReasonCode: one_of(ReasonCode),
        TicketStatus: one_of(TicketStatus),
        Availability: one_of(Availability),
        Resolution: one_of(Resolution),
        DraftUse: one_of(DraftUse),
        NewsType: one_of(NewsType),
        DeliveryState: one_of(DeliveryState),
        Act: one_of(Act),
    }


class EventKind(StrEnum):
    MESSAGE = "message"
    OWNER = "owner"
    """The conversation changed hands."""
    TICKET = "ticket"
    """A ticket was opened, claimed, escalated, resolved, or got a new summary."""
    CONTACT = "contact"
    """The customer left, or changed, how to be reached."""


class AgentRow(Base):
    __tablename__ = "agents"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    languages: Mapped[list[str]] = mapped_column(JSON)
    skills: Mapped[list[str]] = mapped_column(JSON)
    capacity: Mapped[int]
    availability: Mapped[Availability]
    seen_at: Mapped[datetime | None]
    gone_since: Mapped[datetime | None]
    """When they went offline; None while they are there."""
    created_at: Mapped[datetime]

    def value(self) -> Agent:
        return Agent(
            id=self.id,
            name=self.name,
            languages=tuple(Language(code) for code in self.languages),
            skills=tuple(self.skills),
            capacity=self.capacity,
            availability=self.availability,
            seen_at=self.seen_at,
        )


class KeyRow(Base):
    """A data key, wrapped by the master key. Whoever deletes it destroys what it sealed."""

    __tablename__ = "data_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_index: Mapped[str | None] = mapped_column(unique=True)
    """Finds the customer whose conversations it seals; None where it is of one conversation."""
    wrapped: Mapped[bytes]
    created_at: Mapped[datetime]


class CustomerRow(Base):
    """What the shop itself told of a customer."""

    __tablename__ = "customers"

    id: Mapped[str] = mapped_column(primary_key=True)
    """The customer's index: the shop's own id can't be read out of it."""
    tier: Mapped[str]


class ConversationRow(Base):
    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_held", "owner", "agent_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[Owner]
    version: Mapped[int]
    episode: Mapped[int]
    language: Mapped[Language]
    agent_id: Mapped[str | None]
    """Who has it, while a person owns it."""
    data_key_id: Mapped[str | None] = mapped_column(ForeignKey("data_keys.id"), index=True)
    """Seals all that belongs to the conversation, from its beginning to its end."""
    customer_index: Mapped[str | None] = mapped_column(index=True)
    sealed_customer: Mapped[Kept | None]
    customer = Sealed[str | None](str)
    verified: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The shop has signed that it is this customer."""
    sealed_contact: Mapped[Kept | None]
    contact = Sealed[str | None](str)
    channel: Mapped[str]
    opening_key: Mapped[str | None] = mapped_column(unique=True)
    """Finds the conversation again for a repeated first message, until more is said in it."""
    last_event: Mapped[int]
    """The highest number given to a message or event of this conversation."""
    created_at: Mapped[datetime]
    last_message_at: Mapped[datetime]

    def key_id(self, _session: Session) -> str:
        assert self.data_key_id is not None
        return self.data_key_id

    def value(self) -> Conversation:
        return Conversation(
            id=self.id,
            owner=self.owner,
            version=self.version,
            episode=self.episode,
            language=self.language,
            agent_id=self.agent_id,
            customer=self.customer,
            verified=self.verified,
            contact=self.contact,
            channel=self.channel,
            created_at=self.created_at,
            last_message_at=self.last_message_at,
        )


class InConversation:
    """A row that is sealed with the key of its conversation."""

    conversation_id: Mapped[str]

    def key_id(self, session: Session) -> str:
        return session.get_one(ConversationRow, self.conversation_id).key_id(session)


class TurnRow(InConversation, Base):
    """One customer message on its way to a reply; without a reply the turn is unfinished."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation_id", "client_message_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    client_message_id: Mapped[str | None]
    sealed_reply: Mapped[Kept | None]
    reply = Sealed[Reply | None](Reply)
    created_at: Mapped[datetime]


class MessageRow(InConversation, Base):
    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sequence"),
        Index("ix_messages_sent_once", "conversation_id", "client_message_id", unique=True),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    sequence: Mapped[int]
    """The number of the event that told of it: messages and events share one order."""
    turn_id: Mapped[str | None] = mapped_column(ForeignKey("turns.id"), index=True)
    episode: Mapped[int]
    sender: Mapped[Sender]
    audience: Mapped[Audience]
    sealed_text: Mapped[Kept | None]
    text = Sealed[str](str)
    agent: Mapped[str | None]
    """The name of the agent who wrote it, as it was then."""
    client_message_id: Mapped[str | None]
    """An agent's words only: finds them again where the desk sends them twice."""
    attachments: Mapped[list[AttachmentRow]] = relationship(
        lazy="joined", order_by="AttachmentRow.id"
    )
    outcome: Mapped[Outcome | None]
    sealed_question: Mapped[Kept | None]
    question = Sealed[str | None](str)
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
            agent=self.agent,
            attachments=tuple(row.value() for row in self.attachments),
            outcome=self.outcome,
            question=self.question,
            sources=tuple(self.sources),
            created_at=self.created_at,
        )


class AttachmentRow(InConversation, Base):
    """A file that lies sealed in the attachments folder under its id."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), index=True)
    sealed_name: Mapped[Kept | None]
    name = Sealed[str](str)
    media_type: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[datetime]

    def value(self) -> Attachment:
        return Attachment(id=self.id, name=self.name, media_type=self.media_type, size=self.size)


class EventRow(Base):
    __tablename__ = "events"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EventKind] = mapped_column(one_of(EventKind))
    audience: Mapped[Audience]
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    """Empty for a message: its text lives in one table only."""
    created_at: Mapped[datetime]


class DeliveryRow(Base):
    """One event on its way to one destination, written with the event itself."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_due", "destination", "state", "due_at"),
        Index("ix_deliveries_order", "conversation_id", "destination", "state", "id"),
        Index("ix_deliveries_listed", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """Rises within a conversation: its rows are written while it is locked."""
    destination: Mapped[str]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    sequence: Mapped[int]
    """The event's number in its conversation."""
    type: Mapped[NewsType]
    state: Mapped[DeliveryState]
    attempts: Mapped[int]
    """Begun ones. While one is under way it is its name: a late end of an older one is ignored."""
    due_at: Mapped[datetime]
    """When it may be tried; while it is being sent, when the sender counts as lost."""
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    @property
    def event_id(self) -> str:
        return f"{self.conversation_id}-{self.sequence}"

    def value(self) -> Delivery:
        return Delivery(**{name: getattr(self, name) for name in Delivery.model_fields})


class TicketRow(InConversation, Base):
    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_waiting", "status", "priority", "created_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id"))
    episode: Mapped[int]
    reason_code: Mapped[ReasonCode]
    queue: Mapped[str]
    priority: Mapped[int]
    language: Mapped[Language]
    skills: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[TicketStatus]
    sealed_summary: Mapped[Kept | None]
    summary = Sealed[HandoffSummary](HandoffSummary)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[Resolution | None]
    draft_use: Mapped[DraftUse | None]

    def value(self) -> Ticket:
        columns = {name: getattr(self, name) for name in Ticket.model_fields}
        return Ticket(**columns | {"skills": tuple(self.skills)})


class TraceRow(InConversation, Base):
    __tablename__ = "traces"

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    sealed_trace: Mapped[Kept | None]
    trace = Sealed[Trace](Trace)
    outcome: Mapped[Outcome]
    """That of the trace, and its reason code: what is looked for."""
    reason_code: Mapped[ReasonCode | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    dismissal: Mapped[str | None] = mapped_column(index=True)
    """Id of the decision never to answer this question; None where none was made."""
    dismissed_at: Mapped[datetime | None]


class ModelUseRow(Base):
    """All calls of the language model on one day in the shop's zone."""

    __tablename__ = "model_use"

    day: Mapped[date] = mapped_column(primary_key=True)
    calls: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(BigInteger)
    prompt_tokens: Mapped[int] = mapped_column(BigInteger)
    cached_tokens: Mapped[int] = mapped_column(BigInteger)
    completion_tokens: Mapped[int] = mapped_column(BigInteger)


class FeedbackRow(Base):
    __tablename__ = "feedback"

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id"), primary_key=True)
    helpful: Mapped[bool]
    sealed_reason: Mapped[Kept | None]
    reason = Sealed[str](str)
    created_at: Mapped[datetime]

    def key_id(self, session: Session) -> str:
        return session.get_one(TurnRow, self.turn_id).key_id(session)


class AuditRow(Base):
    """One act in the audit log. The database itself refuses to change or delete it."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    act: Mapped[Act]
    subject: Mapped[str] = mapped_column(index=True)
    detail: Mapped[dict[str, int | str]] = mapped_column(JSON)
    before: Mapped[str]
    seal: Mapped[str]

    def value(self) -> AuditEntry:
        return AuditEntry(**{name: getattr(self, name) for name in AuditEntry.model_fields})


class SecretRow(Base):
    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    created_at: Mapped[datetime]
