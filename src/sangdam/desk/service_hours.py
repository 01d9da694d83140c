"""The shop's opening hours on its own calendar (the holidays package's one home)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from sangdam.desk.hours import after_open_time, next_opening, on_break, open_now, with_breaks
from sangdam.errors import SetupError
from sangdam.ports import Clock
from sangdam.settings import Hours


class ServiceHours:
    """Raises SetupError for a country whose public holidays are not known."""

    def __init__(self, hours: Hours, *, clock: Clock) -> None:
        self._hours = hours
        self._clock = clock
        try:
            self._holidays = holidays.country_holidays(hours.country)
        except NotImplementedError:
            raise SetupError(
                f"setting hours.country is {hours.country!r}; write a code such as KR"
            ) from None

    def open_now(self) -> bool:
        return open_now(self._hours, self._clock(), self._is_holiday)

    def on_break(self) -> bool:
        return on_break(self._hours, self._clock(), self._is_holiday)

    def next_opening(self) -> datetime | None:
        """When people answer again, in the shop's zone; None where they never do."""
        return next_opening(self._hours, self._clock(), self._is_holiday)

    def due(self, minutes: float) -> datetime | None:
        """When so many open minutes from now have passed; None where that is never."""
        return after_open_time(
            self._hours, self._clock(), timedelta(minutes=minutes), self._is_holiday
        )

    def with_breaks(self, minutes: int) -> int | None:
        """Minutes from now until so many open ones have passed; None where it closes before."""
        wait = timedelta(minutes=minutes)
        longer = with_breaks(self._hours, self._clock(), wait, self._is_holiday)
        return longer // timedelta(minutes=1) if longer else None

    def today(self) -> date:
        """The shop's own date."""
        return self._clock().astimezone(ZoneInfo(self._hours.zone)).date()

    def begins(self, day: date) -> datetime:
        """The first moment of a day of the shop's calendar."""
        return datetime.combine(day, time(), ZoneInfo(self._hours.zone))

    def _is_holiday(self, day: date) -> bool:
        return day in self._holidays
