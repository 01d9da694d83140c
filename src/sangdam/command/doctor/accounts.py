"""Whether people sign in as themselves, or share the operator key."""

from __future__ import annotations

from collections.abc import Iterator

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.errors import Unavailable
from sangdam.settings import Settings
from sangdam.storage.database import sqlite_file
from sangdam.storage.health import kept


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    file = sqlite_file(settings.database)
    if file is not None and not file.exists():
        yield tell.ok("accounts_later")
        return
    try:
        count = kept(settings.database).accounts
    except Unavailable:
        return  # the check of the database says so
    yield tell.ok("accounts", count=count) if count else tell.warning("no_accounts")
