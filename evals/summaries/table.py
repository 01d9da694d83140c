"""What a person reads of the summaries. Of sealed ones only numbers are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from evals.cases import Half
from evals.shares import hits
from evals.summaries.examination import Examined, SummaryExam, Told
from evals.summaries.measures import by_model, by_rule, right, slices

HEADINGS = ("summaries", "whole", "facts", "unfounded", "most words")
NAME, CELL = 16, 13
"""Widths of the columns."""
ASKED = 0.05
"""Seconds; in less the model was not asked at all."""


def lines(exam: SummaryExam) -> Iterator[str]:
    yield from _table("By rule", exam, by_rule)
    if exam.model != "none":
        yield from _table("By the model", exam, by_model)
        yield from _of_model(exam)
    spent = [one for part in exam.examined for one in part.milliseconds]
    if spent:
        yield (
            f"\nWritten by rule, with the search for agents: median {median(spent):.1f} ms, "
            f"longest {max(spent):.1f} ms, n {len(spent)}"
        )
    for name, members in slices(exam.examined).items():
        if found := right(members):
            yield f"Tell all that the script expects, {name}: {hits(found)}"


def stories(exam: SummaryExam) -> Iterator[str]:
    """Every open conversation whose summary lacks something."""
    for one in exam.examined:
        told = [*one.by_rule, *one.by_model]
        faults = [*one.unexpected, *(fault for each in told for fault in each.unfounded)]
        faults += [f"{name} is empty" for each in told for name in each.empty]
        if faults and one.talk.half is Half.OPEN:
            yield f"{one.talk.id}, for agents in {one.desk}: {'; '.join(faults)}"


def _table(title: str, exam: SummaryExam, of: Of) -> Iterator[str]:
    yield f"\n{title:{NAME}}" + "".join(f"{heading:>{CELL}}" for heading in HEADINGS)
    for name, members in slices(exam.examined).items():
        told = of(members)
        counts = (
            len(told),
            sum(not one.empty for one in told),
            sum(one.statements for one in told),
            sum(len(one.unfounded) for one in told),
            max((one.words for one in told), default=0),
        )
        yield f"{name:{NAME}}" + "".join(f"{count:>{CELL},}" for count in counts)


def _of_model(exam: SummaryExam) -> Iterator[str]:
    seconds = [one for part in exam.examined for one in part.model_s if one >= ASKED]
    replaced, all_of_them = len(by_model(exam.examined)), len(by_rule(exam.examined))
    if seconds:
        yield (
            f"\nThe model's version took the place of {replaced} of {all_of_them}; it was asked "
            f"{len(seconds)} times and took a median of {median(seconds):.1f} s, "
            f"{max(seconds):.1f} s at most"
        )


Of = Callable[[Sequence[Examined]], list[Told]]
