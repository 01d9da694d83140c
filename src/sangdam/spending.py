"""What the language model costs, and whether the day's budget is gone."""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta

from sangdam.desk.service_hours import ServiceHours
from sangdam.models import DayOfSpending, ModelCall
from sangdam.settings import Cost
from sangdam.storage.model_use import DayOfUse, ModelUse
from sangdam.storage.traces import Traces

log = logging.getLogger(__name__)

MILLION = 1_000_000


class Spending:
    """Counts every call of the model: of drafts that were refused and of summaries, too.

    The count is one for all processes on the same database. The call under way when the budget
    ends is let to its end, so a day may cost a little more than its budget.
    """

    def __init__(self, *, use: ModelUse, traces: Traces, hours: ServiceHours, cost: Cost) -> None:
        self._use = use
        self._traces = traces
        self._hours = hours
        self._cost = cost
        self._over_on: date | None = None
        self._lock = threading.Lock()

    def note(self, call: ModelCall) -> None:
        self._use.add(self._hours.today(), call)

    def over(self) -> bool:
        """Whether today's budget is spent: then no model is asked until tomorrow."""
        if self._cost.daily_budget is None:
            return False
        today = self._hours.today()
        if self._over_on == today:
            return True
        if (self._priced(self._use.on(today)) or 0) < self._cost.daily_budget:
            return False
        with self._lock:
            first, self._over_on = self._over_on != today, today
        if first:
            log.warning(
                "the budget of %g %s for %s is spent: no language model until tomorrow",
                self._cost.daily_budget,
                self._cost.currency,
                today,
            )
        return True

    def today(self) -> float | None:
        """What today has cost so far; None without prices."""
        return self._priced(self._use.on(self._hours.today()))

    def days(self, latest: int) -> tuple[DayOfSpending, ...]:
        """Today and the days before it, so many together, newest first."""
        today = self._hours.today()
        days = [today - timedelta(days=back) for back in range(latest)]
        used = {use.day: use for use in self._use.since(days[-1])}
        return tuple(self._day(used.get(day) or DayOfUse(day=day)) for day in days)

    def _day(self, use: DayOfUse) -> DayOfSpending:
        begins, ends = (self._hours.begins(use.day + timedelta(days=days)) for days in (0, 1))
        return DayOfSpending(
            day=use.day,
            turns=self._traces.counted(begins, ends),
            model_calls=use.calls,
            model_failures=use.failures,
            tokens_in=use.prompt_tokens,
            tokens_cached=use.cached_tokens,
            tokens_out=use.completion_tokens,
            cost=self._priced(use),
        )

    def _priced(self, use: DayOfUse) -> float | None:
        price = self._cost
        if price.input_per_million is None or price.output_per_million is None:
            return None
        cached = price.input_per_million
        if price.cached_per_million is not None:
            cached = price.cached_per_million
        spent = (use.prompt_tokens - use.cached_tokens) * price.input_per_million
        spent += use.cached_tokens * cached + use.completion_tokens * price.output_per_million
        return round(spent / MILLION, 6)
