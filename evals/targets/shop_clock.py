"""The clock of a service under examination: every conversation has a moment of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

MONDAY_MORNING = datetime(2026, 11, 23, 10, 0)
"""Local time of the shop at which a case is asked that names no other: people answer then."""

_NOW: ContextVar[datetime | None] = ContextVar("moment of the conversation", default=None)


class ShopClock:
    """Satisfies ports.Clock. Stands still at the moment that the calling thread has set."""

    def __init__(self, zone: str, usual: datetime = MONDAY_MORNING) -> None:
        self._zone = ZoneInfo(zone)
        self._usual = self._placed(usual)

    def __call__(self) -> datetime:
        return _NOW.get() or self._usual

    @contextmanager
    def at(self, moment: datetime | None) -> Iterator[None]:
        """In this thread, until the block ends, it is `moment` (without a zone: the shop's own
        time); None: the usual one."""
        token = _NOW.set(self._placed(moment) if moment else self._usual)
        try:
            yield
        finally:
            _NOW.reset(token)

    def _placed(self, moment: datetime) -> datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)
