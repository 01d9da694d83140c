"""Whether the master key is there, for its owner only, and opens what the database holds."""

from __future__ import annotations

import os
from collections.abc import Iterator

from pydantic import SecretStr

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.errors import Unavailable
from sangdam.settings import Settings
from sangdam.storage.database import sqlite_file
from sangdam.storage.health import kept
from sangdam.storage.master import FILE, READABLE_BY_OTHERS
from sangdam.storage.vault import HOUSE, Vault


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    """Raises SetupError where the key is none, or can't be read."""
    path = settings.data_dir / FILE
    wrapped = _house_key(settings)
    master = settings.master_key
    if master is None and not path.exists():
        missing = wrapped is not None
        yield tell.wrong("no_master", path=path) if missing else tell.ok("master_later", path=path)
        return
    if master is None:
        if path.stat().st_mode & READABLE_BY_OTHERS:
            yield tell.wrong("master_open", path=path)
        if not os.access(path, os.R_OK):
            yield tell.wrong("master_unreadable", path=path)
            return
        master = SecretStr(path.read_text("ascii", errors="replace"))
    yield _fits(Vault(master), wrapped, settings.former_master_key, tell)


def _house_key(settings: Settings) -> bytes | None:
    file = sqlite_file(settings.database)
    if file is not None and not file.exists():
        return None
    try:
        return kept(settings.database).house_key
    except Unavailable:
        return None  # the check of the database says so


def _fits(vault: Vault, wrapped: bytes | None, former: SecretStr | None, tell: Tell) -> Finding:
    if wrapped is None:
        return tell.ok("master_unused")
    if vault.wraps(HOUSE, wrapped):
        return tell.ok("master_opens")
    if former is not None and Vault(former).wraps(HOUSE, wrapped):
        return tell.ok("master_former")
    return tell.wrong("master_other")
