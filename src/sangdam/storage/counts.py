"""How often what happened between two moments: counted by the database, without a word of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select

from sangdam.models import Audience, Outcome, ReasonCode, Sender, TicketStatus, Value
from sangdam.storage.database import Database
from sangdam.storage.tables import FeedbackRow, MessageRow, TicketRow, TraceRow

WITH_PEOPLE = (Outcome.HANDED_OFF, Outcome.WITH_HUMAN)


class Talked(Value):
    conversations: int = 0
    messages: int = 0
    with_people: int = 0
    """Of the conversations those in which a person was called or there."""


class Wait(Value):
    """One ticket."""

    seconds: float | None
    """Until a person's first words; None without any."""
    open: bool


class Counts:
    """Every span is from the one moment on and before the other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def talked(self, since: datetime, until: datetime) -> Talked:
        with_people = case((TraceRow.outcome.in_(WITH_PEOPLE), TraceRow.conversation_id))
        counted = select(
            func.count(TraceRow.conversation_id.distinct()),
            func.count(),
            func.count(with_people.distinct()),
        ).where(_traced(since, until))
        with self._database.session() as session:
            conversations, messages, people = session.execute(counted).one()
        return Talked(conversations=conversations, messages=messages, with_people=people)

    def by_day(self, begins: Sequence[datetime]) -> tuple[Talked, ...]:
        """Of every day that begins at one of these moments, oldest first; the last ends the
        last day. With whom they talked is not counted."""
        day = case(*((TraceRow.created_at < end, n) for n, end in enumerate(begins[1:])))
        within = _traced(begins[0], begins[-1])
        traced = select(day.label("day"), TraceRow.conversation_id).where(within).subquery()
        counted = select(
            traced.c.day, func.count(traced.c.conversation_id.distinct()), func.count()
        ).group_by(traced.c.day)
        with self._database.session() as session:
            found = {
                day: Talked(conversations=conversations, messages=messages)
                for day, conversations, messages in session.execute(counted)
            }
        return tuple(found.get(day, Talked()) for day in range(len(begins) - 1))

    def outcomes(self, since: datetime, until: datetime) -> dict[Outcome, int]:
        counted = select(TraceRow.outcome, func.count()).where(_traced(since, until))
        with self._database.session() as session:
            return dict(session.execute(counted.group_by(TraceRow.outcome)).all())

    def reasons(self, since: datetime, until: datetime) -> dict[ReasonCode, int]:
        """Of the tickets opened in the span."""
        counted = select(TicketRow.reason_code, func.count()).where(_opened(since, until))
        with self._database.session() as session:
            return dict(session.execute(counted.group_by(TicketRow.reason_code)).all())

    def waits(self, since: datetime, until: datetime) -> tuple[Wait, ...]:
        """Of every ticket opened in the span, whenever it was answered."""
        with self._database.session() as session:
            return tuple(
                Wait(
                    seconds=(first - opened).total_seconds() if first else None,
                    open=status is TicketStatus.OPEN,
                )
                for opened, status, first in session.execute(_first_words(since, until))
            )

    def opinions(self, since: datetime, until: datetime) -> dict[bool, int]:
        """Helpful or not -> how many said so."""
        within = FeedbackRow.created_at >= since, FeedbackRow.created_at < until
        counted = select(FeedbackRow.helpful, func.count()).where(*within)
        with self._database.session() as session:
            return dict(session.execute(counted.group_by(FeedbackRow.helpful)).all())


def _traced(since: datetime, until: datetime) -> ColumnElement[bool]:
    return (TraceRow.created_at >= since) & (TraceRow.created_at < until)


def _opened(since: datetime, until: datetime) -> ColumnElement[bool]:
    return (TicketRow.created_at >= since) & (TicketRow.created_at < until)


def _first_words(
    since: datetime, until: datetime
) -> Select[datetime, TicketStatus, datetime | None]:
    first = (
        select(func.min(MessageRow.created_at))
        .where(MessageRow.conversation_id == TicketRow.conversation_id)
        .where(MessageRow.episode == TicketRow.episode)
        .where(MessageRow.sender == Sender.AGENT, MessageRow.audience == Audience.CUSTOMER)
        .where(MessageRow.created_at >= TicketRow.created_at)
        .scalar_subquery()
    )
    return select(TicketRow.created_at, TicketRow.status, first).where(_opened(since, until))
