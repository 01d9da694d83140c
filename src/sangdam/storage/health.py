"""What can be told of a database from outside, without changing it."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import extract, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from sangdam.errors import SetupError, Unavailable
from sangdam.models import Value
from sangdam.storage import revisions
from sangdam.storage.access_tables import AccountRow
from sangdam.storage.database import Database
from sangdam.storage.tables import KeyRow
from sangdam.storage.vault import HOUSE

TRIAL = text("CREATE TABLE sangdam_doctor (id INTEGER)")
"""Thrown away with its transaction."""


class Health(Value):
    shown: str
    """The URL without its secrets."""
    revision: str | None
    """Of the schema; None where there are no tables yet."""
    newest: str
    """That this version of the code works on."""
    known: bool
    """Whether this version of the code knows the revision."""
    read_only: str
    """Why nothing can be written; empty where it can."""
    clock: float
    """The database's, in UNIX seconds."""


def examine(url: str) -> Health:
    """Raises SetupError where the database can't be reached, or is none."""
    with closing(Database(url)) as database:
        try:
            with database.session() as session:
                revision = revisions.revision_of(session.connection())
                return Health(
                    shown=database.shown,
                    revision=revision,
                    newest=revisions.head(),
                    known=revision is None or revision in revisions.known(),
                    clock=_clock(session),
                    read_only=_read_only(session, database),
                )
        except (DBAPIError, Unavailable) as error:
            cause = error if isinstance(error, DBAPIError) else error.__cause__
            reason = database.reason(cause) if isinstance(cause, DBAPIError) else str(error)
            raise SetupError(f"the database {database.shown} can't be opened: {reason}") from None


class Kept(Value):
    """What a look at the tables tells; None where there is no such table, or row, yet."""

    house_key: bytes | None
    """Wrapped by the master key."""
    accounts: int | None


def kept(url: str) -> Kept:
    """Changes nothing. Raises SetupError, and Unavailable where the database is away or is none."""
    with closing(Database(url)) as database:
        try:
            with database.session() as session:
                return _kept(session)
        except DBAPIError as error:
            raise Unavailable(f"{database.shown}: {database.reason(error)}") from None


def _kept(session: Session) -> Kept:
    there = set(inspect(session.connection()).get_table_names())
    house = select(KeyRow.wrapped).where(KeyRow.id == HOUSE)
    accounts = select(func.count()).where(AccountRow.disabled_at.is_(None))
    return Kept(
        house_key=session.scalar(house) if KeyRow.__tablename__ in there else None,
        accounts=session.scalar(accounts) if AccountRow.__tablename__ in there else None,
    )


def _clock(session: Session) -> float:
    if session.connection().dialect.name == "sqlite":  # it has ours
        return float(session.scalar(text("SELECT strftime('%s', 'now')")) or 0)
    return float(session.scalar(select(extract("epoch", func.clock_timestamp()))) or 0)


def _read_only(session: Session, database: Database) -> str:
    try:
        session.execute(TRIAL)
    except DBAPIError as error:
        return database.reason(error)
    return ""
