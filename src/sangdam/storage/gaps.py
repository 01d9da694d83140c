"""Questions that got no good answer, out of the traces and unlinked from who asked them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from sangdam.models import DraftUse, Language, Outcome, ReasonCode, Trace, Value
from sangdam.storage.database import Database
from sangdam.storage.sealing import fetch_keys
from sangdam.storage.tables import ConversationRow, FeedbackRow, TicketRow, TraceRow, TurnRow

Columns = TypeVarTuple("Columns")


class Ended(StrEnum):
    """Why a question counts as unanswered."""

    CLARIFY = "clarify"
    """The assistant had to ask back."""
    NO_EVIDENCE = "no_evidence"
    LOW_CONFIDENCE = "low_confidence"
    FAILED_CHECKS = "failed_checks"
    THIRD_FAILURE = "third_failure"
    CONTRADICTED = "contradicted"
    """An agent told the customer something else than the assistant's draft."""
    UNHELPFUL = "unhelpful"
    """It was answered, and the customer said that this did not help."""


HANDED_OVER = {
    ReasonCode.NO_EVIDENCE: Ended.NO_EVIDENCE,
    ReasonCode.LOW_CONFIDENCE: Ended.LOW_CONFIDENCE,
    ReasonCode.FAILED_CHECKS: Ended.FAILED_CHECKS,
    ReasonCode.THIRD_FAILURE: Ended.THIRD_FAILURE,
}
"""Handoffs for want of an answer; a request or a complaint is none."""


class Unanswered(Value):
    """One question, masked for good. Nothing in it leads back to a customer or a turn."""

    text: str
    """The customer's words; of a follow-up what was searched for: the standalone question."""
    language: Language
    ended: Ended
    asker: int
    """The same for the same customer within one reading; a mere count."""
    at: datetime
    evidence: tuple[str, ...]
    """Ids of the passages that were found, best first."""


class Dismissal(Value):
    """One decision never to answer, with those of its questions that are still kept."""

    id: str
    at: datetime
    questions: tuple[Unanswered, ...]
    """Newest first."""


class UnansweredQuestions:
    def __init__(self, database: Database, *, mask: Callable[[str, Language], str]) -> None:
        """A trace is masked when it is written; `mask` does it again, by the rules of today."""
        self._database = database
        self._mask = mask

    def newest(self, limit: int) -> tuple[Unanswered, ...]:
        """The newest `limit` open questions of finished turns, newest first."""
        with self._database.session() as session:
            return tuple(question for _, question in self.newest_in(session, limit))

    def newest_in(self, session: Session, limit: int) -> list[tuple[TraceRow, Unanswered]]:
        """The same, each beside its trace: for whoever writes to it."""
        return self._read(session, _newest().where(TraceRow.dismissal.is_(None)), limit)

    def dismissed(self, limit: int) -> tuple[Dismissal, ...]:
        """The decisions on the newest `limit` of the other questions, the last decision first."""
        decided: dict[tuple[datetime, str], list[Unanswered]] = defaultdict(list)
        wanted = _newest().where(TraceRow.dismissal.is_not(None))
        with self._database.session() as session:
            for row, question in self._read(session, wanted, limit):
                assert row.dismissal is not None
                assert row.dismissed_at is not None
                decided[row.dismissed_at, row.dismissal].append(question)
        return tuple(
            Dismissal(id=name, at=at, questions=tuple(questions))
            for (at, name), questions in sorted(decided.items(), reverse=True)
        )

    def _read(
        self, session: Session, wanted: Select[*Found], limit: int
    ) -> list[tuple[TraceRow, Unanswered]]:
        askers: dict[str, int] = {}
        found = session.execute(wanted.limit(limit)).all()
        fetch_keys(session, (row[0].sealed_trace for row in found))
        return [(row[0], self._question(row, askers)) for row in found]

    def counted(self, since: datetime, until: datetime) -> int:
        """How many there are from the one moment on and before the other."""
        several = select(func.count(TraceRow.turn_id.distinct()))
        several = _judged(several.select_from(TraceRow)).where(_lacking())
        several = several.where(TraceRow.created_at >= since, TraceRow.created_at < until)
        with self._database.session() as session:
            return session.scalar(several) or 0

    def _question(self, row: Row[*Found], askers: dict[str, int]) -> Unanswered:
        traced, turn, conversation, use = row
        trace, reply = traced.trace, turn.reply
        asker = conversation.customer_index or conversation.id
        language = reply.language if reply else Language.KOREAN
        return Unanswered(
            text=self._mask(trace.question or trace.message, language),
            language=language,
            ended=_ended(trace, use),
            asker=askers.setdefault(asker, len(askers) + 1),
            at=traced.created_at,
            evidence=tuple(passage_id for passage_id, _ in trace.evidence),
        )


Found = tuple[TraceRow, TurnRow, ConversationRow, DraftUse | None]


def _newest() -> Select[*Found]:
    found = (
        select(TraceRow, TurnRow, ConversationRow, TicketRow.draft_use)
        .join(TurnRow, TurnRow.id == TraceRow.turn_id)
        .join(ConversationRow, ConversationRow.id == TraceRow.conversation_id)
    )
    newest = TraceRow.created_at.desc(), TraceRow.turn_id.desc()
    return _judged(found).where(_lacking()).order_by(*newest)


def _judged(traces: Select[*Columns]) -> Select[*Columns]:
    """The traces beside what agents and customers made of their turns."""
    return traces.outerjoin(TicketRow, TicketRow.turn_id == TraceRow.turn_id).outerjoin(
        FeedbackRow, FeedbackRow.turn_id == TraceRow.turn_id
    )


def _lacking() -> ColumnElement[bool]:
    handed_off = TraceRow.outcome == Outcome.HANDED_OFF
    for_want = and_(handed_off, TraceRow.reason_code.in_(tuple(HANDED_OVER)))
    contradicted = TicketRow.draft_use == DraftUse.CONTRADICTED
    unhelpful = FeedbackRow.helpful.is_(False)
    return or_(TraceRow.outcome == Outcome.CLARIFY, for_want, unhelpful, contradicted)


def _ended(trace: Trace, use: DraftUse | None) -> Ended:
    if use is DraftUse.CONTRADICTED:
        return Ended.CONTRADICTED
    if trace.outcome is Outcome.CLARIFY:
        return Ended.CLARIFY
    if trace.outcome is Outcome.HANDED_OFF and trace.reason_code in HANDED_OVER:
        return HANDED_OVER[trace.reason_code]
    return Ended.UNHELPFUL
