"""Traces: everything that was decided in a turn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from sangdam.errors import NotFound
from sangdam.models import Trace
from sangdam.storage.database import Database
from sangdam.storage.sealing import fetch_keys
from sangdam.storage.tables import TraceRow


class Traces:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, turn_id: str) -> Trace:
        """The trace of a finished turn. Raises NotFound."""
        with self._database.session() as session:
            row = session.get(TraceRow, turn_id)
            if row is None:
                raise NotFound(f"no trace of turn {turn_id}")
            return row.trace

    def counted(self, since: datetime, until: datetime) -> int:
        """How many turns ended from the one moment on and before the other."""
        within = select(func.count()).select_from(TraceRow)
        within = within.where(TraceRow.created_at >= since, TraceRow.created_at < until)
        with self._database.session() as session:
            return session.scalar(within) or 0

    def recent(self, limit: int = 50) -> tuple[Trace, ...]:
        """The last traces, newest first."""
        newest = select(TraceRow).order_by(TraceRow.created_at.desc(), TraceRow.turn_id.desc())
        with self._database.session() as session:
            found = session.scalars(newest.limit(limit)).all()
            fetch_keys(session, (row.sealed_trace for row in found))
            return tuple(row.trace for row in found)
