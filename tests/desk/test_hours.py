"""When people answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sangdam.desk.hours import after_open_time, next_opening, open_now
from sangdam.desk.service_hours import ServiceHours
from sangdam.errors import SetupError
from sangdam.offline import StoppedClock
from sangdam.settings import Hours

SEOUL = ZoneInfo("Asia/Seoul")
SHOP = Hours()
NIGHT = Hours(opens=time(22), closes=time(6), weekdays=(4,))


def seoul(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (seoul(11, 20, 8, 59, 59), False),  # Friday
        (seoul(11, 20, 9), True),
        (seoul(11, 20, 17, 59, 59), True),
        (seoul(11, 20, 18), False),
        (seoul(11, 21, 12), False),  # Saturday
        (seoul(11, 22, 12), False),
        (seoul(11, 23, 12), True),
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), True),  # Friday 09:00 in Seoul
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), False),  # Monday 08:59 in Seoul
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), False),  # Friday 18:00 in Seoul
    ],
)
def test_open_on_weekdays_from_opening_to_before_closing(now: datetime, is_open: bool) -> None:
    assert open_now(SHOP, now) is is_open


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (seoul(11, 20, 8), seoul(11, 20, 9)),
        (seoul(11, 20, 9), seoul(11, 20, 9)),
        (seoul(11, 20, 12, 34), seoul(11, 20, 12, 34)),
        (seoul(11, 20, 18), seoul(11, 23, 9)),
        (seoul(11, 22, 23), seoul(11, 23, 9)),
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), seoul(11, 23, 9)),
    ],
)
def test_the_next_opening_is_in_the_shops_own_zone(now: datetime, opening: datetime) -> None:
    found = next_opening(SHOP, now)
    assert found == opening
    assert found.tzinfo == SEOUL


def test_a_holiday_is_closed() -> None:
    chuseok = {date(2026, 9, 24), date(2026, 9, 25)}
    is_holiday = chuseok.__contains__
    assert open_now(SHOP, seoul(9, 24, 12))
    assert not open_now(SHOP, seoul(9, 24, 12), is_holiday)
    assert next_opening(SHOP, seoul(9, 23, 18), is_holiday) == seoul(9, 28, 9)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (seoul(11, 20, 21, 59), False),
        (seoul(11, 20, 22), True),
        (seoul(11, 21, 5, 59), True),  # the night from Friday to Saturday
        (seoul(11, 21, 6), False),
        (seoul(11, 21, 23), False),
        (seoul(11, 20, 3), False),  # the night from Thursday
    ],
)
def test_a_night_shift_belongs_to_the_day_it_begins_on(now: datetime, is_open: bool) -> None:
    assert open_now(NIGHT, now) is is_open


def test_equal_times_mean_all_day() -> None:
    always = Hours(opens=time(0), closes=time(0), weekdays=tuple(range(7)))
    assert all(open_now(always, seoul(11, 21, hour)) for hour in range(24))


def test_a_shop_without_working_days_never_opens() -> None:
    closed = Hours(weekdays=())
    assert not open_now(closed, seoul(11, 20, 12))
    assert next_opening(closed, seoul(11, 20, 12)) is None
    assert next_opening(SHOP, seoul(11, 20, 18), lambda _day: True) is None


def test_hours_hold_where_clocks_change() -> None:
    berlin = Hours(zone="Europe/Berlin", weekdays=tuple(range(7)))
    assert open_now(berlin, datetime(2026, 10, 24, 7, 0, tzinfo=UTC))  # summer time
    assert not open_now(berlin, datetime(2026, 10, 25, 7, 0, tzinfo=UTC))  # winter time
    assert open_now(berlin, datetime(2026, 10, 25, 8, 0, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["Asia/Pyeongchang", "", "../etc/passwd", "Asia"])
def test_an_unknown_zone_is_named(zone: str) -> None:
    with pytest.raises(SetupError, match=r"hours\.zone"):
        open_now(Hours(zone=zone), seoul(11, 20, 12))


@pytest.mark.parametrize(
    ("now", "minutes", "due"),
    [
        (seoul(11, 20, 10), 30, seoul(11, 20, 10, 30)),
        (seoul(11, 20, 17, 50), 10, seoul(11, 20, 18)),
        (seoul(11, 20, 17, 50), 30, seoul(11, 23, 9, 20)),  # Friday evening to Monday
        (seoul(11, 20, 17, 59, 59), 1, seoul(11, 23, 9, 0, 59)),
        (seoul(11, 21, 12), 5, seoul(11, 23, 9, 5)),
        (seoul(11, 20, 10), 9 * 60, seoul(11, 23, 10)),
    ],
)
def test_a_due_time_counts_open_minutes_only(now: datetime, minutes: int, due: datetime) -> None:
    assert after_open_time(SHOP, now, timedelta(minutes=minutes)) == due


def test_a_due_time_passes_over_holidays_and_may_never_come() -> None:
    chuseok = {date(2026, 9, 24), date(2026, 9, 25)}
    found = after_open_time(SHOP, seoul(9, 23, 17, 30), timedelta(minutes=60), chuseok.__contains__)
    assert found == seoul(9, 28, 9, 30)
    assert after_open_time(Hours(weekdays=()), seoul(11, 20, 12), timedelta(minutes=1)) is None


def test_a_due_time_in_a_night_shift() -> None:
    late = after_open_time(NIGHT, seoul(11, 21, 5, 30), timedelta(minutes=60))
    assert late == seoul(11, 27, 22, 30)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (datetime(2027, 2, 6, 10, tzinfo=SEOUL), datetime(2027, 2, 10, 9, tzinfo=SEOUL)),
        (datetime(2026, 9, 24, 10, tzinfo=SEOUL), datetime(2026, 9, 28, 9, tzinfo=SEOUL)),
        (datetime(2026, 12, 25, 10, tzinfo=SEOUL), datetime(2026, 12, 28, 9, tzinfo=SEOUL)),
    ],
)
def test_the_shop_is_closed_on_koreas_holidays(day: datetime, opens: datetime) -> None:
    """Seollal 2027 with the day in its stead, Chuseok, Christmas."""
    hours = ServiceHours(Hours(), clock=StoppedClock(day))
    assert not hours.open_now()
    assert hours.next_opening() == opens
