"""How often is too often, counted by all processes together.

The library `limits` decides. It can count in memory, Redis, Memcached and MongoDB; here it counts
in a table of the database that is there anyhow, so that workers on many machines know the same and
nobody gets fresh attempts by a restart. A count is one statement; on PostgreSQL none waits for the
disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from math import ceil

from limits import RateLimitItemPerSecond
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Executable, bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from sangdam.errors import TooOften
from sangdam.ports import Clock
from sangdam.settings import Rate
from sangdam.storage.access_tables import CountRow
from sangdam.storage.database import Database

Insert = sqlite.Insert | postgresql.Insert
INSERT: Mapping[str, Callable[[type[CountRow]], Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class RateLimits:
    """Every count is of something that is done (`what`) by somebody or in something (`whose`)."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._counts = Counts(database, clock)
        self._clock = clock
        self._limiter = FixedWindowRateLimiter(self._counts)

    def count(self, what: str, whose: str, rate: Rate) -> None:
        """Count once more. Raises TooOften where that is more often than the rate allows."""
        item = _item(what, rate)
        if self._limiter.hit(item, whose):
            return
        left = self._limiter.get_window_stats(item, whose).reset_time - self._clock().timestamp()
        raise TooOften(f"more than {rate.times} in {rate.seconds} s", wait_s=max(1, ceil(left)))

    def uncount(self, what: str, whose: str, rate: Rate) -> None:
        """The last one does not count after all."""
        item = _item(what, rate)
        self._counts.incr(item.key_for(whose), item.get_expiry(), amount=-1)

    def forget(self, what: str, whose: str, rate: Rate) -> None:
        self._limiter.clear(_item(what, rate), whose)

    def sweep(self) -> None:
        """Drop the counts whose time is over."""
        self._counts.sweep()


class Counts(Storage):
    """What `limits` asks of a place to count in, on a table."""

    STORAGE_SCHEME = None

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__()
        self._database = database
        self._clock = clock

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = self._clock()
        values = {
            "key": key,
            "now": now,
            "until": now + timedelta(seconds=expiry),
            "more": amount,
            "first": max(0, amount),
        }
        with self._database.alone() as connection:
            hits: int = connection.execute(_counted(connection.dialect.name), values).scalar_one()
        return hits

    def get(self, key: str) -> int:
        row = self._row(key)
        return row.hits if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._row(key)
        return (row.until if row else self._clock()).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._database.begin() as session:
            session.execute(delete(CountRow))
        return None

    def clear(self, key: str) -> None:
        with self._database.begin() as session:
            session.execute(delete(CountRow).where(CountRow.key == key))

    def sweep(self) -> None:
        with self._database.begin() as session:
            session.execute(delete(CountRow).where(CountRow.until <= self._clock()))

    def _row(self, key: str) -> CountRow | None:
        valid = select(CountRow).where(CountRow.key == key, CountRow.until > self._clock())
        with self._database.glance() as session:
            return session.scalar(valid)


@cache
def _counted(dialect: str) -> Executable:
    over = CountRow.until <= bindparam("now")
    new = INSERT[dialect](CountRow).values(
        key=bindparam("key"), hits=bindparam("first"), until=bindparam("until")
    )
    return new.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "hits": case((over, new.excluded.hits), else_=CountRow.hits + bindparam("more")),
            "until": case((over, new.excluded.until), else_=CountRow.until),
        },
    ).returning(CountRow.hits)


def _item(what: str, rate: Rate) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(rate.times, rate.seconds, namespace=what)
