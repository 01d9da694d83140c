"""Connections to PostgreSQL that are kept, and looked at before they are used after a rest."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

KEPT, MORE_AT_ONCE = 10, 5
"""Connections of one process: so many stay open, so many more are opened and closed as needed. A
PostgreSQL takes 100 in all, unless it is told to take more: enough for six workers."""
RESTED_S = 1.0
"""A connection that was given back so lately is taken to live. A turn takes one several times over,
and each look is a round trip."""
GIVEN_BACK = "given back"


def look_at_rested(engine: Engine, rested_s: float = RESTED_S) -> None:
    """Have a connection that is dead after a rest replaced, and all others that are as old.

    One that dies within `rested_s` fails its transaction with a DBAPIError, as one that dies
    inside a transaction does; the next transaction gets a new connection.
    """

    def given_back(_connection: Any, record: Any) -> None:
        record.info[GIVEN_BACK] = time.monotonic()

    def taken(connection: Any, record: Any, _fairy: Any) -> None:
        at = record.info.get(GIVEN_BACK)
        if at is not None and time.monotonic() - at >= rested_s and not _lives(engine, connection):
            raise InvalidatePoolError

    event.listen(engine, "checkin", given_back)
    event.listen(engine, "checkout", taken)


def _lives(engine: Engine, connection: Any) -> bool:
    try:
        return bool(engine.dialect.do_ping(connection))
    except engine.dialect.loaded_dbapi.Error:
        return False
