"""Free room where the service writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.settings import Settings

SCARCE = 1_000_000_000
"""Bytes under which there is a warning: a new Generation lies beside the old ones for a while."""
TOO_LITTLE = 100_000_000

FreeBytes = Callable[[Path], int]


def check(
    settings: Settings,
    tell: Tell,
    *,
    free_bytes: FreeBytes = lambda folder: shutil.disk_usage(folder).free,
) -> Iterator[Finding]:
    folder = settings.data_dir.absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = free_bytes(there)
    told = {"folder": settings.data_dir, "megabytes": f"{free / 1e6:,.0f}"}
    if free < TOO_LITTLE:
        yield tell.wrong("disk_full", **told)
    elif free < SCARCE:
        yield tell.warning("disk_scarce", **told)
    else:
        yield tell.ok("disk", **told)
