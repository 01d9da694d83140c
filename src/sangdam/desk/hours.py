"""When people answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sangdam.errors import SetupError
from sangdam.settings import Hours

IsHoliday = Callable[[date], bool]

HORIZON_DAYS = 366
"""How far ahead an opening is looked for."""

DAY = timedelta(days=1)


class Shift(NamedTuple):
    """From the first moment in to the first moment out."""

    opens: datetime
    closes: datetime


def never(_day: date) -> bool:
    return False


def open_now(hours: Hours, now: datetime, is_holiday: IsHoliday = never) -> bool:
    """Whether people answer at this moment. Raises SetupError for an unknown time zone."""
    today = _in_shop(hours, now).date()
    return any(
        shift.opens <= now < shift.closes
        for shift in (_shift(hours, today - DAY, is_holiday), _shift(hours, today, is_holiday))
        if shift is not None
    )


def next_opening(hours: Hours, now: datetime, is_holiday: IsHoliday = never) -> datetime | None:
    """The first moment from `now` on at which people answer, in the shop's own zone.

    `now` itself while they do; None where no day of the coming year is a working day. Raises
    SetupError for an unknown time zone.
    """
    here = _in_shop(hours, now)
    if open_now(hours, now, is_holiday):
        return here
    shifts = (_shift(hours, here.date() + DAY * n, is_holiday) for n in range(HORIZON_DAYS + 1))
    return next((shift.opens for shift in shifts if shift and shift.opens > now), None)


def after_open_time(
    hours: Hours, now: datetime, wanted: timedelta, is_holiday: IsHoliday = never
) -> datetime | None:
    """The moment at which `wanted` of open time has passed since `now`, in the shop's own zone.

    None where the coming year is not open for so long. Raises SetupError for an unknown zone.
    """
    today = _in_shop(hours, now).date()
    for n in range(-1, HORIZON_DAYS + 1):
        shift = _shift(hours, today + DAY * n, is_holiday)
        if shift is None or shift.closes <= now:
            continue
        begins = max(shift.opens, now.astimezone(shift.opens.tzinfo))
        open_for = shift.closes - begins
        if wanted <= open_for:
            return begins + wanted
        wanted -= open_for
    return None


def _in_shop(hours: Hours, now: datetime) -> datetime:
    return now.astimezone(_zone(hours.zone))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SetupError(
            f"setting hours.zone is {name!r}, which is no known time zone; write Asia/Seoul, say"
        ) from None


def _shift(hours: Hours, day: date, is_holiday: IsHoliday) -> Shift | None:
    """The shift that begins on this day; one that closes no later than it opens ends the next."""
    if day.weekday() not in hours.weekdays or is_holiday(day):
        return None
    zone = _zone(hours.zone)
    last = day + DAY if hours.closes <= hours.opens else day
    return Shift(
        opens=datetime.combine(day, hours.opens, zone),
        closes=datetime.combine(last, hours.closes, zone),
    )
