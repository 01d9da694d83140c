"""What the doctor found: one line, in the language of the terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sangdam.command.words import Words


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """The service runs, less well than it could."""
    WRONG = "wrong"
    """It can't run so, or isn't safe."""


class Finding(NamedTuple):
    check: str
    """What was looked at."""
    state: State
    what: str
    mend: str = ""
    """Empty where nothing is to be done."""


class Tell:
    """Findings of one check; `key` names the words, below [doctor], and below [mend]."""

    def __init__(self, check: str, words: Words) -> None:
        self._check = check
        self._words = words

    def ok(self, key: str, /, **parts: object) -> Finding:
        return Finding(self._check, State.OK, self._words(f"doctor.{key}", **parts))

    def warning(self, key: str, /, **parts: object) -> Finding:
        return self._told(State.WARNING, key, parts)

    def wrong(self, key: str, /, **parts: object) -> Finding:
        return self._told(State.WRONG, key, parts)

    def error(self, error: Exception) -> Finding:
        """An error that says itself how to mend it."""
        return Finding(self._check, State.WRONG, str(error))

    def _told(self, state: State, key: str, parts: dict[str, object]) -> Finding:
        what = self._words(f"doctor.{key}", **parts)
        return Finding(self._check, state, what, self._words(f"mend.{key}", **parts))
