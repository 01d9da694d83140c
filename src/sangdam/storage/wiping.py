"""Leaving nothing of deleted rows in the database's own files."""

from __future__ import annotations

from collections.abc import Sequence

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
            for table in tables:
                driver.execute(f'VACUUM FULL "{table}"')
            driver.autocommit = False
    finally:
        connection.close()


CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
