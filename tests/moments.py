"""Moments and shapes that several tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from time import monotonic, sleep

from sangdam.bootstrap import Service
from sangdam.models import Reply
from sangdam.settings import Break, Hours

MONDAY_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""10:00 in Seoul on a working day."""
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""12:00 in Seoul on the same day."""
SATURDAY = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
LUNCH = Hours(breaks=(Break(time(12), time(13)),))

MakeService = Callable[..., Service]
Converse = Callable[..., Reply]


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it holds before the time is over; looked at again and again."""
    until = monotonic() + seconds
    while not holds():
        if monotonic() > until:
            return False
        sleep(0.01)
    return True
