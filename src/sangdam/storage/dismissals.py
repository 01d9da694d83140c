"""Questions that shall never be answered: a mark on their traces, gone when these go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import CursorResult, Update, select, update
from sqlalchemy.orm import Session

from sangdam.errors import Conflict, NotFound
from sangdam.models import Act
from sangdam.ports import Clock
from sangdam.storage.audit import Audit
from sangdam.storage.database import Database
from sangdam.storage.gaps import Unanswered, UnansweredQuestions
from sangdam.storage.tables import TraceRow
from sangdam.storage.timeline import locked, new_id


class Dismissals:
    """No text is kept for them: what a customer's erasure or the retention takes, they forget."""

    def __init__(
        self, database: Database, clock: Clock, *, questions: UnansweredQuestions, audit: Audit
    ) -> None:
        self._database = database
        self._clock = clock
        self._questions = questions
        self._audit = audit

    def add(self, holds: Callable[[Unanswered], bool], *, among: int, actor: str) -> str:
        """Dismiss those of the newest `among` questions that `holds` is true of; returns the id
        of the decision. Raises Conflict where somebody else has dismissed them."""
        with self._database.session() as session:
            newest = self._questions.newest_in(session, among)
        turns = {row.turn_id: row.conversation_id for row, question in newest if holds(question)}
        dismissal = new_id("dismissal")
        with self._database.begin() as session:
            _hold(session, turns.values())
            marked = _count(session, _mark(turns, dismissal, self._clock()))
            if not marked:
                raise Conflict("somebody else dismissed these questions; read the list again")
            told = {"questions": marked}
            self._audit.note_in(session, actor, Act.GAP_DISMISSED, dismissal, told)
        return dismissal

    def remove(self, dismissal: str, *, actor: str) -> None:
        """The questions are open again. Raises NotFound where there is no such decision."""
        of_it = select(TraceRow.conversation_id).where(TraceRow.dismissal == dismissal)
        with self._database.begin() as session:
            _hold(session, session.scalars(of_it))
            brought = _count(session, _unmark(dismissal))
            if not brought:
                raise NotFound(f"no dismissal {dismissal}; read the list again")
            told = {"questions": brought}
            self._audit.note_in(session, actor, Act.GAP_BROUGHT_BACK, dismissal, told)


def _hold(session: Session, conversation_ids: Iterable[str]) -> None:
    """Against every other writer, in the order in which an erasure holds them."""
    for conversation_id in sorted(set(conversation_ids)):
        with suppress(NotFound):
            locked(session, conversation_id)


def _mark(turns: Collection[str], dismissal: str, now: datetime) -> Update:
    open_ones = TraceRow.turn_id.in_(turns), TraceRow.dismissal.is_(None)
    return update(TraceRow).where(*open_ones).values(dismissal=dismissal, dismissed_at=now)


def _unmark(dismissal: str) -> Update:
    marked = TraceRow.dismissal == dismissal
    return update(TraceRow).where(marked).values(dismissal=None, dismissed_at=None)


def _count(session: Session, statement: Update) -> int:
    """Rows that the statement changed."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount
