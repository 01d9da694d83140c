"""What customers thought of a reply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from sangdam.errors import NotFound
from sangdam.models import Value
from sangdam.ports import Clock
from sangdam.storage.database import Database
from sangdam.storage.tables import FeedbackRow, TurnRow
from sangdam.storage.timeline import locked


class Opinion(Value):
    turn_id: str
    helpful: bool
    reason: str
    created_at: datetime


class Feedback:
    """One opinion a turn: a newer one takes the place of the older."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, turn_id: str, *, helpful: bool, reason: str = "") -> Opinion:
        """`reason` is a customer's text: screened before it comes here. Raises NotFound."""
        with self._database.begin() as session:
            turn = session.get(TurnRow, turn_id)
            if turn is None:
                raise NotFound(f"no turn {turn_id}")
            locked(session, turn.conversation_id)
            opinion = FeedbackRow(
                turn_id=turn_id, helpful=helpful, reason=reason, created_at=self._clock()
            )
            return opinion_of(session.merge(opinion))

    def of(self, turn_ids: Iterable[str]) -> dict[str, bool]:
        """Turn id -> whether its reply helped, for those of them that somebody judged."""
        judged = select(FeedbackRow.turn_id, FeedbackRow.helpful).where(
            FeedbackRow.turn_id.in_(set(turn_ids))
        )
        with self._database.session() as session:
            return dict(session.execute(judged).all())

    def get(self, turn_id: str) -> Opinion | None:
        with self._database.session() as session:
            row = session.get(FeedbackRow, turn_id)
            return opinion_of(row) if row else None


def opinion_of(row: FeedbackRow) -> Opinion:
    return Opinion(
        turn_id=row.turn_id,
        helpful=row.helpful,
        reason=row.reason,
        created_at=row.created_at,
    )
