"""Whether the database can be reached and written, has this version's tables and our time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from sangdam.command.doctor.clocks import agrees
from sangdam.command.doctor.finding import Finding, Tell
from sangdam.errors import SetupError
from sangdam.settings import Settings
from sangdam.storage.database import sqlite_file
from sangdam.storage.health import examine


def check(
    settings: Settings, tell: Tell, *, clock: Callable[[], float] = time.time
) -> Iterator[Finding]:
    """`clock` in UNIX seconds."""
    file = sqlite_file(settings.database)
    if file is not None and not file.exists():
        yield tell.ok("no_database", file=file)
        return
    try:
        health = examine(settings.database)
    except SetupError as error:
        yield tell.wrong("database_away", reason=error)
        return
    if not health.known:
        yield tell.wrong("database_newer", revision=health.revision, newest=health.newest)
    elif health.revision != health.newest:
        yield tell.warning("database_older", revision=health.revision, newest=health.newest)
    else:
        yield tell.ok("database", shown=health.shown, revision=health.revision)
    if health.read_only:
        yield tell.wrong("database_read_only", shown=health.shown, reason=health.read_only)
    yield agrees("database", health.clock - clock(), tell)
