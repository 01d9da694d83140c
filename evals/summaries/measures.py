"""How many summaries are whole, how much in them rests on nothing, how long they take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from evals.figures import Figure, figure_of
from evals.intervals import Estimate, estimate, quantile
from evals.slices import ALL
from evals.summaries.examination import Examined, SummaryExam, Told

SLOWEST = quantile(0.95)

Statistic = Callable[[Sequence[Examined]], Estimate | None]


def unfounded(told: Sequence[Told]) -> Estimate | None:
    """Share of all statements and entities that rest on nothing."""
    return estimate([n < len(one.unfounded) for one in told for n in range(one.statements)])


def filled(told: Sequence[Told]) -> Estimate | None:
    """Share of the summaries with every field that applies."""
    return estimate([not one.empty for one in told])


def too_long(told: Sequence[Told]) -> Estimate | None:
    return estimate([one.long for one in told])


def right(examined: Sequence[Examined]) -> Estimate | None:
    """Share of the conversations whose summary tells all that is expected."""
    return estimate([one.right for one in examined])


def milliseconds(examined: Sequence[Examined]) -> Estimate | None:
    spent = [one for part in examined for one in part.milliseconds]
    return estimate(spent, statistic=SLOWEST, bounds=None)


def by_rule(examined: Sequence[Examined]) -> list[Told]:
    return [told for one in examined for told in one.by_rule]


def by_model(examined: Sequence[Examined]) -> list[Told]:
    return [told for one in examined for told in one.by_model]


STATISTICS: dict[str, Statistic] = {
    "summaries_unfounded": lambda examined: unfounded([*by_rule(examined), *by_model(examined)]),
    "summaries_filled": lambda examined: filled([*by_rule(examined), *by_model(examined)]),
    "summaries_long": lambda examined: too_long([*by_rule(examined), *by_model(examined)]),
    "summaries_right": right,
    "summaries_p95": milliseconds,
}


def figures(exam: SummaryExam) -> tuple[Figure, ...]:
    return tuple(_figures(exam))


def slices(examined: Sequence[Examined]) -> dict[str, list[Examined]]:
    """All of them, then by half, by the customer's language, and by both."""
    members: dict[str, list[Examined]] = {ALL: [*examined]}
    for one in examined:
        talk = one.talk
        for name in (talk.half, talk.language, f"{talk.half}-{talk.language}"):
            members.setdefault(str(name), []).append(one)
    return members


def _figures(exam: SummaryExam) -> Iterator[Figure]:
    for name, members in slices(exam.examined).items():
        for figure, statistic in STATISTICS.items():
            if found := statistic(members):
                yield figure_of(figure, name, found)
