"""When people answer: opening hours, and the breaks within them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import PlainSerializer, PlainValidator, ValidationInfo, field_validator

from sangdam.settings.group import Group

DAY = timedelta(days=1)


class Break(NamedTuple):
    """From the first moment away to the first moment back; written `12:00-13:00`."""

    begins: time
    ends: time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


def _read(written: object) -> Break:
    if isinstance(written, Break):
        return written
    try:
        begins, ends = (datetime.strptime(part.strip(), "%H:%M") for part in _parts(written))
    except ValueError:
        raise ValueError("write a break as 12:00-13:00") from None
    return Break(begins.time(), ends.time())


def _parts(written: object) -> list[str]:
    return written.split("-") if isinstance(written, str) else []


class Hours(Group):
    """When people answer. Public holidays of `country` are closed."""

    opens: time = time(9, 0)
    closes: time = time(18, 0)
    breaks: tuple[Annotated[Break, PlainValidator(_read), PlainSerializer(str)], ...] = ()
    """Closed within the hours of every working day, for lunch say: `["12:00-13:00"]`. In the order
    in which a day has them."""
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    """0 is Monday."""
    zone: str = "Asia/Seoul"
    country: str = "KR"

    @field_validator("opens", "closes")
    @classmethod
    def _by_the_zone(cls, moment: time) -> time:
        if moment.tzinfo is not None:
            raise ValueError(
                f"write {moment:%H:%M} without an offset; `zone` says whose time it is"
            )
        return moment

    @field_validator("breaks")
    @classmethod
    def _within(cls, breaks: tuple[Break, ...], info: ValidationInfo) -> tuple[Break, ...]:
        """Each with open time before it and after it; so a day may begin in the evening."""
        if not {"opens", "closes"} <= info.data.keys():
            return breaks
        opens, closes = info.data["opens"], info.data["closes"]
        in_order = tuple(sorted(breaks, key=lambda one: _since(opens, one.begins)))
        open_for = _since(opens, closes) or DAY
        for one in in_order:
            begins, ends = _since(opens, one.begins), _since(opens, one.ends)
            if not (timedelta() < begins < open_for and timedelta() < ends < open_for):
                raise ValueError(
                    f"the break {one} must begin later than the desk opens and end before it"
                    f" closes ({opens:%H:%M}-{closes:%H:%M})"
                )
            if ends <= begins:
                raise ValueError(f"the break {one} must end later than it begins")
        for first, second in pairwise(in_order):
            if _since(opens, second.begins) <= _since(opens, first.ends):
                raise ValueError(
                    f"the breaks {first} and {second} overlap or touch; write one break,"
                    " or leave open time between them"
                )
        return in_order


def _since(opens: time, moment: time) -> timedelta:
    """From the opening to the next time that the clock shows this moment."""
    return (_of_day(moment) - _of_day(opens)) % DAY


def _of_day(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
