"""How long a customer may have to wait: from what was measured, or not at all."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

FEWEST = 5
"""Tickets that must have been handled before any estimate is made."""
STEP = 5
"""Estimates are told in steps of so many minutes: more would claim to know more."""


def minutes_to_wait(
    position: int, *, handled: Sequence[float], seats: int, taken: int
) -> int | None:
    """Minutes until the one at `position` (1 is next) is taken, rounded up to the next step.

    `handled` are minutes from claim to end of the queue's last tickets, `seats` the conversations
    that the agents who are there may have at once, `taken` those they have. A free seat is taken
    at once; otherwise one comes free every median / seats minutes (as with M/M/c under full load,
    see Kleinrock, Queueing Systems I, 3.5). None where fewer than five were handled.
    """
    if len(handled) < FEWEST or seats < 1:
        return None
    ahead = max(0, position - max(0, seats - taken))
    minutes = ahead * statistics.median(handled) / seats
    return max(STEP, STEP * math.ceil(minutes / STEP))
