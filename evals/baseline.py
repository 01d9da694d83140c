"""Named runs that later ones are compared with: `baselines/name.json` beside the golden cases,
a line a case.

Kept is what was said and how it was judged then, not the evidence. Of sealed cases only the
scores are kept, so that nobody reads their replies here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import Field, ValidationError

from evals.cases import Case, Half
from evals.customers.plays import End
from evals.figures import Figure, figures
from evals.judged import Judged
from evals.observed import About, Observed, Score, Seen
from evals.runs import Run
from sangdam.errors import SetupError
from sangdam.models import Confidence, Handoff, Language, Outcome, ReasonCode, Reply, Route, Value

NOBODY: Mapping[str, Sequence[End]] = MappingProxyType({})


class KeptReply(Value):
    outcome: Outcome
    route: Route
    language: Language
    confidence: Confidence | None
    """Without its reasons."""
    reason_code: ReasonCode | None
    """Why this turn called for a person, where it did."""
    milliseconds: float
    text: str
    """Empty for a sealed case."""


class KeptCase(Value):
    case: Case
    """As it stood then: whether the judgement is of the same question shows by it."""
    passed: bool
    """For people who read the file; it follows from the scores."""
    scores: dict[str, float]
    faults: dict[str, str] = Field(default_factory=dict)
    """Scorer -> what was wrong; empty for a sealed case."""
    reply: KeptReply | None = None
    error: str = ""


class Kept(Value):
    name: str
    exam: str
    began: datetime
    ended: datetime | None
    about: About
    figures: tuple[Figure, ...]
    customers: dict[str, tuple[End, ...]] = Field(default_factory=dict)
    """Scenario -> how its plays ended; empty where no simulated customers came."""
    cases: tuple[KeptCase, ...]


def beside(golden: Path) -> Path:
    """Where the baselines of that folder of cases are."""
    return golden.parent / "baselines"


def save(
    run: Run, name: str, folder: Path, customers: Mapping[str, Sequence[End]] = NOBODY
) -> Path:
    kept = Kept(
        name=name,
        exam=run.exam,
        began=run.began,
        ended=run.ended,
        about=run.about,
        figures=figures(run.judged),
        customers={scenario: tuple(ends) for scenario, ends in customers.items()},
        cases=tuple(_kept(judged) for judged in run.judged),
    )
    path = folder / f"{name}.json"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(_in_lines(kept.model_dump(mode="json", exclude_defaults=True)), "utf-8")
    return path


def load(name: str, folder: Path) -> Run:
    """The run as it was judged then.

    Raises SetupError where there is no such baseline, or not one that this version can read.
    """
    kept = _read(name, folder)
    return Run(
        name=kept.name,
        exam=kept.exam,
        began=kept.began,
        ended=kept.ended,
        about=kept.about,
        judged=tuple(_judged(entry) for entry in kept.cases),
    )


def load_customers(name: str, folder: Path) -> Mapping[str, tuple[End, ...]]:
    """How the simulated customers' plays ended then. Raises SetupError."""
    return _read(name, folder).customers


def _read(name: str, folder: Path) -> Kept:
    path = folder / f"{name}.json"
    try:
        return Kept.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in folder.glob("*.json"))) or "none"
        raise SetupError(f"there is no baseline {name}; there are: {known}") from None
    except ValidationError:
        raise SetupError(f"{path} was written by another version of the exam; save anew") from None


def _kept(judged: Judged) -> KeptCase:
    shown = judged.case.half is Half.OPEN
    wrong = {name: score.why for name, score in judged.scores.items() if score.why}
    return KeptCase(
        case=judged.case,
        passed=judged.passed,
        scores={name: score.value for name, score in judged.scores.items()},
        faults=wrong if shown else {},
        reply=_kept_reply(last, shown=shown) if (last := judged.observed.last) else None,
        error=judged.observed.error,
    )


def _kept_reply(seen: Seen, *, shown: bool) -> KeptReply:
    reply = seen.reply
    confidence = reply.confidence
    return KeptReply(
        outcome=reply.outcome,
        route=reply.route,
        language=reply.language,
        confidence=confidence.model_copy(update={"reasons": {}}) if confidence else None,
        reason_code=_reason_code(seen),
        milliseconds=seen.milliseconds,
        text=reply.text if shown else "",
    )


def _reason_code(seen: Seen) -> ReasonCode | None:
    """The turn's own reason; the reply names that of the ticket, which may be older."""
    handoff = seen.reply.handoff
    if handoff is None:
        return None
    return seen.trace.reason_code if seen.trace else handoff.reason_code


def _judged(kept: KeptCase) -> Judged:
    case = kept.case
    observed = Observed(
        case_id=case.id,
        turns=(_seen(case, kept.reply),) if kept.reply else (),
        error=kept.error,
    )
    scores = {
        name: Score(value=value, why=kept.faults.get(name, ""))
        for name, value in kept.scores.items()
    }
    return Judged(case=case, observed=observed, scores=scores)


def _seen(case: Case, kept: KeptReply) -> Seen:
    reason = kept.reason_code
    reply = Reply(
        conversation_id="",
        turn_id="",
        outcome=kept.outcome,
        route=kept.route,
        text=kept.text,
        language=kept.language,
        confidence=kept.confidence,
        handoff=Handoff(ticket_id="", reason_code=reason, queue="", message="") if reason else None,
    )
    return Seen(said=case.say[-1], reply=reply, trace=None, milliseconds=kept.milliseconds)


def _in_lines(tree: Mapping[str, Any]) -> str:
    """JSON with a line for every item of a list, so that a change shows as the lines it is."""
    parts = []
    for name, value in tree.items():
        if isinstance(value, list):
            items = ",\n".join(json.dumps(item, ensure_ascii=False) for item in value)
            text = f"[\n{items}\n]"
        else:
            text = json.dumps(value, ensure_ascii=False)
        parts.append(f"{json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
