"""What other processes on the same PostgreSQL tell, heard at once by its LISTEN and NOTIFY."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from sangdam.storage.absence import told_as_unavailable

log = logging.getLogger(__name__)

CHANNEL = "sangdam"
LOOK_UP_S = 0.5
"""How long a wait for news lasts before the thread looks whether it is over."""
AGAIN_S = 1.0
"""Between two attempts to connect."""
LONGEST_BYTES = 7_900
"""PostgreSQL takes payloads under 8,000 bytes."""

NAME = "sangdam wire"
"""What the connection that listens is called."""
LISTENERS = f"""
SELECT count(*) FROM pg_stat_activity
WHERE application_name = '{NAME}' AND datname = current_database()
"""

Told = dict[str, Any]


@cache
def _notify() -> Select[None]:
    return select(func.pg_notify(CHANNEL, bindparam("said")))


class Wire:
    """Tells the other processes, and hears them in a thread of its own.

    What is told while the connection is lost is not heard: whoever listens must look for itself
    now and then.
    """

    def __init__(self, engine: Engine, heard: Callable[[Told], None]) -> None:
        """`heard` is called with what others tell, in the thread of the wire."""
        self._engine = engine
        self._heard = heard
        self._me = secrets.token_hex(8)
        self._listening = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)

    def start(self) -> None:
        """Returns once others are heard, or after five seconds without a connection."""
        if not self._thread.is_alive():
            self._thread.start()
        self._listening.wait(5)

    def tell(self, connection: Connection, told: Told) -> None:
        """At the end of the connection's transaction; not at all where it is undone."""
        said = json.dumps({"from": self._me, **told})
        if len(said.encode()) < LONGEST_BYTES:
            connection.execute(_notify(), {"said": said})

    def listeners(self) -> int:
        """How many processes hear each other now. Raises Unavailable."""
        with told_as_unavailable(), self._engine.connect() as connection:
            return int(connection.scalars(text(LISTENERS)).one())

    def close(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                with self._engine.connect() as connection:
                    self._listen(connection)
            except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
                log.warning("other processes are not heard: %s", type(error).__name__)
                self._over.wait(AGAIN_S)

    def _listen(self, connection: Connection) -> None:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql(f"SET application_name = '{NAME}'")
        connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        self._listening.set()
        psycopg: Any = connection.connection.driver_connection
        while not self._over.is_set():
            for notice in psycopg.notifies(timeout=LOOK_UP_S):
                told = json.loads(notice.payload)
                if told.pop("from") != self._me:
                    self._heard(told)
        connection.exec_driver_sql(f"UNLISTEN {CHANNEL}")
        connection.exec_driver_sql("RESET application_name")
