"""The figures of the last days, as a support lead reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import TypeVar

from sangdam.desk.service_hours import ServiceHours
from sangdam.models import (
    DayOfTalk,
    Figures,
    FirstReplies,
    ModelCost,
    Opinions,
    OutcomeShare,
    ReasonShare,
    Talk,
)
from sangdam.settings import Settings
from sangdam.spending import Spending
from sangdam.storage.counts import Counts, Talked, Wait
from sangdam.storage.tickets import Tickets

Name = TypeVar("Name")
CountUnanswered = Callable[[datetime, datetime], int]


class Reckoning:
    """Reckons anew whenever it is asked, from what is stored anyway."""

    def __init__(
        self,
        *,
        counts: Counts,
        tickets: Tickets,
        unanswered: CountUnanswered,
        spending: Spending,
        hours: ServiceHours,
        settings: Settings,
    ) -> None:
        self._counts = counts
        self._tickets = tickets
        self._unanswered = unanswered
        self._spending = spending
        self._hours = hours
        self._settings = settings

    def figures(self, latest: int) -> Figures:
        """Of today and the days before it, so many together, beside as many before those."""
        last = self._hours.today()
        days = [last - timedelta(days=back) for back in reversed(range(latest))]
        begins = [self._hours.begins(day) for day in [*days, last + timedelta(days=1)]]
        since, until = begins[0], begins[-1]
        days_of_talk = [
            DayOfTalk(day=day, conversations=talked.conversations, messages=talked.messages)
            for day, talked in zip(days, self._counts.by_day(begins), strict=True)
        ]
        said = self._counts.opinions(since, until)
        return Figures(
            first=days[0],
            last=last,
            zone=self._settings.hours.zone,
            kept_days=self._kept_days,
            total=_talk(self._counts.talked(since, until)),
            before=self._before(latest, since),
            days=tuple(reversed(days_of_talk)),
            endings=tuple(
                OutcomeShare(outcome=outcome, messages=n, share=share)
                for outcome, n, share in _shared(self._counts.outcomes(since, until))
            ),
            reasons=tuple(
                ReasonShare(reason_code=reason, tickets=n, share=share)
                for reason, n, share in _shared(self._counts.reasons(since, until))
            ),
            first_replies=self._first_replies(since, until),
            opinions=Opinions(helpful=said.get(True, 0), unhelpful=said.get(False, 0)),
            unanswered=self._unanswered(since, until),
            model=self._model(latest),
        )

    def _before(self, latest: int, until: datetime) -> Talk | None:
        if self._kept_days is not None and self._kept_days < 2 * latest:
            return None
        first = self._hours.today() - timedelta(days=2 * latest - 1)
        return _talk(self._counts.talked(self._hours.begins(first), until))

    @property
    def _kept_days(self) -> float | None:
        kept = self._settings.retention
        return min(filter(None, (kept.trace_days, kept.conversation_days)), default=None)

    def _first_replies(self, since: datetime, until: datetime) -> FirstReplies:
        waits = self._counts.waits(since, until)
        seconds = sorted(wait.seconds for wait in waits if wait.seconds is not None)
        return FirstReplies(
            tickets=len(waits),
            answered=len(seconds),
            waiting=sum(_still(wait) for wait in waits),
            median_seconds=median(seconds) if seconds else None,
            ninetieth_seconds=_ninetieth(seconds) if seconds else None,
            open_now=sum(self._tickets.open_by_queue().values()),
            unclaimed_now=sum(self._tickets.unclaimed_by_queue().values()),
        )

    def _model(self, latest: int) -> ModelCost:
        days = self._spending.days(latest)
        costs = [day.cost for day in days if day.cost is not None]
        return ModelCost(
            calls=sum(day.model_calls for day in days),
            failures=sum(day.model_failures for day in days),
            cost=sum(costs) if costs else None,
            currency=self._settings.cost.currency,
        )


def _talk(talked: Talked) -> Talk:
    without = talked.conversations - talked.with_people
    return Talk(
        conversations=talked.conversations,
        messages=talked.messages,
        without_person=without,
        without_person_share=without / talked.conversations if talked.conversations else None,
    )


def _shared(counted: Mapping[Name, int]) -> list[tuple[Name, int, float]]:
    """With the share of each in all, most frequent first."""
    whole = sum(counted.values())
    falling = sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))
    return [(name, n, n / whole) for name, n in falling]


def _still(wait: Wait) -> bool:
    return wait.open and wait.seconds is None


def _ninetieth(rising: Sequence[float]) -> float:
    """The smallest of them that nine of ten don't exceed."""
    return rising[ceil(0.9 * len(rising)) - 1]
