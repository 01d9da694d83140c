"""Who read and did what: rows that are only ever added, each sealed together with the one before.

Nobody who can write to the database, but has no master key, can change, reorder or leave out an
entry unseen. That the newest ones were cut off shows against a head that was noted elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sangdam.models import Act, Audited, AuditEntry
from sangdam.ports import Clock
from sangdam.storage.database import Database
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import AuditRow
from sangdam.storage.vault import AUDIT

AT_ONCE = 1000
"""Rows that a verification holds in memory."""
LINE = 0x73616E67
"""The lock that writers of many processes take on PostgreSQL, one after the other."""


class Audit:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(
        self, actor: str, act: Act, subject: str = "", detail: Mapping[str, int | str] | None = None
    ) -> AuditEntry:
        with self._database.begin() as session:
            return self.note_in(session, actor, act, subject, detail)

    def note_in(
        self,
        session: Session,
        actor: str,
        act: Act,
        subject: str = "",
        detail: Mapping[str, int | str] | None = None,
    ) -> AuditEntry:
        """As part of the transaction that does it; to be called last, as others wait."""
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.pg_advisory_xact_lock(LINE)))
        last = session.scalar(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            at=self._clock().astimezone(UTC),
            actor=actor,
            act=act,
            subject=subject,
            detail=dict(detail or {}),
            before=last.seal if last else "",
            seal="",
        )
        sealed = entry.model_copy(update={"seal": _seal(session, entry)})
        session.add(AuditRow(**dict(sealed)))
        session.flush()
        return sealed

    def entries(
        self, *, after: int = 0, limit: int = 100, subject: str | None = None
    ) -> tuple[AuditEntry, ...]:
        """At most `limit` with higher numbers than `after`, in their order."""
        page = select(AuditRow).where(AuditRow.number > after)
        if subject is not None:
            page = page.where(AuditRow.subject == subject)
        with self._database.session() as session:
            rows = session.scalars(page.order_by(AuditRow.number).limit(limit))
            return tuple(row.value() for row in rows)

    def newest(self, count: int, *, subject: str | None = None) -> tuple[AuditEntry, ...]:
        """The last so many, in their order."""
        rows = select(AuditRow).order_by(AuditRow.number.desc()).limit(count)
        if subject is not None:
            rows = rows.where(AuditRow.subject == subject)
        with self._database.session() as session:
            return tuple(row.value() for row in session.scalars(rows))[::-1]

    def last(self, act: Act) -> AuditEntry | None:
        newest = select(AuditRow).where(AuditRow.act == act).order_by(AuditRow.number.desc())
        with self._database.session() as session:
            row = session.scalar(newest.limit(1))
            return row.value() if row else None

    def verify(self, *, noted: tuple[int, str] | None = None) -> Audited:
        """The first broken entry, if any. `noted` is the number and the head of an earlier
        verification: what is missing since counts as broken."""
        good, head = 0, ""
        with self._database.session() as session:
            while rows := session.scalars(_page(good)).all():
                for row in rows:
                    entry = row.value()
                    if not _follows(session, entry, good, head) or _differs(entry, noted):
                        return Audited(entries=good, broken_at=good + 1, head=head)
                    good, head = entry.number, entry.seal
        cut = noted is not None and good < noted[0]
        return Audited(entries=good, broken_at=good + 1 if cut else None, head=head)


def _page(after: int) -> Select[AuditRow]:
    later = select(AuditRow).where(AuditRow.number > after)
    return later.order_by(AuditRow.number).limit(AT_ONCE)


def _follows(session: Session, entry: AuditEntry, good: int, head: str) -> bool:
    in_line = (entry.number, entry.before) == (good + 1, head)
    return in_line and entry.seal == _seal(session, entry)


def _differs(entry: AuditEntry, noted: tuple[int, str] | None) -> bool:
    return noted is not None and entry.number == noted[0] and entry.seal != noted[1]


def _seal(session: Session, entry: AuditEntry) -> str:
    return keyring_in(session).settled().signature(AUDIT, canonical(entry))


def canonical(entry: AuditEntry) -> str:
    """The entry but its seal, always in the same letters."""
    told = entry.model_dump(mode="json", exclude={"seal", "at"})
    told["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
