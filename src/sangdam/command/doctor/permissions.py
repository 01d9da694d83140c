"""Who may read what customers wrote and the keys, and whether we may write where we must."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.settings import Settings
from sangdam.storage.database import sqlite_file

TOML = Path("sangdam.toml")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
READ_BY_ALL = stat.S_IROTH


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    yield _writable(settings.data_dir, tell)
    if settings.index.parent != settings.data_dir:
        yield _writable(settings.index.parent, tell)
    private = [settings.attachments_dir]
    if file := sqlite_file(settings.database):
        private += [file, file.with_name(f"{file.name}-wal")]
    for path in private:
        if path.exists() and path.stat().st_mode & OTHERS:
            yield tell.wrong("open_to_others", path=path)
    keys = settings.operator_key or settings.master_key or settings.openai_api_key
    if (keys or settings.database_url) and TOML.is_file() and TOML.stat().st_mode & READ_BY_ALL:
        yield tell.warning("toml_open", path=TOML)


def _writable(folder: Path, tell: Tell) -> Finding:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return tell.ok("writable", path=folder)
    return tell.wrong("not_writable", path=there)
