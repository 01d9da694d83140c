"""What one turn writes down about itself while it runs; it becomes the turn's Trace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sangdam.models import (
    Citation,
    Confidence,
    Draft,
    EndedTurn,
    Evidence,
    Outcome,
    Question,
    ReasonCode,
    Reply,
    Reused,
    Route,
    Screened,
    Ticket,
    TimedStep,
    Trace,
    Value,
    Verdict,
)


class Judged(Value):
    """A question, what was found for it, and how likely that answers it."""

    question: Question
    evidence: Evidence
    confidence: Confidence


class Searched(Value):
    """What the search came to."""

    best: Judged
    """The reading that the turn goes on with."""
    vector: tuple[float, ...]
    """Of the message as it stands, read with nothing before it."""


class Ending(Value):
    """How a turn ends, decided but not yet said."""

    outcome: Outcome
    text: str
    route: Route = Route.FIXED
    judged: Judged | None = None
    draft: Draft | None = None
    """The draft that is sent or, with a reason code, the one that an agent gets unsent."""
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    reason_code: ReasonCode | None = None
    """Set where a person is needed."""
    trigger: str = ""
    """The customer's words that called for a person."""


class Journal:
    """Times, drafts, verdicts and failures of one turn, in the order in which they came."""

    def __init__(self) -> None:
        self.timings_ms: dict[str, float] = {}
        self.drafts: list[str] = []
        self.verdicts: list[Verdict] = []
        self.failures: list[str] = []
        self.reused = Reused.NOTHING
        self.steps: list[TimedStep] = []
        self.began_at = time.time()
        """Seconds since 1970."""
        self._began = time.perf_counter()

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - began) * 1000
            self.timings_ms[step] = round(self.timings_ms.get(step, 0.0) + spent, 2)
            since = (began - self._began) * 1000
            self.steps.append(TimedStep(name=step, began_ms=since, spent_ms=spent))

    def reuse(self, what: Reused, draft: Draft | None, verdicts: tuple[Verdict, ...]) -> None:
        """An earlier turn's draft stands in for this one's, with the verdicts it had there."""
        self.reused = what
        self.drafts += [draft.text] if draft else []
        self.verdicts += verdicts

    def timings(self) -> dict[str, float]:
        """Milliseconds by step, and in total so far."""
        total = round((time.perf_counter() - self._began) * 1000, 2)
        return {**self.timings_ms, "total": total}

    def trace(self, screened: Screened, ending: Ending, reply: Reply) -> Trace:
        """The record of the turn; holds masked texts only."""
        judged = ending.judged
        hits = judged.evidence.hits if judged else ()
        return Trace(
            turn_id=reply.turn_id,
            conversation_id=reply.conversation_id,
            message=screened.text,
            question=judged.question.text if judged else None,
            outcome=ending.outcome,
            route=ending.route,
            reason_code=ending.reason_code,
            evidence=tuple((hit.passage.id, hit.score) for hit in hits),
            drafts=tuple(self.drafts),
            verdicts=tuple(self.verdicts),
            confidence=judged.confidence if judged else None,
            reply=reply.text,
            usage=reply.usage,
            timings_ms=reply.timings_ms,
            reused=self.reused,
            failures=tuple(self.failures),
        )

    def ended(self, reply: Reply, ticket: Ticket | None) -> EndedTurn:
        """What an operator may see of the turn that ended with this reply."""
        return EndedTurn(
            turn_id=reply.turn_id,
            language=reply.language,
            outcome=reply.outcome,
            route=reply.route,
            reason_code=reply.handoff.reason_code if reply.handoff else None,
            confidence=reply.confidence.value if reply.confidence else None,
            generation=reply.generation,
            queue=ticket.queue if ticket else None,
            usage=reply.usage,
            timings_ms=reply.timings_ms,
            steps=tuple(self.steps),
            failures=len(self.failures),
            began_at=self.began_at,
        )
