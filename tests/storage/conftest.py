"""Every storage test runs on SQLite in a file and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sangdam.storage.database import Database
from scripts.benchmarks.postgres import Server
from tests.storage.talk import MASTER, HandClock, Talk


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sangdam.db'}"
    server: Server = request.getfixturevalue("server")
    return server.empty_database()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url, master=MASTER)
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def talk(database: Database, clock: HandClock) -> Talk:
    return Talk(database, clock)
