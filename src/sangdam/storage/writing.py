"""Rows that are written at once and not touched again in their transaction.

Of all that a turn costs the session's keeping of books was the largest part: what it has changed,
what hangs on what, in which order it is written. Who writes a row here says the order themselves.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Insert, insert, inspect
from sqlalchemy.orm import Session

from sangdam.storage.sealing import Unsealed, sealed_in


class _Writing(NamedTuple):
    statement: Insert
    attributes: tuple[tuple[str, str], ...]
    """Name of each attribute, and of its column."""


def write(session: Session, row: Any) -> None:
    """Insert the row now, sealed. The session does not know it; what it refers to is there
    already."""
    session.connection().execute(_writing(type(row)).statement, sealed(session, row))


def sealed(session: Session, row: Any) -> dict[str, Any]:
    """What is stored of a row, by column. The row itself stays readable."""
    values = {column: getattr(row, name) for name, column in _writing(type(row)).attributes}
    for attribute in sealed_in(type(row)):
        if isinstance(new := values[attribute.column], Unsealed):
            values[attribute.column] = attribute.sealed(row, new, session)
    return values


@cache
def _writing(kind: type[Any]) -> _Writing:
    mapper = inspect(kind, raiseerr=True)
    names = tuple((found.key, found.columns[0].name) for found in mapper.column_attrs)
    return _Writing(insert(mapper.local_table), names)
