"""The audit log grows, and shows every other change to it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sangdam.models import Act, AuditEntry
from sangdam.storage.audit import Audit, canonical
from sangdam.storage.database import Database
from tests.storage.talk import MASTER, HandClock


@pytest.fixture
def audit(database: Database, clock: HandClock) -> Audit:
    return Audit(database, clock)


def fill(audit: Audit, count: int = 5) -> None:
    for number in range(count):
        audit.note("operator", Act.READ_TICKET, f"ticket_{number}", {"number": number})


def unguarded(database: Database, *statements: str) -> None:
    """By somebody who owns the database, and takes its triggers away first."""
    with database.begin() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_kept"))
        else:
            session.execute(text("DROP TRIGGER audit_update"))
            session.execute(text("DROP TRIGGER audit_delete"))
        for statement in statements:
            session.execute(text(statement))


def test_entries_stand_in_their_order_and_the_log_is_whole(audit: Audit) -> None:
    assert audit.verify().entries == 0
    fill(audit)
    entries = audit.entries()
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.before for entry in entries] == ["", *(entry.seal for entry in entries[:-1])]
    assert audit.entries(after=3) == entries[3:]
    assert audit.entries(subject="ticket_2") == (entries[2],)
    found = audit.verify()
    assert (found.entries, found.broken_at, found.head) == (5, None, entries[-1].seal)


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit WHERE number = 5"]
)
def test_the_database_refuses_to_change_it(database: Database, audit: Audit, change: str) -> None:
    fill(audit)
    with pytest.raises(DBAPIError, match="only ever added to"), database.begin() as session:
        session.execute(text(change))
    assert audit.verify().entries == 5


def test_postgresql_refuses_to_empty_it(url: str, database: Database, audit: Audit) -> None:
    if url.startswith("sqlite"):
        pytest.skip("SQLite has no TRUNCATE")
    fill(audit)
    with pytest.raises(DBAPIError, match="only ever added to"), database.begin() as session:
        session.execute(text("TRUNCATE audit"))


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE number = 2", 2),
        ("UPDATE audit SET act = 'noted' WHERE number = 1", 1),
        ("UPDATE audit SET subject = 'ticket_9' WHERE number = 5", 5),
        ("UPDATE audit SET detail = '{}' WHERE number = 3", 3),
        ("UPDATE audit SET at = '2026-01-01 00:00:00' WHERE number = 4", 4),
        ("UPDATE audit SET seal = before WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 3", 3),
    ],
)
def test_a_change_is_found_where_it_happened(
    database: Database, audit: Audit, change: str, broken_at: int
) -> None:
    fill(audit)
    unguarded(database, change)
    found = audit.verify()
    assert (found.entries, found.broken_at) == (broken_at - 1, broken_at)


def test_leaving_an_entry_out_and_numbering_anew_is_found(database: Database, audit: Audit) -> None:
    fill(audit)
    renumbered = (f"UPDATE audit SET number = {n - 1} WHERE number = {n}" for n in (4, 5))
    unguarded(database, "DELETE FROM audit WHERE number = 3", *renumbered)
    assert audit.verify().broken_at == 3


def test_entries_cut_off_the_end_are_found_by_who_noted_the_head(
    database: Database, audit: Audit
) -> None:
    fill(audit)
    noted = audit.verify()
    unguarded(database, "DELETE FROM audit WHERE number > 3")
    assert audit.verify().broken_at is None
    assert audit.verify(noted=(noted.entries, noted.head)).broken_at == 4
    fill(audit)
    assert audit.verify().broken_at is None
    assert audit.verify(noted=(noted.entries, noted.head)).broken_at == 5


def test_writers_of_many_processes_make_one_chain(url: str, audit: Audit, clock: HandClock) -> None:
    if url.startswith("sqlite"):
        pytest.skip("SQLite serves one process")
    others = [Database(url, master=MASTER) for _ in range(4)]
    note: Callable[[Database], None] = lambda other: fill(Audit(other, clock), 10)  # noqa: E731
    with ThreadPoolExecutor(len(others)) as pool:
        list(pool.map(note, others))
    found = audit.verify()
    assert (found.entries, found.broken_at) == (40, None)
    for other in others:
        other.close()


def test_what_is_sealed_is_everything_but_the_seal(audit: Audit) -> None:
    fill(audit, 2)
    entry = audit.entries()[1]
    sealed = canonical(entry)
    for name in set(AuditEntry.model_fields) - {"seal"}:
        other = AuditEntry(
            number=9,
            at=entry.at.replace(microsecond=7),
            actor="x",
            act=Act.ERASED,
            subject="x",
            detail={"x": 1},
            before="x",
            seal="",
        )
        changed = entry.model_copy(update={name: getattr(other, name)})
        assert canonical(changed) != sealed, name
