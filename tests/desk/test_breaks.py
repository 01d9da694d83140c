"""Closed for lunch."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sangdam.desk.hours import after_open_time, next_opening, on_break, open_now, with_breaks
from sangdam.desk.service_hours import ServiceHours
from sangdam.errors import SetupError
from sangdam.offline import StoppedClock
from sangdam.settings import Break, Hours, Settings

SEOUL = ZoneInfo("Asia/Seoul")
LUNCH = Break(time(12), time(13))
SHOP = Hours(breaks=(LUNCH, Break(time(15, 30), time(15, 45))))
NIGHT = Hours(
    opens=time(22),
    closes=time(6),
    weekdays=(4,),
    breaks=(Break(time(23, 30), time(0, 30)), Break(time(3), time(3, 20))),
)
FRIDAY = date(2026, 11, 20)


def seoul(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("hours", "now", "is_open", "away"),
    [
        (SHOP, seoul(20, 8), False, False),
        (SHOP, seoul(20, 11, 59, 59), True, False),
        (SHOP, seoul(20, 12), False, True),
        (SHOP, seoul(20, 12, 59, 59), False, True),
        (SHOP, seoul(20, 13), True, False),
        (SHOP, datetime(2026, 11, 20, 3, 30, tzinfo=UTC), False, True),  # 12:30 in Seoul
        (SHOP, seoul(20, 15, 40), False, True),
        (SHOP, seoul(20, 18), False, False),
        (SHOP, seoul(21, 12, 30), False, False),  # Saturday
        (NIGHT, seoul(20, 23, 29), True, False),
        (NIGHT, seoul(20, 23, 30), False, True),
        (NIGHT, seoul(21, 0, 29), False, True),
        (NIGHT, seoul(21, 0, 30), True, False),
        (NIGHT, seoul(21, 3, 10), False, True),
        (NIGHT, seoul(20, 3, 10), False, False),  # no night shift began on Thursday
        (NIGHT, seoul(21, 6), False, False),
    ],
)
def test_a_break_is_closed_from_its_beginning_to_before_its_end(
    hours: Hours, now: datetime, is_open: bool, away: bool
) -> None:
    assert open_now(hours, now) is is_open
    assert on_break(hours, now) is away


@pytest.mark.parametrize(
    ("hours", "now", "opening"),
    [
        (SHOP, seoul(20, 8), seoul(20, 9)),
        (SHOP, seoul(20, 11, 59), seoul(20, 11, 59)),
        (SHOP, seoul(20, 12), seoul(20, 13)),
        (SHOP, datetime(2026, 11, 20, 3, 59, tzinfo=UTC), seoul(20, 13)),
        (SHOP, seoul(20, 15, 30), seoul(20, 15, 45)),
        (SHOP, seoul(20, 18), seoul(23, 9)),
        (SHOP, seoul(21, 12, 30), seoul(23, 9)),
        (NIGHT, seoul(20, 23, 45), seoul(21, 0, 30)),
        (NIGHT, seoul(21, 0, 15), seoul(21, 0, 30)),
        (NIGHT, seoul(21, 3, 10), seoul(21, 3, 20)),
    ],
)
def test_the_next_opening_is_the_end_of_the_break(
    hours: Hours, now: datetime, opening: datetime
) -> None:
    found = next_opening(hours, now)
    assert found == opening
    assert found.tzinfo == SEOUL


@pytest.mark.parametrize(
    ("hours", "now", "minutes", "due"),
    [
        (SHOP, seoul(20, 11), 30, seoul(20, 11, 30)),
        (SHOP, seoul(20, 11, 30), 30, seoul(20, 12)),
        (SHOP, seoul(20, 11, 50), 30, seoul(20, 13, 20)),
        (SHOP, seoul(20, 12, 30), 30, seoul(20, 13, 30)),
        (SHOP, seoul(20, 11), 5 * 60, seoul(20, 17, 15)),  # both breaks
        (SHOP, seoul(20, 17, 50), 200, seoul(23, 13, 10)),  # over the weekend and lunch
        (NIGHT, seoul(20, 23, 20), 20, seoul(21, 0, 40)),
        (NIGHT, seoul(21, 0, 10), 160, seoul(21, 3, 30)),
    ],
)
def test_a_time_limit_stops_during_a_break(
    hours: Hours, now: datetime, minutes: int, due: datetime
) -> None:
    assert after_open_time(hours, now, timedelta(minutes=minutes)) == due


@pytest.mark.parametrize(
    ("now", "minutes", "told"),
    [
        (seoul(20, 11), 30, 30),
        (seoul(20, 11, 50), 10, 10),
        (seoul(20, 11, 50), 15, 75),
        (seoul(20, 11, 50), 165, 240),  # the second break falls in because of the first
        (seoul(20, 17, 50), 10, 10),
        (datetime(2026, 11, 20, 2, 50, tzinfo=UTC), 15, 75),
    ],
)
def test_an_estimate_grows_by_the_breaks_that_fall_into_it(
    now: datetime, minutes: int, told: int
) -> None:
    assert with_breaks(SHOP, now, timedelta(minutes=minutes)) == timedelta(minutes=told)
    assert ServiceHours(SHOP, clock=StoppedClock(now)).with_breaks(minutes) == told
    assert ServiceHours(Hours(), clock=StoppedClock(now)).with_breaks(minutes) == minutes


@pytest.mark.parametrize(
    ("hours", "now", "minutes"),
    [
        (SHOP, seoul(20, 17, 50), 15),
        (SHOP, seoul(20, 11, 50), 305),  # the breaks push it beyond the evening
        (NIGHT, seoul(21, 5, 50), 15),
        (SHOP, seoul(21, 12), 15),  # closed anyhow
    ],
)
def test_a_wait_beyond_the_days_end_is_not_told(hours: Hours, now: datetime, minutes: int) -> None:
    assert with_breaks(hours, now, timedelta(minutes=minutes)) is None
    assert ServiceHours(hours, clock=StoppedClock(now)).with_breaks(minutes) is None


def test_a_night_shift_ends_on_the_next_day() -> None:
    night = timedelta(minutes=30)
    assert with_breaks(NIGHT, seoul(21, 0, 40), night) == night


def test_a_holiday_has_no_break() -> None:
    noon = seoul(20, 12, 30)
    assert on_break(SHOP, noon)
    assert not on_break(SHOP, noon, {FRIDAY}.__contains__)
    assert next_opening(SHOP, noon, {FRIDAY}.__contains__) == seoul(23, 9)
    christmas = datetime(2026, 12, 25, 12, 30, tzinfo=SEOUL)
    assert not ServiceHours(SHOP, clock=StoppedClock(christmas)).on_break()


def test_without_a_break_nobody_is_on_one() -> None:
    assert not any(on_break(Hours(), seoul(20, hour)) for hour in range(24))
    assert Settings.load({}).hours.breaks == ()


def test_breaks_hold_where_clocks_change() -> None:
    berlin = Hours(zone="Europe/Berlin", weekdays=tuple(range(7)), breaks=(LUNCH,))
    assert on_break(berlin, datetime(2026, 10, 24, 10, 30, tzinfo=UTC))  # summer time
    assert not on_break(berlin, datetime(2026, 10, 25, 10, 30, tzinfo=UTC))  # winter time
    assert on_break(berlin, datetime(2026, 10, 25, 11, 30, tzinfo=UTC))


# --- as they are written ---------------------------------------------------------------------


def load(monkeypatch: pytest.MonkeyPatch, *breaks: object, **hours: str) -> Hours:
    """As the environment has them."""
    monkeypatch.setenv("SANGDAM_HOURS__BREAKS", json.dumps(breaks))
    for name, value in hours.items():
        monkeypatch.setenv(f"SANGDAM_HOURS__{name.upper()}", value)
    return Settings.load().hours


def test_breaks_are_read_in_the_order_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = load(monkeypatch, "15:30 - 15:45", "12:00-13:00")
    assert hours == SHOP
    assert hours.model_dump(mode="json")["breaks"] == ["12:00-13:00", "15:30-15:45"]
    night = load(monkeypatch, "3:00-3:20", "23:30-00:30", opens="22:00", closes="06:00")
    assert night.breaks == NIGHT.breaks
    around_the_clock = load(monkeypatch, "12:00-13:00", opens="00:00", closes="00:00")
    assert around_the_clock.breaks == (LUNCH,)


@pytest.mark.parametrize(
    ("breaks", "hours", "told"),
    [
        (["lunch"], {}, "BREAKS__0 .* is 'lunch': .*write a break as 12:00-13:00"),
        (["12-13"], {}, "BREAKS__0 .*write a break as"),
        (["12:00-13:00-14:00"], {}, "BREAKS__0 .*write a break as"),
        (["12:00-13:00", ["15:00", "16:00"]], {}, "BREAKS__1 .*write a break as"),
        (["12:00-24:00"], {}, "write a break as"),
        (["13:00-12:00"], {}, "BREAKS .*the break 13:00-12:00 must end later than it begins"),
        (["12:00-12:00"], {}, "the break 12:00-12:00 must end later than it begins"),
        (["08:00-08:30"], {}, r"08:00-08:30 must begin later .* closes \(09:00-18:00\)"),
        (["08:30-09:30"], {}, "08:30-09:30 must begin later than the desk opens"),
        (["09:00-09:30"], {}, "09:00-09:30 must begin later than the desk opens"),
        (["17:30-18:00"], {}, "17:30-18:00 must begin later than the desk opens and end before it"),
        (["17:30-18:30"], {}, "17:30-18:30 must begin later"),
        (["09:00-18:00"], {}, "09:00-18:00 must begin later"),
        (["12:00-13:00"], {"opens": "14:00"}, r"must begin later .* \(14:00-18:00\)"),
        (["12:00-13:00"], {"opens": "22:00", "closes": "06:00"}, "12:00-13:00 must begin later"),
        (["12:00-13:00", "12:30-14:00"], {}, "12:00-13:00 and 12:30-14:00 overlap or touch"),
        (["14:00-15:00", "13:00-14:00"], {}, "13:00-14:00 and 14:00-15:00 overlap or touch"),
        (["12:00-15:00", "13:00-14:00"], {}, "12:00-15:00 and 13:00-14:00 overlap or touch"),
        (["12:00-13:00", "12:00-13:00"], {}, "12:00-13:00 and 12:00-13:00 overlap or touch"),
        (["12:00-13:00"], {"opens": "nine"}, "HOURS__OPENS"),
        (["12:00-13:00"], {"opens": "09:00+09:00"}, "HOURS__OPENS .*09:00 without an offset"),
    ],
)
def test_a_break_that_cannot_be_is_named(
    monkeypatch: pytest.MonkeyPatch, breaks: list[object], hours: dict[str, str], told: str
) -> None:
    with pytest.raises(SetupError, match=told):
        load(monkeypatch, *breaks, **hours)


def test_a_break_outside_the_list_is_told_how_lists_are_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SANGDAM_HOURS__BREAKS", "12:00-13:00")
    with pytest.raises(SetupError, match=r'"hours".*; write a list as \["one", "two"\]'):
        Settings.load()
