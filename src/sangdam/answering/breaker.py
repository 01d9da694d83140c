"""Keeps customers from waiting for a language model that is out of order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from sangdam.errors import ModelUnavailable
from sangdam.models import BreakerState, ModelFailure, ModelTrouble
from sangdam.ports import Clock

REST_S = 8.0
"""How long a model that failed is not asked. Afterwards one turn tries it, and no other waits."""
LONGEST_REST_S = 600.0
"""However long it asks to be left alone."""


def _now() -> datetime:
    return datetime.now(UTC)


class Breaker:
    """Closed while the model works. A failure opens it; after a rest one attempt is let through,
    which closes it or opens it again."""

    def __init__(
        self, *, clock: Clock = _now, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._resume_at: float | None = None
        """None where it is closed."""
        self._trying = False
        self._last: ModelTrouble | None = None

    @property
    def state(self) -> BreakerState:
        if self._resume_at is None:
            return BreakerState.CLOSED
        return BreakerState.TRYING if self._trying else BreakerState.OPEN

    @property
    def admits(self) -> bool:
        """Whether an attempt that began now would be let through."""
        return self._resume_at is None or (
            not self._trying and self._monotonic() >= self._resume_at
        )

    @property
    def last(self) -> ModelTrouble | None:
        """The newest failure, also where it is over."""
        return self._last

    @contextmanager
    def attempt(self) -> Generator[None]:
        """Around one call. Raises ModelUnavailable at once where none is let through; whatever
        leaves it as an error counts as a failure of the model."""
        tries = self._enter()
        failed: ModelUnavailable | None = None
        try:
            yield
            tries = False
            self._close()
        except ModelUnavailable as error:
            failed = error
            raise
        finally:
            if failed or tries:
                self._open(failed or ModelUnavailable("the attempt was broken off"))

    def _enter(self) -> bool:
        """Whether this is the one attempt after a rest."""
        with self._lock:
            if not self.admits:
                raise ModelUnavailable("the language model rests after a failure")
            self._trying = self._resume_at is not None
            return self._trying

    def _close(self) -> None:
        with self._lock:
            self._resume_at, self._trying = None, False

    def _open(self, error: ModelUnavailable) -> None:
        rest = min(max(REST_S, error.wait_s or 0), LONGEST_REST_S)
        with self._lock:
            self._resume_at, self._trying = self._monotonic() + rest, False
            self._last = ModelTrouble(kind=ModelFailure(error.kind), at=self._clock())
