"""What agents did with the assistant's drafts, as labels for its confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Row, select

from sangdam.models import DraftUse, Label, Language
from sangdam.storage.database import Database
from sangdam.storage.sealing import fetch_keys
from sangdam.storage.tables import TicketRow, TraceRow

SAYS = {DraftUse.AS_IS: True, DraftUse.EDITED: True, DraftUse.CONTRADICTED: False}
"""Uses that say whether the first hit was right; a draft that was not used says nothing."""


class Labels:
    def __init__(self, database: Database, *, mask: Callable[[str, Language], str]) -> None:
        """A trace is masked when it is written; `mask` does it again, by the rules of today."""
        self._database = database
        self._mask = mask

    def newest(self, limit: int) -> tuple[Label, ...]:
        """At most `limit`, newest first."""
        judged = (
            select(TraceRow, TicketRow.language, TicketRow.draft_use)
            .join(TraceRow, TraceRow.turn_id == TicketRow.turn_id)
            .where(TicketRow.draft_use.in_(tuple(SAYS)))
            .order_by(TicketRow.resolved_at.desc(), TicketRow.id)
            .limit(limit)
        )
        with self._database.session() as session:
            found = session.execute(judged).all()
            fetch_keys(session, (row[0].sealed_trace for row in found))
            return tuple(label for row in found for label in self._label(row))

    def _label(self, row: Row[TraceRow, Language, DraftUse | None]) -> Iterator[Label]:
        traced, language, use = row
        trace = traced.trace
        if trace.question and trace.evidence and use:
            first, _ = trace.evidence[0]
            yield Label(
                question=self._mask(trace.question, language),
                language=language,
                document_id=first.rpartition("#")[0],
                right=SAYS[use],
            )
