"""All rows of a database as lines of JSON, and back into another one of either kind.

Tables are read and filled as the database itself describes them, not as tables.py does: so a copy
of an older revision goes into an older schema, and is brought forward from there.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from sangdam.errors import Conflict, SetupError
from sangdam.storage import revisions
from sangdam.storage.database import Database
from sangdam.storage.tables import Base

AT_ONCE = 500
"""Rows that are held in memory."""

PATIENCE_S = 5
BETWEEN_S = 0.05
LOOK_AGAIN = text("SELECT pg_stat_clear_snapshot()")
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


class Snapshot:
    """All tables as they were at one moment, whatever is written meanwhile."""

    def __init__(self, connection: Connection, revision: str) -> None:
        self.revision = revision
        self._connection = connection
        self._tables = {table.name: table for table in _tables(connection)}

    @property
    def tables(self) -> tuple[str, ...]:
        """In an order in which they can be filled."""
        return tuple(self._tables)

    def lines(self, table: str) -> Iterator[bytes]:
        """One object of JSON a row."""
        rows = self._connection.execution_options(yield_per=AT_ONCE).execute(
            select(self._tables[table])
        )
        for row in rows.mappings():
            written = json.dumps(dict(row), ensure_ascii=False, default=_plain)
            yield written.encode() + b"\n"


@contextmanager
def snapshot(database: Database) -> Iterator[Snapshot]:
    """Raises SetupError where there is nothing to copy, or a newer version wrote it."""
    with database.snapshot() as session:
        connection = session.connection()
        revision = revisions.revision_of(connection)
        if revision is None:
            raise SetupError("the database is empty: there is nothing to back up yet")
        if revision not in revisions.known():
            raise SetupError(
                f"the database was written by a newer version of Sangdam (revision {revision});"
                " back it up with that version"
            )
        yield Snapshot(connection, revision)


@contextmanager
def filling(
    database: Database, revision: str, tables: Mapping[str, Iterable[bytes]], *, force: bool
) -> Iterator[None]:
    """Put these rows in place of all that the database holds, and bring them to this version.

    They are kept at the end of the block; an error that leaves it leaves the database as it was.
    Raises Conflict where there are rows already, unless `force` throws them away, and where
    another program is connected; SetupError where the rows are of a newer version.
    """
    if revision not in revisions.known():
        raise SetupError(
            f"this backup was made by a newer version of Sangdam (revision {revision});"
            " restore it with that version"
        )
    try:
        with database.begin() as session:
            connection = session.connection()
            _must_be_free(connection, force=force)
            _reflected(connection, *Base.metadata.tables, revisions.TABLE).drop_all(connection)
            revisions.upgrade(connection, revision)
            there = {table.name: table for table in _tables(connection)}
            for name, lines in tables.items():
                if name not in there:
                    raise SetupError(f"the backup holds a table {name}, which is none of ours")
                _fill(connection, there[name], lines)
            revisions.upgrade(connection, vault=database.vault)
            yield
    except DBAPIError as error:
        raise SetupError(f"the database refused the rows: {type(error.orig).__name__}") from None


def _must_be_free(connection: Connection, *, force: bool) -> None:
    if connection.dialect.name == "postgresql" and _others_stay(connection):
        raise Conflict("other programs are connected to the database; stop the service first")
    if not force and any(
        connection.scalar(select(func.count()).select_from(table)) for table in _tables(connection)
    ):
        raise Conflict("the database holds rows already; --force throws them away")


def _others_stay(connection: Connection) -> bool:
    """Who has just left is seen for a moment longer."""
    deadline = time.monotonic() + PATIENCE_S
    while connection.scalar(OTHERS):
        if time.monotonic() > deadline:
            return True
        time.sleep(BETWEEN_S)
        connection.execute(LOOK_AGAIN)
    return False


def _fill(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    rows = (_row(table, line) for line in lines)
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(insert(table), some)
    if connection.dialect.name == "postgresql":
        for column in table.primary_key:
            _count_on(connection, column)


def _count_on(connection: Connection, column: Column[Any]) -> None:
    """PostgreSQL numbers new rows by a counter that knows nothing of rows that came numbered."""
    counter = func.pg_get_serial_sequence(column.table.name, column.name)
    if isinstance(column.type, Integer) and connection.scalar(select(counter)):
        last = select(func.max(column)).scalar_subquery()
        connection.execute(select(func.setval(counter, func.coalesce(last, 1), last.is_not(None))))


def _tables(connection: Connection) -> list[Table]:
    """Our own ones; the database may hold another program's as well."""
    return _reflected(connection, *Base.metadata.tables).sorted_tables


def _reflected(connection: Connection, *names: str) -> MetaData:
    found = MetaData()
    event.listen(found, "column_reflect", _null_is_null)
    there = inspect(connection).get_table_names()
    found.reflect(connection, only=[name for name in names if name in there])
    return found


def _null_is_null(_inspector: object, _table: object, column: Any) -> None:
    if isinstance(column["type"], JSON):
        column["type"] = JSON(none_as_null=True)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"a column holds a {type(value).__name__}, which no backup can")


def _row(table: Table, line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
        return {name: _read(table.columns[name], value) for name, value in told.items()}
    except (KeyError, ValueError, ArithmeticError, AttributeError) as error:
        raise SetupError(
            f"the backup holds a row that does not fit the table {table.name}:"
            f" {type(error).__name__}"
        ) from None


def _read(column: Column[Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match column.type:
        case DateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case LargeBinary():
            return base64.b64decode(value)
        case Numeric():
            return Decimal(value)
    return value
