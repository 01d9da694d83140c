"""Whose turn it is to write."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager


class Writers:
    """Lets the threads of this process write one at a time, in the order in which they came.

    SQLite lets one write at a time too, but those who wait look now and then whether it is their
    turn: on a busy machine one can be passed over for seconds until it gives up.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._line: deque[tuple[int, threading.Lock]] = deque()
        self._writing: int | None = None
        """The thread whose turn it is."""

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._line)

    @contextmanager
    def turn(self) -> Generator[None]:
        """Waits for it. A writer may not wait for a turn inside its own."""
        self._come()
        try:
            yield
        finally:
            self._go()

    def _come(self) -> None:
        me, called = threading.get_ident(), threading.Lock()
        called.acquire()
        with self._guard:
            assert self._writing != me, "a transaction inside a transaction"
            if self._writing is None:
                self._writing = me
                return
            self._line.append((me, called))
        called.acquire()

    def _go(self) -> None:
        """The turn goes straight to the next in line: nobody who comes now gets in between."""
        with self._guard:
            self._writing = None
            if self._line:
                self._writing, called = self._line.popleft()
                called.release()
