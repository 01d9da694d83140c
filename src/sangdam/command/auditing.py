"""`sangdam audit`: who read and did what, and whether the log of it is whole."""

from __future__ import annotations

from sangdam.bootstrap_index import now
from sangdam.command.kept_data import opened_as_it_is
from sangdam.command.words import Words
from sangdam.errors import Invalid
from sangdam.models import AuditEntry
from sangdam.storage.audit import Audit


def show(words: Words, *, count: int, subject: str | None, as_json: bool) -> None:
    """The newest, oldest of them first."""
    with opened_as_it_is(words) as there:
        entries = Audit(there.database, now).newest(count, subject=subject)
    for entry in entries:
        print(entry.model_dump_json() if as_json else _line(entry))
    if not entries and not as_json:
        print(words("audit.none"))


def check(words: Words, *, number: int | None, head: str | None) -> int:
    """Exit code 1 where the log is broken. Raises Invalid for half of an earlier check."""
    if (number is None) != (head is None):
        raise Invalid(words("audit.half"))
    noted = (number, head) if number is not None and head is not None else None
    with opened_as_it_is(words) as there:
        found = Audit(there.database, now).verify(noted=noted)
    if found.broken_at is not None:
        print(words("audit.broken", whole=found.entries, number=found.broken_at))
        return 1
    print(words("audit.whole", whole=found.entries, head=found.head or "-"))
    return 0


def _line(entry: AuditEntry) -> str:
    detail = " ".join(f"{name}={value}" for name, value in entry.detail.items())
    parts = (f"{entry.number:>6}", f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.actor, entry.act)
    return "  ".join(part for part in (*parts, entry.subject, detail) if part)
