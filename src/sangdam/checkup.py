"""Looks at every part of the service now and then: is it well, since when, what is known of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sangdam.errors import SangdamError
from sangdam.models import Part, PartState, PartStatus
from sangdam.ports import Clock

log = logging.getLogger(__name__)

EVERY_S = 5.0
PATIENCE_S = 5.0
"""A part that has not answered for so long does not answer."""
SILENT = "silent"
"""What is told of it then."""


class Found(NamedTuple):
    """What one look at a part came to."""

    state: PartState
    facts: Mapping[str, str | int | float | None] = {}


Look = Callable[[], Found]


class Checkup:
    """A thread that looks until it is closed. What it saw last is told at once, also while a part
    hangs."""

    def __init__(
        self,
        looks: Mapping[Part, Look],
        *,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """In this order; a look that raises tells that nothing is known of its part."""
        self._looks = looks
        self._clock = clock
        self._monotonic = monotonic
        self._seen: dict[Part, PartStatus] = {}
        self._under_way: tuple[Part, float] | None = None
        """Which part is being looked at, and since when by the monotonic clock."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkup", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """A look at a part that hangs is not waited for to its end."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)

    def look(self) -> None:
        """At every part, once."""
        for part, look in self._looks.items():
            self._under_way = (part, self._monotonic())
            self._note(part, self._found(part, look))
            self._under_way = None

    @property
    def parts(self) -> tuple[PartStatus, ...]:
        """As they were at the last look; one that has not answered since is down."""
        under_way = self._under_way
        if under_way and self._monotonic() - under_way[1] > PATIENCE_S:
            self._note(under_way[0], Found(PartState.DOWN, {"reason": SILENT}))
        return tuple(self._seen.copy().values())

    @property
    def able(self) -> bool:
        """Whether customers are served."""
        return all(part.state is not PartState.DOWN for part in self.parts)

    def _found(self, part: Part, look: Look) -> Found:
        try:
            return look()
        except (SangdamError, OSError):
            return Found(PartState.UNKNOWN)
        except Exception:
            log.exception("a fault of the program while %s was looked at", part)
            return Found(PartState.UNKNOWN)

    def _note(self, part: Part, found: Found) -> None:
        before = self._seen.get(part)
        since = before.since if before and before.state is found.state else self._clock()
        if before and before.state is not found.state:
            log.warning("%s was %s and is %s", part, before.state, found.state)
        self._seen[part] = PartStatus(
            part=part, state=found.state, since=since, facts=dict(found.facts)
        )

    def _run(self) -> None:
        while True:
            self.look()
            if self._over.wait(EVERY_S):
                return
