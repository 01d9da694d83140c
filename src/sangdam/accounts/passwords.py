"""Passwords by argon2id, and what a new one needs."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from sangdam.errors import Invalid, TooOften

AT_ONCE = 2
"""Hashes reckoned at the same time, each of which takes 64 MiB and a core."""
IN_LINE = 8
"""People who may wait for theirs; a thousand at once are told to come back, and the service goes
on."""
COME_BACK_S = 5
LONGEST = 200
"""Characters. Longer ones are refused, not cut."""


class Passwords:
    def __init__(self, least_characters: int, hasher: PasswordHasher | None = None) -> None:
        self._least = least_characters
        self._hasher = hasher or PasswordHasher()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._line = threading.BoundedSemaphore(IN_LINE)

    @contextmanager
    def in_line(self) -> Generator[None]:
        """Whoever is to be judged stands here meanwhile. Raises TooOften where the line is full."""
        if not self._line.acquire(blocking=False):
            raise TooOften("too many people sign in at once", wait_s=COME_BACK_S)
        try:
            yield
        finally:
            self._line.release()

    def must_be_good(self, password: str, *, login: str) -> None:
        """Raises Invalid where it is too short, too long, or can be guessed from the login."""
        plain = _plain(password)
        if not self._least <= len(plain) <= LONGEST:
            raise Invalid(f"a password has {self._least} to {LONGEST} characters")
        if login in plain.casefold() or len(set(plain)) < 4:
            raise Invalid("choose a password that cannot be guessed from the login or at once")

    def hash(self, password: str) -> str:
        with self._room:
            return self._hasher.hash(_bytes(password))

    def fits(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password; None takes as long and is never right."""
        compared = hashed or self._nobodys
        try:
            with self._room:
                right = self._hasher.verify(compared, _bytes(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
        return right and hashed is not None

    @cached_property
    def _nobodys(self) -> str:
        return self.hash("the password of an account that is not there")

    def is_old(self, hashed: str) -> bool:
        """Whether it was hashed with less effort than today's."""
        return self._hasher.check_needs_rehash(hashed)


def _plain(password: str) -> str:
    """The same whatever keyboard wrote it: Hangul as syllables or as letters, wide as narrow."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _plain(password).encode("utf-8", "surrogatepass")
