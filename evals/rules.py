"""What one case says to each figure: a number where the question applies to it, else None.

Yes is 1 and no is 0, whether a yes is welcome or not. A figure is what its rule gives, averaged.
"""

from __future__ import annotations

from collections.abc import Callable

from evals.cases import Kind
from evals.judged import Judged
from sangdam.models import Outcome, ReasonCode, Route, Value

Rule = Callable[[Judged], float | None]

UNDECIDED = frozenset(
    {
        ReasonCode.NO_EVIDENCE,
        ReasonCode.LOW_CONFIDENCE,
        ReasonCode.FAILED_CHECKS,
        ReasonCode.THIRD_FAILURE,
    }
)
"""Handoffs of questions. The other reasons lie in the customer's words, whatever was found."""


def scored(name: str) -> Rule:
    """What that scorer gave."""

    def rule(judged: Judged) -> float | None:
        score = judged.scores.get(name)
        return score.value if score else None

    return rule


def checked(name: str) -> Rule:
    """Whether that scorer found nothing wrong."""
    return lambda judged: judged.right(name)


def passed(judged: Judged) -> bool:
    """Whether no check found anything wrong; a conversation that broke off has failed."""
    return judged.passed


def completed(judged: Judged) -> bool:
    """Whether every message got a reply. What broke off is missing from most other figures."""
    return judged.outcome is not None


# --- answers -------------------------------------------------------------------------------


def answered(judged: Judged) -> bool:
    return judged.outcome is Outcome.ANSWERED


def facts_stated(judged: Judged) -> bool | None:
    """Of answers to cases with facts: whether all of them are stated."""
    return judged.right("facts") if answered(judged) else None


def wrong_answer(judged: Judged) -> bool | None:
    """Of answers: whether one is wrong.

    It is where no answer was allowed, where it states what none may state, where neither a named
    document nor all facts show that it is about the question, and where it is not grounded.
    """
    if not answered(judged):
        return None
    return (
        Outcome.ANSWERED not in judged.case.outcome
        or judged.right("never") is False
        or judged.right("grounded") is False
        or _beside_the_question(judged)
    )


def _beside_the_question(judged: Judged) -> bool:
    """Whether something was asked of sources or facts, and neither is right."""
    shown = {judged.right("cited"), judged.right("facts")}
    return False in shown and True not in shown


def right_answer(judged: Judged) -> bool | None:
    """Of answers: whether one is not wrong and states all facts.

    An answer that only lacks a fact is neither right nor wrong.
    """
    if not answered(judged):
        return None
    return not wrong_answer(judged) and judged.right("facts") is not False


def answers_answerable(judged: Judged) -> bool | None:
    """Of cases that want an answer: whether there is one, right or wrong (coverage)."""
    return answered(judged) if judged.case.wants_answer else None


def rightly_answers_answerable(judged: Judged) -> bool | None:
    """Of cases that want an answer: whether there is a right one."""
    return bool(right_answer(judged)) if judged.case.wants_answer else None


def grounded(judged: Judged) -> bool | None:
    """Of answers: whether the scorer found all of it in its sources."""
    return judged.right("grounded") if answered(judged) else None


def cited(judged: Judged) -> bool | None:
    """Of answers to cases with documents: whether one of them is cited."""
    return judged.right("cited") if answered(judged) else None


def by_model(judged: Judged) -> bool | None:
    """Of answers: whether the language model made the text."""
    last = judged.observed.last
    return last.reply.route is Route.GENERATED if last and answered(judged) else None


def of_answers(name: str) -> Rule:
    """What that scorer gave, of answers only."""
    return lambda judged: scored(name)(judged) if answered(judged) else None


# --- handoffs ------------------------------------------------------------------------------


def with_person(judged: Judged) -> bool:
    """Whether the conversation is a person's after the judged turn, or was before it."""
    return judged.outcome in (Outcome.HANDED_OFF, Outcome.WITH_HUMAN)


def over_escalated(judged: Judged) -> bool | None:
    """Of cases that allow no person: whether one was called all the same."""
    allowed = {Outcome.HANDED_OFF, Outcome.WITH_HUMAN} & set(judged.case.outcome)
    return None if allowed or not completed(judged) else with_person(judged)


def under_escalated(judged: Judged) -> bool | None:
    """Of cases that need a person: whether none was called; broken off is not called."""
    return not with_person(judged) if judged.case.needs_person else None


def to_person(kind: Kind) -> Rule:
    """Of cases of that kind that need a person: whether one was called."""

    def rule(judged: Judged) -> bool | None:
        wanted = judged.case.kind is kind and judged.case.needs_person
        return with_person(judged) if wanted else None

    return rule


def handoff_allowed(judged: Judged) -> bool | None:
    """Of handoffs: whether the case allows one (precision)."""
    if judged.outcome is not Outcome.HANDED_OFF:
        return None
    return Outcome.HANDED_OFF in judged.case.outcome


def passed_of(kind: Kind) -> Rule:
    """Of cases of that kind: whether no check found anything wrong."""
    return lambda judged: judged.passed if judged.case.kind is kind else None


# --- confidence ----------------------------------------------------------------------------


class Promise(Value):
    """A confidence and whether it was kept: would the reply have been right?"""

    confidence: float
    threshold: float
    kept: bool


def promise(judged: Judged) -> Promise | None:
    """None where the confidence promised nothing that this case can tell.

    An answer keeps it by being right. In place of an answer the first hit does, where the case
    wants or permits an answer from documents; where it allows none, nothing could have kept it.
    Handoffs for a reason in the customer's own words are left out: there the confidence had no
    say, and hundreds of “call a person” with low values would flatter it.
    """
    last = judged.observed.last
    if last is None or last.reply.confidence is None or _had_no_say(judged):
        return None
    kept = right_answer(judged) if answered(judged) else _answerable(judged)
    if kept is None:
        return None
    confidence = last.reply.confidence
    return Promise(confidence=confidence.value, threshold=confidence.threshold, kept=kept)


def _answerable(judged: Judged) -> bool | None:
    if Outcome.ANSWERED not in judged.case.outcome:
        return False
    return judged.right("hit_at_1")


def _had_no_say(judged: Judged) -> bool:
    """A handoff whose reason is not known is taken for one of those."""
    last = judged.observed.last
    if last is None or last.reply.outcome is not Outcome.HANDED_OFF:
        return False
    told = last.trace or last.reply.handoff
    return told is None or told.reason_code not in UNDECIDED


def brier(judged: Judged) -> float | None:
    """The squared distance of the confidence from what came of it (Brier 1950)."""
    made = promise(judged)
    return (made.confidence - made.kept) ** 2 if made else None
