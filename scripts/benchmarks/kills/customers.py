"""Threads that ask all the while, and what was wrong with the answers they got."""

from __future__ import annotations

import itertools
import math
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from sangdam.models import Evidence, Language, Question
from scripts.benchmarks.kills.knowledge import Entry, versions

Search = Callable[[Question], Evidence]


@dataclass(frozen=True)
class Span:
    """When a Generation was the current one, by time.monotonic()."""

    generation: str
    began: float
    ended: float = math.inf


class History:
    """Which Generation was the current one, and when; times err on the wide side."""

    def __init__(self, generation: str) -> None:
        self._spans = [Span(generation, -math.inf)]

    def switched(self, generation: str, *, after: float, before: float) -> None:
        if generation == self._spans[-1].generation:
            return
        self._spans[-1] = replace(self._spans[-1], ended=before)
        self._spans.append(Span(generation, after))

    def was_current(self, generation: str, began: float, ended: float) -> bool:
        return any(
            span.generation == generation and span.began <= ended and began <= span.ended
            for span in self._spans
        )


@dataclass(frozen=True)
class Answer:
    generation: str
    began: float
    ended: float


class Customers:
    """Use it as a context manager: they ask from its beginning to its end."""

    def __init__(
        self, search: Search, entries: Sequence[Entry], *, threads: int, rest_s: float = 0
    ) -> None:
        self.answers: list[Answer] = []
        self.wrong: list[str] = []
        self._search = search
        self._entries = entries
        self._rest_s = rest_s
        self._version_of: dict[str, int] = {}
        self._leaving = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask_on, args=(start,)) for start in range(threads)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leaving.set()
        for thread in self._threads:
            thread.join()

    def stale(self, history: History, *, grace_s: float) -> int:
        """Answers from a Generation that was not current within `grace_s` before the question
        nor until the answer."""
        return sum(
            not history.was_current(a.generation, a.began - grace_s, a.ended) for a in self.answers
        )

    def _ask_on(self, start: int) -> None:
        for entry in itertools.islice(itertools.cycle(self._entries), start, None):
            if self._leaving.wait(self._rest_s):
                return
            try:
                self._ask(entry)
            except Exception:  # noqa: BLE001 - whatever goes wrong, the customer had no answer
                self.wrong.append(traceback.format_exc())

    def _ask(self, entry: Entry) -> None:
        began = time.monotonic()
        question = Question(text=entry.question, language=Language.KOREAN)
        evidence = self._search(question)
        self.answers.append(Answer(evidence.generation, began, time.monotonic()))
        self.wrong.extend(self._faults(entry, evidence))

    def _faults(self, entry: Entry, evidence: Evidence) -> Iterable[str]:
        if not evidence.hits:
            yield f"{entry.question}: empty"
            return
        found = set().union(*(versions(hit.passage.text) for hit in evidence.hits))
        if len(found) != 1:
            yield f"{entry.question}: mixed from versions {sorted(found)}"
            return
        known = self._version_of.setdefault(evidence.generation, *found)
        if found != {known}:
            yield f"{entry.question}: {evidence.generation} is of {known}, its hits of {found}"
        if evidence.hits[0].passage.document_id != entry.id:
            yield f"{entry.question}: {evidence.hits[0].passage.document_id} came first"
