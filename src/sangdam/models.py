"""The nouns of the house: frozen values that steps hand to each other.

Every word here is used the same way in code, API, tables and docs. Values carry no
behaviour beyond what follows from their own fields.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """A frozen value that rejects fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Language(StrEnum):
    KOREAN = "ko"
    ENGLISH = "en"


class Audience(StrEnum):
    """Who may see a text. Nothing marked internal ever reaches a customer."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


class Route(StrEnum):
    """How the text of a reply was made."""

    DIRECT = "direct"
    GENERATED = "generated"
    EXTRACTIVE = "extractive"
    FIXED = "fixed"


class Outcome(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    SMALL_TALK = "small_talk"
    OUT_OF_SCOPE = "out_of_scope"
    HANDED_OFF = "handed_off"
    REFUSED = "refused"
    WITH_HUMAN = "with_human"


class ReasonCode(StrEnum):
    """Why a person is needed. The list is closed."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    ANGER = "anger"
    ABUSE = "abuse"
    SAFETY = "safety"
    LEGAL = "legal"
    FRAUD = "fraud"
    SELF_HARM = "self_harm"
    ERASURE = "erasure"
    PAYMENT_DISPUTE = "payment_dispute"
    ACCESSIBILITY = "accessibility"
    ACCOUNT_DATA = "account_data"
    NO_EVIDENCE = "no_evidence"
    LOW_CONFIDENCE = "low_confidence"
    FAILED_CHECKS = "failed_checks"
    THIRD_FAILURE = "third_failure"
    SYSTEM = "system"


class Owner(StrEnum):
    """Who speaks to the customer in a conversation."""

    BOT = "bot"
    QUEUE = "queue"
    HUMAN = "human"


class Sender(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"


# --- knowledge -----------------------------------------------------------------------------


class DocumentKind(StrEnum):
    FAQ = "faq"
    DOCUMENT = "document"
    NOTICE = "notice"


class Document(Value):
    """One file, or one row of a FAQ table, as its author wrote it."""

    id: str
    kind: DocumentKind
    title: str
    """The document's title; for a FAQ entry its question."""
    text: str
    """Markdown body; for a FAQ entry its answer."""
    language: Language
    source: str
    """Path below the knowledge folder."""
    line: int = 1
    """Line in `source` where the document begins."""
    aliases: tuple[str, ...] = ()
    audience: Audience = Audience.CUSTOMER
    category: str = ""
    updated: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    """Last day on which the document holds, inclusive."""
    touches: tuple[str, ...] = ()
    """Notices only: the categories whose answers the notice stands before."""
    url: str | None = None

    def in_effect(self, day: date) -> bool:
        return _in_effect(self.effective_from, self.effective_until, day)


def _in_effect(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def stem(document_id: str) -> str:
    """The id without its `.ko` / `.en` ending: translations share it."""
    head, dot, tail = document_id.rpartition(".")
    return head if dot and tail in _ENDINGS else document_id


_ENDINGS = frozenset(Language)


class Passage(Value):
    """What is retrieved and quoted: a FAQ entry's answer, or one section of a document."""

    id: str
    """`document_id#n`, n counting from 0 within the document."""
    document_id: str
    kind: DocumentKind
    title: str
    """The document's title; for a FAQ entry its question."""
    section: str = ""
    """Heading path below the title, joined by ` > `."""
    text: str
    """What may be quoted to the reader."""
    questions: tuple[str, ...] = ()
    """FAQ only: the question and its aliases."""
    language: Language
    audience: Audience
    category: str = ""
    effective_from: date | None = None
    effective_until: date | None = None
    url: str | None = None

    def in_effect(self, day: date) -> bool:
        return _in_effect(self.effective_from, self.effective_until, day)


class VectorText(Value):
    """One text to embed on behalf of a passage."""

    passage: int
    """Position of the passage in its Generation."""
    text: str
    asks: bool
    """True for a question (or alias), False for a text that answers."""


class Manifest(Value):
    """What a Generation was built from, and with what."""

    generation: str
    """Name of the Generation: UTC time of building and a digest of its content."""
    created: datetime
    embedding_model: str
    """Name, runtime and precision of the encoder; another one cannot read the vectors."""
    dimension: int
    documents: int
    passages: int
    vectors: int
    passage_tokens: int
    """Longest passage, in tokens."""
    reading: int
    """Version of the rules by which files become passages; another one cuts anew."""


class FindingKind(StrEnum):
    """What an owner should look at."""

    SKIPPED = "skipped"
    """A file that could not be read; nothing of it is in the index."""
    NEAR_DUPLICATE = "near_duplicate"
    CONTRADICTION = "contradiction"
    EXPIRED = "expired"
    ORPHANED = "orphaned"
    HIDDEN_TEXT = "hidden_text"
    INSTRUCTION = "instruction"
    """Text aimed at a language model, not at a reader."""


class Finding(Value):
    """Something about one place in the knowledge; no reason to stop, unless asked to be strict."""

    kind: FindingKind
    source: str
    """Path below the knowledge folder."""
    line: int = 1
    what: str
    """One sentence: what is wrong and how to mend it."""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.what}"


class IndexChange(Value):
    """What one reindex did, by document id."""

    generation: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    passages: int
    vectors: int
    embedded: int
    """Texts that were embedded anew; the other vectors were taken over."""
    seconds: float
    findings: tuple[Finding, ...] = ()
    """What could not be read, and what is doubtful in what was read, by path and line."""


# --- retrieval -----------------------------------------------------------------------------


class ScoreParts(Value):
    """Where a fused score comes from. All raw, before standardising."""

    dense: float
    """Likeness of query and passage by the learned metric, -1 to 1; of an entry's texts a blend."""
    question: float
    """The same to the nearest question of the entry alone; 0 where it has none."""
    nearest: float = 0.0
    """The same to the nearest text alone, of whatever kind."""
    lexical: float
    """BM25 score, 0 and up; 0 where no query term occurs."""
    cosine: float = 0.0
    """Plain cosine between the query and the nearest text of the passage's subject."""


class Hit(Value):
    passage: Passage
    score: float
    """Fused score: higher is better, comparable within one query only."""
    parts: ScoreParts


class Coverage(Value):
    """How much of a question's words the first hit speaks of, translations included."""

    terms: int = 0
    """Different words and concepts of the question, words of no content left out."""
    covered: float = 0.0
    """Share of them that the hit contains, each counted by its rarity, 0 to 1; one that no
    passage contains is as rare as can be."""


class Evidence(Value):
    """What was found for one standalone question, best first."""

    query: str
    language: Language
    generation: str
    hits: tuple[Hit, ...] = ()
    coverage: Coverage = Coverage()
    spread: float = 1.0
    """How far the likenesses of all texts to this question spread, against what is usual in this
    knowledge: what a likeness is to be measured by. About 1."""
    kinship: float | None = None
    """How alike the first hit's questions are to the nearest other text of theirs; what another
    wording of them may be expected to reach. None where it has no two texts."""
    query_vector: tuple[float, ...] = ()
    """The unit vector of the query, so that later steps need not embed it again."""


# --- the turn ------------------------------------------------------------------------------


class Incoming(Value):
    """One message as it came through a channel."""

    text: str
    conversation_id: str | None = None
    client_message_id: str | None = None
    customer: str | None = None
    """The shop's own id of the customer, if the channel knows it."""
    channel: str = "web"
    locale: Language | None = None


class Screened(Value):
    """A customer's text after screening: safe to log, search and show to a model."""

    text: str
    """Normalised, forbidden identifiers cut out, personal data masked."""
    stored: str
    """The same with personal data still in it, for the message table and its readers only."""
    language: Language
    removed: tuple[str, ...] = ()
    """Kinds of forbidden identifiers cut out for good, e.g. `resident_number`."""
    masked: dict[str, str] = Field(default_factory=dict)
    """Placeholder -> original text, e.g. `[전화번호 1]`; held for this turn only."""
    injection: str | None = None
    """Name of the injection pattern that matched, or None."""


class Question(Value):
    """What is searched for: the customer's words made to stand alone."""

    text: str
    language: Language
    follow_up: bool = False


class Confidence(Value):
    """Estimated probability that the reply is right, and the line it must reach."""

    value: float = Field(ge=0, le=1)
    threshold: float = Field(ge=0, le=1)
    fit: str = ""
    """Name of the weights that it was reckoned with."""
    reasons: dict[str, float] = Field(default_factory=dict)
    """Signal -> contribution in log-odds, for agents and reports."""

    @property
    def enough(self) -> bool:
        return self.value >= self.threshold


class DraftSentence(Value):
    text: str
    markers: tuple[int, ...]
    """Positions (from 1) in `Draft.passages` that the sentence cites."""


class Usage(Value):
    """Tokens as the server reports them; counted here where it reports none."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    model: str = ""
    first_token_ms: float | None = None


def _markers(sentence: DraftSentence) -> tuple[int, ...]:
    return sentence.markers


class Draft(Value):
    """A reply that nobody has seen yet."""

    route: Route
    language: Language
    sentences: tuple[DraftSentence, ...]
    passages: tuple[Passage, ...]
    """Cited passages; marker n stands for position n - 1."""
    frame: str = ""
    """Fixed words before the sentences, e.g. that the source is in the other language."""
    usage: Usage = Usage()

    @property
    def text(self) -> str:
        """Frame and sentences; a run of sentences with the same markers shows them once."""
        runs = [(m, [s.text for s in run]) for m, run in groupby(self.sentences, _markers)]
        body = " ".join(
            " ".join([*texts, "".join(f"[{n}]" for n in markers)]) for markers, texts in runs
        )
        return f"{self.frame}\n\n{body}" if self.frame else body


class VerdictState(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"


class Verdict(Value):
    """One check's decision about one draft. A check that errors has not passed."""

    check: str
    state: VerdictState
    detail: str = ""

    @property
    def passed(self) -> bool:
        return self.state is VerdictState.PASSED


class Citation(Value):
    marker: int
    document_id: str
    title: str
    section: str
    quote: str
    url: str | None = None


class Handoff(Value):
    """What the customer is told about the ticket."""

    ticket_id: str
    reason_code: ReasonCode
    queue: str
    message: str


class Reply(Value):
    """The whole answer to one message, as every channel gets it."""

    conversation_id: str
    turn_id: str
    outcome: Outcome
    route: Route
    text: str
    language: Language
    citations: tuple[Citation, ...] = ()
    confidence: Confidence | None = None
    handoff: Handoff | None = None
    suggestions: tuple[str, ...] = ()
    generation: str | None = None
    usage: Usage = Usage()
    timings_ms: dict[str, float] = Field(default_factory=dict)


class Trace(Value):
    """Everything that was decided in one turn; logs, evals, desk and tests read it."""

    turn_id: str
    conversation_id: str
    message: str
    question: str | None = None
    outcome: Outcome
    route: Route
    reason_code: ReasonCode | None = None
    evidence: tuple[tuple[str, float], ...] = ()
    """(passage id, fused score) of the hits, best first."""
    drafts: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    confidence: Confidence | None = None
    reply: str = ""
    usage: Usage = Usage()
    timings_ms: dict[str, float] = Field(default_factory=dict)
    failures: tuple[str, ...] = ()
    """Parts that failed and were done without, e.g. `llm: timed out`."""


# --- conversations and the desk ------------------------------------------------------------


class Conversation(Value):
    id: str
    owner: Owner
    version: int
    """Rises with every change of owner; a send names the version it was decided under."""
    episode: int
    language: Language
    customer: str | None = None
    channel: str = "web"
    created_at: datetime
    last_message_at: datetime


class Message(Value):
    id: str
    conversation_id: str
    turn_id: str
    episode: int
    sender: Sender
    audience: Audience
    text: str
    outcome: Outcome | None = None
    """Bot messages only."""
    question: str | None = None
    """Bot messages only: the standalone question that was answered."""
    sources: tuple[str, ...] = ()
    """Bot messages only: ids of the cited documents."""
    created_at: datetime


class Statement(Value):
    """One sentence of a summary and what it rests on (message or passage ids)."""

    text: str
    pointers: tuple[str, ...]


class HandoffSummary(Value):
    """What an agent reads first. Internal; never shown to a customer."""

    reason_code: ReasonCode
    trigger: str
    """The customer's own words that called for a person."""
    language: Language
    customer: str
    """Who it is, as far as the channel knows."""
    goal: Statement
    tried: tuple[Statement, ...] = ()
    entities: dict[str, str] = Field(default_factory=dict)
    confidence: Confidence | None = None
    closest: tuple[str, ...] = ()
    """Titles of the closest passages."""
    draft: str | None = None
    """An unsent draft, from customer-audience passages only."""
    next_step: str = ""
    author: str = "rules"
    """`rules`, or the model whose version passed its checks."""

    @property
    def words(self) -> int:
        """Space-separated words (eojeol) of the prose an agent reads."""
        prose = [self.goal.text, *(s.text for s in self.tried), self.next_step]
        return sum(len(text.split()) for text in prose)


class TicketStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"


class Ticket(Value):
    id: str
    conversation_id: str
    turn_id: str
    episode: int
    reason_code: ReasonCode
    queue: str
    priority: int
    """1 is most urgent, 4 least."""
    status: TicketStatus
    summary: HandoffSummary
    created_at: datetime


# --- what a turn yields --------------------------------------------------------------------


class Step(StrEnum):
    """What the assistant is doing, for a customer who waits."""

    READING = "reading"
    SEARCHING = "searching"
    WRITING = "writing"
    CHECKING = "checking"


class Status(Value):
    step: Step


class Delta(Value):
    text: str


class Done(Value):
    reply: Reply


Event = Status | Delta | Done
