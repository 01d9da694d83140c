"""A database with readable texts in it is sealed, and opened again, with nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, text

from sangdam.errors import SetupError
from sangdam.storage.attachments import Attachments
from sangdam.storage.customers import Customers
from sangdam.storage.database import Database
from sangdam.storage.feedback import Feedback
from sangdam.storage.vault import Vault
from scripts.benchmarks.postgres import Server
from tests.storage.talk import MASTER, HandClock, Talk

SAID = "주황색 찻잔 plain-mark"
PLAIN = "0004"
COLUMNS = {
    "conversations": ("customer", "contact"),
    "turns": ("reply",),
    "messages": ("text", "question"),
    "attachments": ("name",),
    "tickets": ("summary",),
    "traces": ("trace",),
    "feedback": ("reason",),
    "customers": ("id", "tier"),
}


def go_to(engine: Engine, revision: str, master: SecretStr | None = MASTER) -> None:
    config = Config()
    config.set_main_option("script_location", "sangdam.storage:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["vault"] = Vault(master) if master else None
        go = command.upgrade if revision == "head" else command.downgrade
        go(config, revision)


def readable(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All columns that were sealed, row by row."""
    with engine.begin() as connection:
        found = {
            table: connection.execute(text(f"SELECT {', '.join(names)} FROM {table}")).all()
            for table, names in COLUMNS.items()
        }
    return {table: sorted(map(tuple, rows), key=str) for table, rows in found.items()}


@pytest.fixture
def plain(talk: Talk, url: str, clock: HandClock, tmp_path: Path) -> Engine:
    """A database as the version before left it, with everything used."""
    Customers(talk.database).put("shop-1", tier="vip")
    turn = talk.ask(SAID, customer="shop-1")
    talk.hand_over(turn)
    talk.feedback.add(turn.turn_id, helpful=False, reason=SAID)
    talk.conversations.leave_contact(turn.conversation.id, "mark@example.com")
    files = Attachments(talk.database, clock, tmp_path, at_most=1)
    files.add(turn.conversation.id, name="찻잔.pdf", media_type="application/pdf", content=b"%")
    talk.answer(talk.ask("누구도 아닌 손님", channel="app"))
    talk.ask("또 왔어요", customer="shop-1", channel="kakao")
    engine = create_engine(url)
    go_to(engine, PLAIN)
    return engine


def test_it_comes_back_readable_and_goes_sealed_again(plain: Engine) -> None:
    before = readable(plain)
    assert SAID in str(before)
    assert "vip" in str(before)
    go_to(plain, "head")
    with plain.begin() as connection:
        stored = str([connection.execute(text(f"SELECT * FROM {t}")).all() for t in COLUMNS])
    assert not [word for word in ("찻잔", "plain-mark", "shop-1", "mark@example") if word in stored]
    go_to(plain, PLAIN)
    assert readable(plain) == before
    plain.dispose()


def test_the_service_reads_what_was_sealed(plain: Engine, url: str, clock: HandClock) -> None:
    database = Database(url, master=MASTER)
    database.migrate()
    talk = Talk(database, clock)
    assert Customers(database).tier("shop-1") == "vip"
    (ticket,) = talk.waiting()
    assert ticket.summary.trigger
    view = talk.conversations.get(ticket.conversation_id)
    assert view.messages[0].text == SAID
    assert (view.conversation.customer, view.conversation.contact) == ("shop-1", "mark@example.com")
    assert view.messages[-1].attachments[0].name == "찻잔.pdf"
    opinion = Feedback(database, clock).get(ticket.turn_id)
    assert opinion is not None
    assert opinion.reason == SAID
    assert {trace.outcome for trace in talk.traces.recent()} == {"handed_off", "answered"}
    again = talk.ask("다시 왔어요", customer="shop-1", channel="mail")
    assert again.conversation.customer == "shop-1"
    database.close()
    plain.dispose()


def test_nothing_readable_is_left_in_the_files(
    plain: Engine, url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    plain.dispose()
    database = Database(url, master=MASTER)
    database.migrate()
    if url.startswith("sqlite"):
        files = list(tmp_path.glob("sangdam.db*"))
    else:
        server: Server = request.getfixturevalue("server")
        with database.session() as session:
            session.execute(text("CHECKPOINT"))
        files = [path for path in (server.files / "base").rglob("*") if path.is_file()]
    for path in files:
        content = path.read_bytes()
        assert SAID.encode() not in content, path
        assert "주황색".encode() not in content, path
    database.close()


def test_without_the_master_key_it_refuses_and_changes_nothing(plain: Engine) -> None:
    before = readable(plain)
    with pytest.raises(SetupError, match="SANGDAM_MASTER_KEY"):
        go_to(plain, "head", master=None)
    assert readable(plain) == before
    plain.dispose()


def test_files_that_lay_readable_are_sealed_at_the_next_start(
    talk: Talk, clock: HandClock, tmp_path: Path
) -> None:
    turn = talk.ask()
    talk.hand_over(turn)
    files = Attachments(talk.database, clock, tmp_path / "files", at_most=1)
    message = files.add(
        turn.conversation.id, name="a.pdf", media_type="application/pdf", content=b"%PDF mark"
    )
    (file,) = message.attachments
    (tmp_path / "files" / f"{file.id}.sealed").unlink()
    (tmp_path / "files" / file.id).write_bytes(b"%PDF mark")
    (tmp_path / "files" / "file_of_nobody").write_bytes(b"%PDF mark")
    assert files.seal_old() == 2
    (kept,) = (tmp_path / "files").iterdir()
    assert b"mark" not in kept.read_bytes()
    assert files.find(turn.conversation.id, file.id).content == b"%PDF mark"
    assert files.seal_old() == 0


def test_postgresql_is_left_with_no_samples_of_keys_and_takes_none(server: Server) -> None:
    url = server.empty_database()
    database = Database(url, master=MASTER)
    database.migrate()
    talk = Talk(database, HandClock())
    for number in range(20):
        talk.ask(customer=f"shop-{number}")
    database.close()
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    go_to(engine, "0010")
    assert sampled(engine) == {"id", "customer_index", "wrapped", "created_at"}
    again = Database(url, master=MASTER)
    again.migrate()
    again.close()
    assert sampled(engine) == {"id", "customer_index", "created_at"}
    engine.dispose()


def sampled(engine: Engine) -> set[str]:
    """The columns of the keys from which PostgreSQL has taken values."""
    its = "SELECT attname FROM pg_stats WHERE tablename = 'data_keys'"
    with engine.connect() as connection:
        connection.execute(text("ANALYZE data_keys"))
        return set(connection.execute(text(its)).scalars())
