"""Moments and shapes that several tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sangdam.bootstrap import Service
from sangdam.models import Reply

MONDAY_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""10:00 in Seoul on a working day."""
SATURDAY = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

MakeService = Callable[..., Service]
Converse = Callable[..., Reply]
