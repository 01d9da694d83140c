"""The door to the database, on both kinds."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from sangdam.errors import SetupError
from sangdam.models import Audience
from sangdam.storage.database import Database
from sangdam.storage.tables import Base, EventKind, EventRow, SecretRow, TraceRow
from tests.storage.talk import MASTER, HandClock, Talk


def test_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.session() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database, talk: Talk) -> None:
    turn = talk.ask()
    database.migrate()
    assert len(talk.conversations.get(turn.conversation.id).messages) == 1


MIGRATE_ON_CUE = """
import sys
from sangdam.storage.database import Database
print("ready", flush=True)
sys.stdin.readline()
Database(sys.argv[1]).migrate()
"""


def test_processes_that_start_together_all_find_the_tables(url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE_ON_CUE, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        process.communicate(timeout=60)
    assert [process.returncode for process in started] == [0] * len(started)


def test_a_database_from_the_future_is_refused_in_words(url: str, database: Database) -> None:
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    other = Database(url, master=MASTER)
    with pytest.raises(SetupError, match="newer version of Sangdam"):
        other.migrate()
    other.close()


def test_moments_come_back_aware_in_utc(database: Database) -> None:
    seoul = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with database.begin() as session:
        session.add(SecretRow(name="a", value="가나다", created_at=seoul))
    with database.session() as session:
        row = session.get_one(SecretRow, "a")
    assert row.created_at == seoul
    assert row.created_at.tzinfo is UTC
    assert row.value == "가나다"


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 21, 9, 0)
    with pytest.raises(StatementError, match="time zone"), database.begin() as session:
        session.add(SecretRow(name="a", value="b", created_at=naive))


def test_nul_characters_are_dropped_and_emoji_kept(talk: Talk) -> None:
    turn = talk.ask("배송\x00 언제 🙏 와요?")
    assert talk.conversations.get(turn.conversation.id).messages[0].text == "배송 언제 🙏 와요?"


def test_an_error_leaves_nothing_of_its_transaction(database: Database, clock: HandClock) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        session.add(SecretRow(name="a", value="b", created_at=clock()))
        session.flush()
        _ = 1 / 0
    with database.session() as session:
        assert session.get(SecretRow, "a") is None


def test_what_a_reader_changes_is_thrown_away(database: Database, clock: HandClock) -> None:
    with database.session() as session:
        session.add(SecretRow(name="a", value="b", created_at=clock()))
        session.flush()
    with database.session() as session:
        assert session.get(SecretRow, "a") is None


def test_a_glance_writes_nothing(database: Database, clock: HandClock) -> None:
    with pytest.raises(TypeError), database.glance() as session:
        session.add(SecretRow(name="a", value="b", created_at=clock()))
        session.flush()
    with database.glance() as session:
        assert session.get(SecretRow, "a") is None


def test_foreign_keys_are_enforced(database: Database, clock: HandClock) -> None:
    with pytest.raises(IntegrityError), database.begin() as session:
        event = EventRow(conversation_id="none", sequence=1, kind=EventKind.CONTACT)
        event.audience, event.payload, event.created_at = Audience.INTERNAL, {}, clock()
        session.add(event)


def test_a_value_comes_back_as_the_value_that_went_in(talk: Talk) -> None:
    turn = talk.ask()
    reply = talk.answer(turn)
    with talk.database.session() as session:
        assert session.get_one(TraceRow, turn.turn_id).trace == talk.traces.get(turn.turn_id)
    assert talk.conversations.reopen(turn).replay == reply


def test_sqlite_makes_its_folder_and_a_file_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "깊은 곳" / "data" / "sangdam.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with database.session() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    database.close()


def test_a_place_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SetupError, match=r"file/sangdam\.db can't be written: .*database_url"):
        Database(f"sqlite:///{tmp_path / 'file' / 'sangdam.db'}")


def test_a_file_that_is_no_database_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "sangdam.db").write_text("상담 " * 1000)
    database = Database(f"sqlite:///{tmp_path / 'sangdam.db'}")
    with pytest.raises(SetupError, match="can't be opened: file is not a database"):
        database.migrate()
    database.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense geheim", "not a database URL"),
        ("mysql://sangdam:geheim@host/name", "SQLite and PostgreSQL only"),
        ("postgres://sangdam:geheim@host/name", "write sqlite:///.* or postgresql://"),
        ("postgresql+nodriver://sangdam:geheim@host/name", r"install psycopg\[binary\]"),
        ("sqlite://", "plain path of a file"),
        ("sqlite:///:memory:", "plain path of a file"),
        ("sqlite:///file:geheim?uri=true", "plain path of a file"),
    ],
)
def test_a_wrong_url_is_refused_with_the_way_to_mend_it(url: str, words: str) -> None:
    with pytest.raises(SetupError, match=words) as refused:
        Database(url)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://sangdam:geheim@127.0.0.1:1/name",
        "postgresql://sangdam@127.0.0.1:1/name?password=geheim",
        "postgresql://sangdam:geheim@127.0.0.1:1/name?nosuchoption=geheim",
    ],
)
def test_a_server_that_is_away_is_named_without_the_password(url: str) -> None:
    pytest.importorskip("psycopg")
    database = Database(url)
    with pytest.raises(SetupError, match=r"sangdam.*@127\.0\.0\.1:1/name can't be") as refused:
        database.migrate()
    assert "geheim" not in str(refused.value)
    database.close()


def test_a_sqlite_writer_holds_the_write_lock_from_its_first_look(tmp_path: Path) -> None:
    path = tmp_path / "sangdam.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    other = sqlite3.connect(path, timeout=0.1)
    with database.begin() as session:
        assert session.get(SecretRow, "a") is None
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()
    database.close()
