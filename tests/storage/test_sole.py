"""How many services may work on one database."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sangdam.errors import SetupError
from sangdam.storage.database import Database

HOLDS = """
import sys
from sangdam.storage.database import Database
Database(sys.argv[1]).occupy()
print("holds it", flush=True)
sys.stdin.read()
"""


def test_sqlite_serves_one_process_and_postgresql_many(url: str) -> None:
    first, second = Database(url), Database(url)
    first.occupy()
    if url.startswith("sqlite"):
        with pytest.raises(SetupError, match=r"process \d+.*SANGDAM_DATABASE_URL"):
            second.occupy()
        first.close()
    second.occupy()
    for database in (first, second):
        database.close()


def test_a_process_that_was_killed_holds_nothing(url: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdout.readline() == "holds it\n"
        process.kill()
    database = Database(url)
    database.occupy()
    database.close()


def test_whoever_only_reads_does_not_ask(url: str) -> None:
    """Scripts look into the database of a running service."""
    serving, script = Database(url), Database(url)
    serving.occupy()
    serving.migrate()
    with script.session() as session:
        session.connection()
    for database in (serving, script):
        database.close()
