"""Hands hostile texts to every step that reads a message before the search."""

from __future__ import annotations

import gc
import heapq
import time
from collections.abc import Callable, Iterator

import numpy as np

from evals.hostile.texts import Hostile, hostile_texts
from evals.signals.reading import read_turns
from sangdam.errors import Invalid
from sangdam.guardrails.screening import Screening
from sangdam.models import Value
from sangdam.ports import Progress
from sangdam.routing.account import AccountQuestions
from sangdam.routing.signals import Signals
from sangdam.routing.small_talk import SmallTalk
from sangdam.settings import Limits

LONGEST_MS = 50
SEED = 20261122
KEPT = 10
"""Slowest texts that are told."""
EVERY = 500
"""Texts between two strokes of the bar."""


class Timed(Value):
    kind: str
    text: str
    ms: float
    step: str
    """The one that took longest."""


class Broke(Value):
    kind: str
    text: str
    error: str


class HostileExam(Value):
    n: int
    broken: tuple[Broke, ...]
    slow: int
    """Texts that took over LONGEST_MS."""
    slowest: tuple[Timed, ...]
    p50_ms: float
    p95_ms: float
    p999_ms: float


class Steps:
    """Each reads a text; a text that is empty or too long is refused, which is no fault."""

    def __init__(self) -> None:
        screening = Screening(Limits())
        signals, small_talk, account = Signals(), SmallTalk(), AccountQuestions()
        self._screen = screening.screen
        self._later: dict[str, Callable[[str], object]] = {
            "signals": signals.read,
            "small talk": small_talk.read,
            "account": account.read,
        }

    def ms(self, text: str) -> dict[str, float]:
        """CPU time by step. Raises whatever a step raises, but for Invalid."""
        took: dict[str, float] = {}
        began = time.thread_time()
        try:
            screened = self._screen(text)
        except Invalid:
            screened = None
        took["screening"] = (time.thread_time() - began) * 1000
        for step, read in self._later.items() if screened else ():
            began = time.thread_time()
            read(screened.text if screened else "")
            took[step] = (time.thread_time() - began) * 1000
        return took


def examine_hostile(count: int, *, seed: int, progress: Progress) -> HostileExam:
    steps = Steps()
    real = [turn.say for turn in read_turns()]
    broken: list[Broke] = []
    spent: list[float] = []
    slowest: list[tuple[float, int, Timed]] = []
    gc.freeze()  # as the service does once it has loaded
    for number, (one, took) in enumerate(_taken(count, real, steps, seed, broken)):
        total = sum(took.values())
        spent.append(total)
        step = max(took, key=took.__getitem__)
        timed = Timed(kind=one.kind, text=one.text[:200], ms=total, step=step)
        heapq.heappush(slowest, (total, number, timed))
        if len(slowest) > KEPT:
            heapq.heappop(slowest)
        if number % EVERY == 0:
            progress("reading hostile texts", number, count)
    gc.unfreeze()
    p50, p95, p999 = np.percentile(spent, [50, 95, 99.9]).tolist()
    return HostileExam(
        n=count,
        broken=tuple(broken),
        slow=sum(ms > LONGEST_MS for ms in spent),
        slowest=tuple(timed for _, _, timed in sorted(slowest, reverse=True)),
        p50_ms=p50,
        p95_ms=p95,
        p999_ms=p999,
    )


def _taken(
    count: int, real: list[str], steps: Steps, seed: int, broken: list[Broke]
) -> Iterator[tuple[Hostile, dict[str, float]]]:
    for one in hostile_texts(count, real, seed=seed):
        try:
            yield one, steps.ms(one.text)
        except Exception as error:  # noqa: BLE001 - whatever breaks is what is looked for
            broken.append(Broke(kind=one.kind, text=one.text[:2000], error=repr(error)))
