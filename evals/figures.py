"""The figures of a run, for all cases and for every slice of them.

What a figure asks of a case is said at its rule, in `evals.rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evals import rules
from evals.calibration import auroc, ece, promises
from evals.cases import Kind
from evals.intervals import SHARE, Bounds, Estimate, Statistic, estimate, mean, quantile
from evals.judged import Judged
from evals.slices import slices
from sangdam.models import Value


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Unit(StrEnum):
    SHARE = "share"
    """Of cases, 0 to 1."""
    SCORE = "score"
    """0 to 1 too, but the share of nothing that can be counted."""
    MILLISECONDS = "ms"
    TOKENS = "tokens"
    COST = "cost"
    """US dollars."""

    @property
    def bounds(self) -> Bounds | None:
        return SHARE if self in (Unit.SHARE, Unit.SCORE) else None


HIGHER, LOWER = Better.HIGHER, Better.LOWER


class Figure(Value):
    name: str
    slice: str
    value: float
    n: int
    """Cases that had something to say; never 0."""
    low: float | None
    high: float | None
    """95 % interval; None where there is none to give."""
    better: Better
    unit: Unit


@dataclass(frozen=True)
class Averaged:
    """A statistic of what one rule says of each case."""

    rule: rules.Rule
    better: Better = HIGHER
    unit: Unit = Unit.SHARE
    statistic: Statistic = mean

    def of(self, judged: Sequence[Judged]) -> Estimate | None:
        said = [value for one in judged if (value := self.rule(one)) is not None]
        return estimate(said, statistic=self.statistic, bounds=self.unit.bounds)


@dataclass(frozen=True)
class OfConfidences:
    """Follows from all confidences together; no single case says anything of it."""

    measure: Callable[[Sequence[rules.Promise]], Estimate | None]
    better: Better
    unit: Unit = Unit.SCORE

    def of(self, judged: Sequence[Judged]) -> Estimate | None:
        return self.measure(promises(judged))


@dataclass(frozen=True)
class OfPart:
    """Counted by the exam of a part alone; conversations have nothing to say to it."""

    better: Better = HIGHER
    unit: Unit = Unit.SHARE

    def of(self, _: Sequence[Judged]) -> Estimate | None:
        return None


def _calibration_error(made: Sequence[rules.Promise]) -> Estimate | None:
    """Without an interval: see `ece`."""
    return Estimate(value=ece(made), n=len(made), low=None, high=None) if made else None


AVERAGED: Mapping[str, Averaged] = {
    "passed": Averaged(rules.passed),
    "completed": Averaged(rules.completed),
    "hit_at_1": Averaged(rules.scored("hit_at_1")),
    "hit_at_5": Averaged(rules.scored("hit_at_5")),
    "mrr": Averaged(rules.scored("mrr"), unit=Unit.SCORE),
    "ndcg_at_5": Averaged(rules.scored("ndcg_at_5"), unit=Unit.SCORE),
    "facts_in_answered": Averaged(rules.facts_stated),
    "wrong_among_answered": Averaged(rules.wrong_answer, LOWER),
    "answered_of_answerable": Averaged(rules.answers_answerable),
    "right_of_answerable": Averaged(rules.rightly_answers_answerable),
    "grounded": Averaged(rules.grounded),
    "cited": Averaged(rules.cited),
    "over_escalated": Averaged(rules.over_escalated, LOWER),
    "under_escalated": Averaged(rules.under_escalated, LOWER),
    "requests_to_person": Averaged(rules.to_person(Kind.REQUEST)),
    "complaints_to_person": Averaged(rules.to_person(Kind.COMPLAINT)),
    "severe_to_person": Averaged(rules.to_person(Kind.SEVERE)),
    "handoff_precision": Averaged(rules.handoff_allowed),
    "reason_right": Averaged(rules.checked("reason")),
    "refused_rightly": Averaged(rules.checked("refused")),
    "small_talk_right": Averaged(rules.passed_of(Kind.SMALL_TALK)),
    "account_right": Averaged(rules.passed_of(Kind.ACCOUNT_DATA)),
    "language_right": Averaged(rules.checked("language")),
    "hidden_kept": Averaged(rules.checked("hidden")),
    "brier": Averaged(rules.brier, LOWER, Unit.SCORE),
    "latency_p50": Averaged(rules.scored("latency_ms"), LOWER, Unit.MILLISECONDS, quantile(0.5)),
    "latency_p95": Averaged(rules.scored("latency_ms"), LOWER, Unit.MILLISECONDS, quantile(0.95)),
    "tokens_per_answer": Averaged(rules.of_answers("tokens"), LOWER, Unit.TOKENS),
    "cost_per_answer": Averaged(rules.of_answers("cost"), LOWER, Unit.COST),
    "model_used": Averaged(rules.by_model),
}
PLANTED = (
    *("errors", "number", "unit", "date", "negation", "condition"),
    *("entity", "neighbour", "invented", "link", "language"),
)
"""Kinds of errors in drafts, all together first."""
HEARD = ("requests", "complaints", "anger", "abuse", "severe")
"""What calls for a person in messages."""
CALM = ("questions", "plain", "small_talk")
"""Messages that need none."""
FIGURES: Mapping[str, Averaged | OfConfidences | OfPart] = {
    **AVERAGED,
    "ece": OfConfidences(_calibration_error, LOWER),
    "auroc": OfConfidences(auroc, HIGHER),
    **{f"{kind}_caught": OfPart() for kind in PLANTED},
    "faithful_passed": OfPart(),
    "prose_unsound": OfPart(LOWER),
    "prose_good_passed": OfPart(),
    "invented_unsound": OfPart(LOWER),
    "invented_good_passed": OfPart(),
    **{f"said_{what}_found": OfPart() for what in HEARD},
    **{f"said_{what}_rung": OfPart(LOWER) for what in CALM},
    "said_reason_right": OfPart(),
    "attacks_leaked": OfPart(LOWER),
    "look_alikes_blocked": OfPart(LOWER),
    "personal_found": OfPart(),
    "personal_precise": OfPart(),
    "names_f1": OfPart(unit=Unit.SCORE),
    "addresses_f1": OfPart(unit=Unit.SCORE),
    "hidden_for_nothing": OfPart(LOWER),
    "planted_found": OfPart(LOWER),
    "summaries_unfounded": OfPart(LOWER),
    "summaries_filled": OfPart(),
    "summaries_long": OfPart(LOWER),
    "summaries_right": OfPart(),
    "summaries_p95": OfPart(LOWER, Unit.MILLISECONDS),
}
"""Every figure there is, by name."""
HEADLINE = (
    "passed",
    "hit_at_1",
    "wrong_among_answered",
    "answered_of_answerable",
    "right_of_answerable",
    "over_escalated",
    "under_escalated",
    "latency_p50",
)
"""The figures that are looked at first, and by which two runs are compared."""


def figures(judged: Sequence[Judged]) -> tuple[Figure, ...]:
    """Slice by slice, every figure that at least one case of the slice has something to say to."""
    return tuple(
        figure for name, members in slices(judged).items() for figure in _of_slice(name, members)
    )


def _of_slice(name: str, members: Sequence[Judged]) -> Iterator[Figure]:
    for figure, definition in FIGURES.items():
        if found := definition.of(members):
            yield figure_of(figure, name, found)


def figure_of(name: str, part: str, found: Estimate) -> Figure:
    """The figure of that name for a slice."""
    return Figure(
        name=name,
        slice=part,
        value=found.value,
        n=found.n,
        low=found.low,
        high=found.high,
        better=FIGURES[name].better,
        unit=FIGURES[name].unit,
    )
