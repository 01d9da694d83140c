"""What happened in a conversation, as the shop's other systems are told of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sangdam.models.desk import Conversation, Message, Ticket
from sangdam.models.words import Owner, Value


class NewsType(StrEnum):
    """Kinds of news, by the names that webhooks carry. The list is closed."""

    MESSAGE_CREATED = "message.created"
    """Something was said that the customer reads, too."""
    NOTE_CREATED = "note.created"
    """An agent wrote something down for other agents."""
    OWNER_CHANGED = "conversation.owner_changed"
    CONTACT_LEFT = "contact.left"
    TICKET_OPENED = "ticket.opened"
    TICKET_CLAIMED = "ticket.claimed"
    TICKET_ESCALATED = "ticket.escalated"
    TICKET_UPDATED = "ticket.updated"
    """It went back to a queue, or has a better summary."""
    TICKET_RESOLVED = "ticket.resolved"


class News(Value):
    """One event on its way out. Not masked yet."""

    id: str
    """The same at every attempt and for every destination: who has seen it need not act again."""
    type: NewsType
    happened_at: datetime
    conversation: Conversation
    owner: Owner | None = None
    """Changes of owner only: who has it now."""
    agent: str | None = None
    """Changes of owner only: the name of the agent who has it now."""
    message: Message | None = None
    """Messages and notes only."""
    ticket: Ticket | None = None
    """The ticket that it is about, or that was open then. Its state is the one it had then, its
    summary the newest."""
    repeated: bool = False
    """An attempt was made before, and may have arrived."""


class DeliveryState(StrEnum):
    WAITING = "waiting"
    """To be sent, for the first time or again; also while it is being sent."""
    DELIVERED = "delivered"
    DEAD = "dead"
    """Given up; a person may replay it."""


class Delivery(Value):
    """How it stands with one event for one destination."""

    id: int
    """In the order in which events happened in their conversation."""
    destination: str
    event_id: str
    type: NewsType
    conversation_id: str
    state: DeliveryState
    attempts: int
    due_at: datetime
    """Not tried again before this."""
    error: str | None
    """What the last attempt came to, where it failed."""
    created_at: datetime
    settled_at: datetime | None
    """When it was delivered or given up."""
