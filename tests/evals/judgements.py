"""Judged cases for tests, with scores given by hand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from evals.cases import Case
from evals.judged import Judged
from evals.observed import Observed, Score, Seen
from sangdam.models import Confidence, Handoff, Language, Outcome, ReasonCode, Reply, Route
from tests.evals.golden import case


def judged(
    about: Case | str,
    outcome: Outcome | None = Outcome.ANSWERED,
    scores: Mapping[str, float] = MappingProxyType({}),
    *,
    confidence: float | None = None,
    because: ReasonCode = ReasonCode.NO_EVIDENCE,
    route: Route = Route.EXTRACTIVE,
) -> Judged:
    """`outcome` None is a conversation that broke off; a text stands for a case of that id."""
    asked = case(about) if isinstance(about, str) else about
    reply = _reply(outcome, confidence, because, route) if outcome else None
    seen = Seen(said=asked.say[-1], reply=reply, trace=None, milliseconds=1) if reply else None
    return Judged(
        case=asked,
        observed=Observed(
            case_id=asked.id, turns=(seen,) if seen else (), error="" if seen else "timed out"
        ),
        scores={name: Score(value=value) for name, value in scores.items()},
    )


def _reply(outcome: Outcome, confidence: float | None, because: ReasonCode, route: Route) -> Reply:
    sure = None if confidence is None else Confidence(value=confidence, threshold=0.6)
    handoff = Handoff(ticket_id="k", reason_code=because, queue="general", message="")
    return Reply(
        conversation_id="c",
        turn_id="t",
        outcome=outcome,
        route=route,
        text="",
        language=Language.KOREAN,
        confidence=sure,
        handoff=handoff if outcome is Outcome.HANDED_OFF else None,
    )
