"""Whether our clock and the disk's agree, and time zones are known."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.settings import Settings

APART_S = 5.0
"""Seconds by which clocks may differ: orders of events and ends of tokens hang on them."""


def check(
    settings: Settings, tell: Tell, *, clock: Callable[[], float] = time.time
) -> Iterator[Finding]:
    """`clock` in UNIX seconds."""
    yield _zone(settings.hours.zone, tell)
    if os.access(settings.data_dir, os.W_OK):
        yield agrees("disk", _disk(settings.data_dir) - clock(), tell)


def _zone(name: str, tell: Tell) -> Finding:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return tell.wrong("zone", name=name)
    return tell.ok("zone_known", name=name)


def _disk(folder: Path) -> float:
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
        file.write(b"x")
        file.flush()
        return os.fstat(file.fileno()).st_mtime


def agrees(whose: str, apart: float, tell: Tell) -> Finding:
    """`apart` in seconds."""
    if abs(apart) > APART_S:
        return tell.wrong(f"clock_{whose}", seconds=f"{apart:+.0f}")
    return tell.ok(f"clock_{whose}_agrees")
