"""Conversations, and what people at the desk work with."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sangdam.models.turn import Confidence
from sangdam.models.words import Audience, Language, Outcome, Owner, ReasonCode, Sender, Value


class Conversation(Value):
    id: str
    owner: Owner
    version: int
    """Rises with every change of hands; a send names the version it was decided under."""
    episode: int
    language: Language
    agent_id: str | None = None
    """Who has it, while a person owns it."""
    customer: str | None = None
    verified: bool = False
    """The shop has signed that it is this customer."""
    contact: str | None = None
    """An e-mail address or phone number that the customer left, to be reached later."""
    channel: str = "web"
    created_at: datetime
    last_message_at: datetime


class Attachment(Value):
    """A photo or PDF that a customer sent. Its bytes are read by people only."""

    id: str
    name: str
    """As the customer's device called it; shown, never used as a path."""
    media_type: str
    size: int
    """Bytes."""


class Message(Value):
    id: str
    conversation_id: str
    turn_id: str
    episode: int
    sender: Sender
    audience: Audience
    text: str
    agent: str | None = None
    """An agent's messages only: their name, as the customer reads it."""
    attachments: tuple[Attachment, ...] = ()
    outcome: Outcome | None = None
    """Bot messages only."""
    question: str | None = None
    """Bot messages only: the standalone question that was answered."""
    sources: tuple[str, ...] = ()
    """Bot messages only: ids of the cited documents."""
    created_at: datetime


# --- the handoff ---------------------------------------------------------------------------


class Identity(StrEnum):
    """What is known of who the customer is."""

    ANONYMOUS = "anonymous"
    NAMED = "named"
    """The shop's page gave an id; nobody has verified it."""
    VERIFIED = "verified"
    """The shop's server signed the id."""


class Statement(Value):
    """One sentence of a summary and what it rests on."""

    text: str
    pointers: tuple[str, ...]
    """Ids of messages, turns, documents or passages; never empty in a summary."""


class Feeling(StrEnum):
    """How a customer feels, by their own words; what weighs most comes first."""

    IN_CRISIS = "in_crisis"
    ABUSIVE = "abusive"
    ANGRY = "angry"
    UNHAPPY = "unhappy"
    WORRIED = "worried"
    GRATEFUL = "grateful"


class Sentiment(Statement):
    """How the customer feels, with the words that show it."""

    feeling: Feeling


class EntityKind(StrEnum):
    ORDER = "order"
    TRACKING = "tracking"
    PRODUCT = "product"
    AMOUNT = "amount"
    DATE = "date"
    """As the customer put it: `어제`, `Nov 3`."""


class Entity(Value):
    """A thing that the customer named, word for word."""

    kind: EntityKind
    value: str
    pointer: str
    """Id of the newest message, or of the turn, that names it."""


class HandoffSummary(Value):
    """What an agent reads first. Internal; never shown to a customer."""

    reason_code: ReasonCode
    trigger: str
    """The customer's own words that called for a person, cut short; of the ticket's turn."""
    priority: int = 4
    language: Language
    customer: str
    """Who it is, as far as the channel knows."""
    identity: Identity = Identity.ANONYMOUS
    goal: Statement
    """In the agent's language, with the customer's own words quoted."""
    tried: tuple[Statement, ...] = ()
    """What the assistant answered, from what, and how the customer took it."""
    open_questions: tuple[Statement, ...] = ()
    promises: tuple[Statement, ...] = ()
    """What the customer was told will happen."""
    sentiment: Sentiment | None = None
    """None where no words show any."""
    entities: tuple[Entity, ...] = ()
    """By kind, the newest of a kind last."""
    confidence: Confidence | None = None
    closest: tuple[Statement, ...] = ()
    """The nearest passages that customers may see, and why each fell short."""
    internal: tuple[Statement, ...] = ()
    """The nearest passages for agents' eyes only."""
    draft: str | None = None
    """An unsent draft, from customer-audience passages only."""
    next_step: str = ""
    author: str = "rules"
    """`rules`, or the model whose version passed its checks."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every sentence of it that says something about this conversation."""
        felt = (self.sentiment,) if self.sentiment else ()
        told = (self.goal, *self.tried, *self.open_questions, *self.promises, *felt)
        return (*told, *self.closest, *self.internal)

    @property
    def words(self) -> int:
        """Space-separated words (eojeol) of the prose an agent reads, the draft apart."""
        told = [statement.text for statement in self.statements]
        prose = [self.trigger, self.customer, *told, self.next_step]
        return sum(len(text.split()) for text in prose)


# --- the desk ------------------------------------------------------------------------------


class Availability(StrEnum):
    """Whether an agent takes conversations."""

    ONLINE = "online"
    AWAY = "away"
    """Keeps what they have, takes nothing new."""
    OFFLINE = "offline"


class Agent(Value):
    id: str
    name: str
    """As customers read it."""
    languages: tuple[Language, ...] = tuple(Language)
    skills: tuple[str, ...] = ()
    capacity: int
    """Conversations they may have at once."""
    availability: Availability = Availability.OFFLINE
    seen_at: datetime | None = None
    """When their desk last asked for news."""


class TicketStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """How a ticket ended. The list is closed."""

    SOLVED = "solved"
    """What the customer wanted was done."""
    INFORMED = "informed"
    """The customer has an answer."""
    PASSED_ON = "passed_on"
    """Somebody outside the desk goes on with it."""
    NO_REPLY = "no_reply"
    """The customer did not come back."""
    RETURNED = "returned"
    """The assistant has the conversation again."""
    NO_CASE = "no_case"
    """A duplicate, a test, nothing to do."""


class DraftUse(StrEnum):
    """What the agent did with the assistant's unsent draft."""

    AS_IS = "as_is"
    EDITED = "edited"
    CONTRADICTED = "contradicted"
    """The agent said something else about the same."""
    UNUSED = "unused"


class Ticket(Value):
    id: str
    conversation_id: str
    turn_id: str
    episode: int
    reason_code: ReasonCode
    queue: str
    priority: int
    """1 is most urgent, 4 least."""
    language: Language = Language.KOREAN
    skills: tuple[str, ...] = ()
    """What an agent must be able to do to be handed it unasked."""
    status: TicketStatus
    summary: HandoffSummary
    created_at: datetime
    due_at: datetime | None = None
    """By when a person should have taken it; counts open hours only."""
    claimed_at: datetime | None = None
    escalated_at: datetime | None = None
    """When its due time passed with nobody there."""
    resolved_at: datetime | None = None
    resolution: Resolution | None = None
    draft_use: DraftUse | None = None


class Label(Value):
    """What a person's work said of one search."""

    question: str
    """Masked for good."""
    language: Language
    document_id: str
    """The first hit."""
    right: bool


class Waiting(Value):
    """What a customer who waits for a person may be told."""

    position: int
    """1 is next, within the queue."""
    minutes: int | None = None
    """A careful estimate; None where too little was measured to make one."""
    opens_at: datetime | None = None
    """When people answer again; None while they do."""
    on_break: bool = False
    """Whether they left for a break of the day, lunch say: then `opens_at` is its end."""
    staffed: bool
    """Whether somebody is at the desk."""


class DayOfSpending(Value):
    """What the language model was used for on one day, and what that cost."""

    day: date
    """In the shop's zone."""
    turns: int
    model_calls: int
    model_failures: int
    tokens_in: int
    tokens_cached: int
    """Those of the tokens in that the server had read before."""
    tokens_out: int
    cost: float | None
    """At the prices of the settings as they are now; None without prices."""
