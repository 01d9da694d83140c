"""What the desk does by itself, every few seconds: who is gone, what is late."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from sangdam.errors import Unavailable
from sangdam.settings import Desk
from sangdam.storage.agents import Agents
from sangdam.storage.casework import Casework

log = logging.getLogger(__name__)

EVERY_S = 5.0
ROUNDS_BETWEEN_SWEEPS = 120


class Rounds:
    """A thread that makes the rounds until it is closed. A round that fails is logged, and the
    next one is made all the same."""

    def __init__(
        self,
        *,
        agents: Agents,
        casework: Casework,
        desk: Desk,
        sweeps: Sequence[Callable[[], object]],
    ) -> None:
        """`sweeps` forget what is over; they are called now and then."""
        self._agents = agents
        self._casework = casework
        self._sweeps = sweeps
        self._made = 0
        self._silent_for = timedelta(seconds=desk.away_seconds)
        self._gone_for = timedelta(minutes=desk.give_back_minutes)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def make(self) -> None:
        """One round."""
        for agent in self._agents.miss(self._silent_for):
            log.info("%s is offline: their desk fell silent", agent.id)
        for conversation in self._casework.take_back(self._gone_for):
            log.info("%s is back in the queue: its agent is gone", conversation.id)
        for ticket in self._casework.escalate():
            log.warning("%s is late and now has priority %d", ticket.id, ticket.priority)
        self._made += 1
        if self._made % ROUNDS_BETWEEN_SWEEPS == 0:
            for sweep in self._sweeps:
                sweep()

    def _run(self) -> None:
        while not self._over.wait(EVERY_S):
            try:
                self.make()
            except Unavailable as error:
                log.warning("a round failed: %s", error)
            except Exception:
                log.exception("a round failed")
