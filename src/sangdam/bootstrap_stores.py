"""What is kept in the database, by what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from sangdam.bootstrap_database import open_database
from sangdam.bootstrap_outward import subscriptions
from sangdam.guardrails.unlinking import unlinked
from sangdam.ports import Clock
from sangdam.settings import Settings
from sangdam.storage.agents import Agents
from sangdam.storage.casework import Casework
from sangdam.storage.conversations import Conversations
from sangdam.storage.customers import Customers
from sangdam.storage.database import Database
from sangdam.storage.events import Events
from sangdam.storage.feedback import Feedback
from sangdam.storage.gaps import UnansweredQuestions
from sangdam.storage.keys import ConversationTokens
from sangdam.storage.outbox import Outbox
from sangdam.storage.tickets import Tickets
from sangdam.storage.traces import Traces


@dataclass(frozen=True, kw_only=True)
class Stores:
    database: Database
    conversations: Conversations
    events: Events
    tickets: Tickets
    agents: Agents
    casework: Casework
    customers: Customers
    feedback: Feedback
    outbox: Outbox
    traces: Traces
    tokens: ConversationTokens


def stores_of(settings: Settings, clock: Clock) -> Stores:
    """On the settings' database, brought to this version's schema. Raises SetupError."""
    database = open_database(settings, subscriptions(settings))
    database.occupy()
    database.migrate()
    return Stores(
        database=database,
        conversations=Conversations(database, clock, settings.ownership.episode_hours),
        events=Events(database),
        tickets=Tickets(database, clock),
        agents=Agents(database, clock, capacity=settings.desk.capacity),
        casework=Casework(database, clock),
        customers=Customers(database),
        feedback=Feedback(database, clock),
        outbox=Outbox(database, clock),
        traces=Traces(database),
        tokens=ConversationTokens(database, clock),
    )


def unanswered(database: Database) -> UnansweredQuestions:
    """What customers asked in vain, unlinked from them."""
    return UnansweredQuestions(database, mask=unlinked)
