"""Turns that reckon take turns: more of them at once than processors would only hold each other up.

Threads of one Python process share one interpreter. Where many of them reckon, each is cut off
again and again, and all of them end late. Here a few have a place each and the others stand in
line: first those to whom the language model has answered, for their customers have waited longest.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sangdam.ports import Completion, LanguageModel

MOST_PLACES = 3
"""More threads than this have nothing left to reckon side by side: the interpreter is one."""
PATIENCE_S = 2.0
"""Nobody stands in line for longer: the line is there for order, and whoever holds a place may
hang on a database that is away."""
ANSWERED, NEW = range(2)
"""Who goes first."""


class Processors:
    """So many threads have a place at once. Safe to share between threads, which is its use."""

    def __init__(self, places: int, *, patience_s: float = PATIENCE_S) -> None:
        self._free = places
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._line: list[tuple[int, int, threading.Event]] = []
        self._arrivals = count()
        self._here = threading.local()
        """`has_place` of each thread that has asked for one."""

    @property
    def in_line(self) -> int:
        """How many threads wait for a place."""
        return len(self._line)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A place for this thread, once one is free or its patience is over."""
        self._here.has_place = self._take(NEW)
        try:
            yield
        finally:
            self._give_back()
            del self._here.has_place

    @contextmanager
    def lent(self) -> Iterator[None]:
        """The place goes to others while this thread waits for something; it is the next to get
        one again. Nothing happens in a thread that never asked for one."""
        if not hasattr(self._here, "has_place"):
            yield
            return
        self._give_back()
        try:
            yield
        finally:
            self._here.has_place = self._take(ANSWERED)

    def _take(self, rank: int) -> bool:
        """Whether it is a place; without one the thread goes on all the same."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = (rank, next(self._arrivals), threading.Event())
            heapq.heappush(self._line, mine)
        if mine[-1].wait(self._patience_s):
            return True
        with self._lock:
            if mine[-1].is_set():
                return True
            self._line.remove(mine)
            heapq.heapify(self._line)
            return False

    def _give_back(self) -> None:
        if not self._here.has_place:
            return
        self._here.has_place = False
        with self._lock:
            if self._line:
                heapq.heappop(self._line)[-1].set()
            else:
                self._free += 1


class LettingOthersGoOn:
    """Satisfies ports.LanguageModel by another one: a turn that waits for it lends its place."""

    def __init__(self, model: LanguageModel, processors: Processors) -> None:
        self._model = model
        self._processors = processors

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def ready(self) -> bool:
        return self._model.ready

    @property
    def writes_prose(self) -> bool:
        return self._model.writes_prose

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        with self._processors.lent():
            return self._model.complete(system, user, schema=schema, max_tokens=max_tokens)
