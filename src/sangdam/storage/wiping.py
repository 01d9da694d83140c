"""Leaving nothing of deleted rows in the database's own files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine


def wipe(engine: Engine, tables: Sequence[str]) -> None:
    """SQLite: write the log back into the file, then the file anew. PostgreSQL: write these
    tables anew. Both hold up writers while they last."""
    connection = engine.raw_connection()
    try:
        driver = connection.driver_connection
        assert driver is not None
        if engine.dialect.name == "sqlite":
            for statement in (CHECKPOINT, "VACUUM", CHECKPOINT):
                driver.execute(statement)
        else:
            driver.rollback()  # the pool's own test of the connection began a transaction
            driver.autocommit = True
            _wait_for_older_readers(driver)
            for table in tables:
                driver.execute(f'VACUUM FULL "{table}"')
            driver.autocommit = False
    finally:
        connection.close()


def _wait_for_older_readers(driver: Any) -> None:
    """Deleted rows that a transaction could still see are written anew with the others. Who reads
    for longer than PATIENCE_S, as a backup may, keeps them in the file until the next time."""
    (now,) = driver.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text").fetchone()
    deadline = time.monotonic() + PATIENCE_S
    while driver.execute(OLDER, [now]).fetchone() != (0,) and time.monotonic() < deadline:
        time.sleep(BETWEEN_S)


PATIENCE_S = 10
BETWEEN_S = 0.02
OLDER = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_xmin IS NOT NULL AND age(backend_xmin) > age(%s::xid)
"""
CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
