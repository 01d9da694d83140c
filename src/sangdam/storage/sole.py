"""SQLite serves one process: a second one would neither hear of what the first writes nor get its
turn to write."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TextIO

from sangdam.errors import SetupError


class InUse(SetupError):
    """Another service works on the file."""


class SoleProcess:
    """The only service on a SQLite file, until it is closed.

    The kernel lets go when the process ends, however it ends: a lock is never left behind.
    """

    def __init__(self, database: Path) -> None:
        """Raises InUse where another service holds the file, SetupError where it can't."""
        self._file = _locked(database)
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def _locked(database: Path) -> TextIO:
    lock = database.with_name(f"{database.name}-process")
    try:
        file = lock.open("a+")
    except OSError as error:
        raise SetupError(f"{lock} can't be written: {error.strerror}; mend its rights") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise InUse(
            f"the database {database} is in use by another Sangdam (process {holder}), and SQLite"
            " serves one process; stop that one, or set SANGDAM_DATABASE_URL to a PostgreSQL,"
            " where many can work"
        ) from None
    return file
