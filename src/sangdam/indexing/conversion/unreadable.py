"""A file that can't be read as what it is."""

from __future__ import annotations

from sangdam.errors import SangdamError


class Unreadable(SangdamError):
    """Skip this one file and tell its owner; `what` says what is wrong and how to mend it."""

    def __init__(self, what: str, line: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.line = line
