"""Carries what happens here to one of the shop's other systems, in a thread of its own."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from datetime import timedelta

from sangdam.errors import NotDelivered, Refused
from sangdam.ports import Destination
from sangdam.storage.outbox import Claimed, Outbox

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
PAUSE_AFTER_FAILURE_S = 5.0
"""A database that is away is not asked, and complained of, twice a second."""
LEASE = timedelta(minutes=2)
"""How long one sending may take, all its requests together; after it, it counts as lost."""
FIRST_WAIT = timedelta(seconds=5)
GROWTH = 3.0
LONGEST_WAIT = timedelta(hours=6)
ATTEMPTS = 12
"""About a day of them, then a person decides."""
PATIENCE_S = 12.0
"""How long a closing service waits for the request under way. What was not marked as delivered by
then is sent again at the next start."""


class Postman:
    """A destination that fails holds up nobody but itself, and of its own mail only the
    conversation whose news it did not take."""

    def __init__(
        self,
        name: str,
        destination: Destination,
        outbox: Outbox,
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.name = name
        self._destination = destination
        self._outbox = outbox
        self._chance = chance
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"post {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing new."""
        self._over.set()

    def close(self) -> None:
        self.stop()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)

    def deliver(self) -> int:
        """Send all that is due now; returns how many attempts that took."""
        attempts = 0
        while not self._over.is_set():
            claimed = self._outbox.claim(self.name, LEASE)
            if claimed is None:
                break
            self._send(claimed)
            attempts += 1
        return attempts

    def _send(self, claimed: Claimed) -> None:
        if claimed.attempt > ATTEMPTS:
            self._give_up(claimed, "no attempt came to an end")
            return
        try:
            self._destination.send(claimed.news)
        except NotDelivered as error:
            self._later(claimed, error)
        except Refused as error:
            self._give_up(claimed, str(error))
        else:
            self._outbox.delivered(claimed)

    def _later(self, claimed: Claimed, error: NotDelivered) -> None:
        if claimed.attempt >= ATTEMPTS:
            self._give_up(claimed, str(error))
            return
        asked = timedelta(seconds=error.wait_s or 0)
        wait = max(asked, back_off(claimed.attempt, self._chance()))
        log.info("%s of %s: another try in %s", claimed.news.id, self.name, wait)
        self._outbox.failed(claimed, str(error), again_in=wait)
        if asked:
            self._outbox.hold(self.name, asked)

    def _give_up(self, claimed: Claimed, error: str) -> None:
        log.warning("%s of %s is dead; see /desk/deliveries", claimed.news.id, self.name)
        self._outbox.give_up(claimed, error)

    def _run(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            try:
                self.deliver()
            except Exception:
                log.exception("the post to %s failed", self.name)
                self._over.wait(PAUSE_AFTER_FAILURE_S)


def back_off(attempts: int, chance: float) -> timedelta:
    """The wait after so many attempts, up to a third longer by `chance` (0 to 1), so that what
    failed together does not come back together."""
    wait = min(FIRST_WAIT * GROWTH ** (attempts - 1), LONGEST_WAIT)
    return wait * (1 + chance / 3)
