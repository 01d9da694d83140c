"""When people answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sangdam.errors import SetupError
from sangdam.settings import Hours

IsHoliday = Callable[[date], bool]

HORIZON_DAYS = 366
"""How far ahead an opening is looked for."""

DAY = timedelta(days=1)


class Shift(NamedTuple):
    """From the first moment in to the first moment out; a break parts one from the next."""

    opens: datetime
    closes: datetime


def never(_day: date) -> bool:
    return False


def open_now(hours: Hours, now: datetime, is_holiday: IsHoliday = never) -> bool:
    """Whether people answer at this moment. Raises SetupError for an unknown time zone."""
    return any(
        shift.opens <= now < shift.closes
        for day in _days_under_way(hours, now)
        for shift in _shifts(hours, day, is_holiday)
    )


def on_break(hours: Hours, now: datetime, is_holiday: IsHoliday = never) -> bool:
    """Whether people left for a break and are not back yet. Raises SetupError for an unknown
    time zone."""
    return any(begins <= now < ends for begins, ends in _breaks(hours, now, is_holiday))


def next_opening(hours: Hours, now: datetime, is_holiday: IsHoliday = never) -> datetime | None:
    """The first moment from `now` on at which people answer, in the shop's own zone.

    `now` itself while they do; None where no day of the coming year is a working day. Raises
    SetupError for an unknown time zone.
    """
    if open_now(hours, now, is_holiday):
        return _in_shop(hours, now)
    return next((s.opens for s in _coming(hours, now, is_holiday) if s.opens > now), None)


def after_open_time(
    hours: Hours, now: datetime, wanted: timedelta, is_holiday: IsHoliday = never
) -> datetime | None:
    """The moment at which `wanted` of open time has passed since `now`, in the shop's own zone.

    None where the coming year is not open for so long. Raises SetupError for an unknown zone.
    """
    for shift in _coming(hours, now, is_holiday):
        begins = max(shift.opens, now.astimezone(shift.opens.tzinfo))
        open_for = shift.closes - begins
        if wanted <= open_for:
            return begins + wanted
        wanted -= open_for
    return None


def with_breaks(
    hours: Hours, now: datetime, wait: timedelta, is_holiday: IsHoliday = never
) -> timedelta | None:
    """How long it takes until `wait` of open time has passed: `wait` and the breaks in it. None
    where people leave for the day before that. Raises SetupError for an unknown zone."""
    ends = after_open_time(hours, now, wait, is_holiday)
    for day in _days_under_way(hours, now):
        shifts = _shifts(hours, day, is_holiday)
        if ends and shifts and shifts[0].opens <= now < shifts[-1].closes:
            return ends - now if ends <= shifts[-1].closes else None
    return None


def _coming(hours: Hours, now: datetime, is_holiday: IsHoliday) -> Iterator[Shift]:
    """Shifts that are not over yet, the one under way first."""
    today = _in_shop(hours, now).date()
    for n in range(-1, HORIZON_DAYS + 1):
        for shift in _shifts(hours, today + DAY * n, is_holiday):
            if shift.closes > now:
                yield shift


def _breaks(
    hours: Hours, now: datetime, is_holiday: IsHoliday
) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end of each break of the days under way."""
    for day in _days_under_way(hours, now):
        for before, after in pairwise(_shifts(hours, day, is_holiday)):
            yield before.closes, after.opens


def _days_under_way(hours: Hours, now: datetime) -> tuple[date, date]:
    """Today, and yesterday, whose night shift may last until now."""
    today = _in_shop(hours, now).date()
    return today - DAY, today


def _in_shop(hours: Hours, now: datetime) -> datetime:
    return now.astimezone(_zone(hours.zone))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SetupError(
            f"setting hours.zone is {name!r}, which is no known time zone; write Asia/Seoul, say"
        ) from None


def _shifts(hours: Hours, day: date, is_holiday: IsHoliday) -> list[Shift]:
    """The shifts that begin with this day's opening, parted by its breaks."""
    if day.weekday() not in hours.weekdays or is_holiday(day):
        return []
    zone = _zone(hours.zone)

    def after_opening(moment: time) -> datetime:
        """On the next day where the clock shows it no later than the opening."""
        return datetime.combine(day + DAY if moment <= hours.opens else day, moment, zone)

    opens = [datetime.combine(day, hours.opens, zone)]
    opens += [after_opening(one.ends) for one in hours.breaks]
    closes = [after_opening(one.begins) for one in hours.breaks]
    closes += [after_opening(hours.closes)]
    return [Shift(*shift) for shift in zip(opens, closes, strict=True)]
