"""The database as a command opens it, beside a running service or without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from sangdam.bootstrap_database import open_database
from sangdam.command.words import Words
from sangdam.errors import SetupError
from sangdam.settings import Settings
from sangdam.storage.database import Database, sqlite_file

ACTOR = "command"
"""Who acts, in the audit log."""


class Opened(NamedTuple):
    settings: Settings
    database: Database


@contextmanager
def opened() -> Iterator[Opened]:
    """The database of the settings, made where there is none. Raises SetupError."""
    settings = Settings.load()
    with closing(open_database(settings)) as database:
        database.migrate()
        yield Opened(settings, database)


@contextmanager
def opened_as_it_is(words: Words) -> Iterator[Opened]:
    """The same; raises SetupError where there is none."""
    file = sqlite_file(Settings.load().database)
    if file is not None and not file.exists():
        raise SetupError(words("say.no_database", file=file))
    with opened() as there:
        yield there
