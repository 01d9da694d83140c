"""One message on its way to a reply, and what a turn yields."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby

from pydantic import Field

from sangdam.models.knowledge import Passage
from sangdam.models.words import Language, Outcome, ReasonCode, Route, Value


class Incoming(Value):
    """One message as it came through a channel."""

    text: str
    conversation_id: str | None = None
    client_message_id: str | None = None
    customer: str | None = None
    """The shop's own id of the customer, if the channel knows it."""
    verified: bool = False
    """The shop has signed that it is this customer."""
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


class Reused(StrEnum):
    """What a turn took from an earlier one."""

    NOTHING = "nothing"
    ANSWER = "answer"
    """All from the search to the reply: the very same text was answered before."""
    DRAFT = "draft"
    """The checked draft: the same question was asked in another dress and found the same entry."""


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
    reused: Reused = Reused.NOTHING
    failures: tuple[str, ...] = ()
    """Parts that failed and were done without, e.g. `llm: timed out`."""


class TimedStep(Value):
    """One run of a step of a turn."""

    name: str
    began_ms: float
    """After the turn's beginning."""
    spent_ms: float


class EndedTurn(Value):
    """A turn whose end was just stored, as an operator may see it: without a word of anybody's."""

    turn_id: str
    language: Language
    outcome: Outcome
    route: Route
    reason_code: ReasonCode | None
    confidence: float | None
    generation: str | None
    queue: str | None
    """That of the ticket which the turn opened."""
    usage: Usage
    timings_ms: dict[str, float]
    steps: tuple[TimedStep, ...]
    """In the order of their ends."""
    failures: int
    """Parts that failed and were done without."""
    began_at: float
    """Seconds since 1970."""


class ModelCall(Value):
    """What one call of a language model took."""

    model: str
    usage: Usage
    seconds: float
    failed: bool
    """It gave no usable answer; its tokens are what is known of it."""


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
