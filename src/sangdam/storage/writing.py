"""Rows that are written at once and not touched again in their transaction.

Of all that a turn costs the session's keeping of books was the largest part: what it has changed,
what hangs on what, in which order it is written. Who writes a row here says the order themselves.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Insert, Table, insert, inspect
from sqlalchemy.orm import DeclarativeBase, Session

from sangdam.storage.sealing import Unsealed, kind_of, sealed_in


class _Writing(NamedTuple):
    statement: Insert
    attributes: tuple[tuple[str, str], ...]
    """Name of each attribute, and of its column."""


def write(session: Session, row: Any) -> None:
    """Insert the row now, sealed. The session does not know it; what it refers to is there
    already."""
    session.connection().execute(_writing(kind_of(row)).statement, sealed(session, row))


def sealed(session: Session, row: Any) -> dict[str, Any]:
    """What is stored of a row, by column. The row itself stays readable."""
    values = {column: getattr(row, name) for name, column in _writing(kind_of(row)).attributes}
    for attribute in sealed_in(kind_of(row)):
        if isinstance(new := values[attribute.column], Unsealed):
            values[attribute.column] = attribute.sealed(row, new, session)
    return values


@cache
def _writing(kind: type[DeclarativeBase]) -> _Writing:
    mapper = inspect(kind, raiseerr=True)
    names = tuple((found.key, found.columns[0].name) for found in mapper.column_attrs)
    return _Writing(insert(cast(Table, mapper.local_table)), names)
