"""Which erasures happened, in a file beside the database.

A backup is older than what was erased since. Restored, it would bring that back, so every start
reads this file and erases again. Nothing in it tells who anybody was.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

FILE = "erasures"


class Erasure(NamedTuple):
    subject: str
    """Index of a customer, or id of a conversation."""
    at: datetime
    """Conversations that began later are new ones."""


class Erasures:
    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def add(self, erasure: Erasure) -> None:
        """On disk when it returns."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"{erasure.at.isoformat()} {erasure.subject}\n")
            file.flush()
            os.fsync(file.fileno())

    def all(self) -> tuple[Erasure, ...]:
        """A line that a crash cut short is left out: its erasure had not begun."""
        if not self._path.exists():
            return ()
        lines = [line.split() for line in self._path.read_text("utf-8").splitlines()]
        whole = [line for line in lines if len(line) == 2]
        return tuple(Erasure(subject, datetime.fromisoformat(at)) for at, subject in whole)
