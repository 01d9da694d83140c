"""The database is away: how that is told, and what is tried again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from sangdam.errors import Unavailable

log = logging.getLogger(__name__)

T = TypeVar("T")

AGAIN_AFTER_S = (0.1, 0.3, 0.6)
"""Between one try and the next of what the database did not take: a restart of it takes about a
second."""


def persist(work: Callable[[], T]) -> T:
    """Do what may be done twice, again where the database was away for a moment. Raises
    Unavailable where it is away for longer."""
    for pause in AGAIN_AFTER_S:
        try:
            return work()
        except Unavailable:
            time.sleep(pause)
    return work()


@contextmanager
def told_as_unavailable() -> Generator[None]:
    """Raises Unavailable for whatever says that the database is away, full or overrun."""
    try:
        yield
    except (OperationalError, InterfaceError, NoConnectionFree) as error:
        raise _away(error) from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise _away(error) from error


def _away(error: Exception) -> Unavailable:
    cause = (error.orig if isinstance(error, DBAPIError) else None) or error
    first = str(cause).partition("\n")[0]
    log.warning("the database did not do it: %s: %s", type(cause).__name__, first)
    return Unavailable("Nothing can be kept right now. Please try again in a moment.")
