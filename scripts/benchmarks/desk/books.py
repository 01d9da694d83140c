"""What everybody wrote down during the day: what they sent, and what they saw."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scripts.benchmarks.desk.streams import Heard


class Sent(NamedTuple):
    """A customer's message that the service said it has."""

    text: str
    turn_id: str
    calm: bool
    """It must never bring a person."""
    said: str
    """The reply to it; empty where a person has the conversation."""
    ticket_id: str | None
    """The ticket that the reply names."""


@dataclass
class CustomerBook:
    """One customer's own view of their conversation."""

    name: str
    conversation_id: str = ""
    token: str = ""
    sent: list[Sent] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    """Texts that were sent and never acknowledged."""
    heard: list[Heard] = field(default_factory=list)
    """From their event stream."""
    shown: list[dict[str, Any]] = field(default_factory=list)
    """The messages on their page at the end of the day."""
    faults: list[str] = field(default_factory=list)
    """What they noticed at once."""


class Words(NamedTuple):
    """An agent's message or note that the service said it has."""

    conversation_id: str
    message_id: str
    text: str
    internal: bool


@dataclass
class AgentBook:
    name: str
    said: list[Words] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Texts of which the service said that it did not take them."""
    saw: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Conversation -> ids of the messages that their desk showed."""
    faults: list[str] = field(default_factory=list)


class Happened(NamedTuple):
    """One event of a conversation, as the service has it."""

    id: int
    kind: str
    internal: bool
    payload: dict[str, Any]


@dataclass(frozen=True)
class Record:
    """A conversation as the service has it at the end of the day."""

    conversation_id: str
    events: tuple[Happened, ...]
    tickets: tuple[dict[str, Any], ...] = ()
    """As the desk API gives them, oldest first."""

    def messages(self, sender: str = "") -> list[Happened]:
        said = [event for event in self.events if event.kind == "message"]
        return [e for e in said if not sender or e.payload["sender"] == sender]


@dataclass(frozen=True)
class Day:
    """All that is judged."""

    records: dict[str, Record]
    """By conversation; every one that the database has."""
    customers: list[CustomerBook]
    agents: list[AgentBook]
