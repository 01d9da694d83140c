"""A copy, an erasure and the audit log, from the command line, on both databases."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from sangdam.bootstrap import Service
from sangdam.command.main import main
from sangdam.errors import NotFound
from sangdam.models import Act, Done, Incoming
from sangdam.storage.database import Database
from scripts.benchmarks.postgres import Server
from tests.command.terminal import at_terminal
from tests.moments import MakeService

Talked = tuple[Service, str, str]
"""The service; a conversation of the customer shop-1; one of nobody."""


def say(service: Service, words: str, customer: str | None = None) -> str:
    *_, done = service.assistant.run(Incoming(text=words, customer=customer))
    assert isinstance(done, Done)
    return done.reply.conversation_id


@pytest.fixture(params=["sqlite", "postgresql"])
def talked(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    make_service: MakeService,
    monkeypatch: pytest.MonkeyPatch,
) -> Talked:
    data, where = tmp_path / "data", {}
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        where["database_url"] = server.empty_database()
        monkeypatch.setenv("SANGDAM_DATABASE_URL", where["database_url"])
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(data))
    service = make_service(data_dir=data, **where)
    its = say(service, "상담원 연결해 주세요", "shop-1")
    return service, its, say(service, "제주도는 배송 며칠 걸려요?")


def alone(service: Service) -> None:
    """On SQLite nobody else may be there."""
    if service.settings.database.startswith("sqlite"):
        service.close()


def kept(service: Service, conversation_id: str) -> bool:
    with closing(Database(service.settings.database)) as database, database.session() as session:
        ids = session.execute(text("SELECT id FROM conversations")).scalars()
        return conversation_id in list(ids)


@pytest.mark.parametrize("whose", ["customer", "conversation"])
def test_a_copy_is_the_one_that_the_api_gives(talked: Talked, tmp_path: Path, whose: str) -> None:
    service, its, _ = talked
    file = tmp_path / "copy.zip"
    ask: Callable[..., bytes] = service.privacy.export
    name = "shop-1"
    if whose == "conversation":
        ask, name = service.privacy.export_conversation, its
    assert main(["export", name, "--to", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    noted = service.audit.last(Act.EXPORTED)
    assert noted is not None
    assert noted.actor == "command"
    by_api = ZipFile(io.BytesIO(ask(name, actor="operator")))
    with ZipFile(file) as by_command:
        assert by_command.namelist() == by_api.namelist()
        for each in by_api.namelist():
            assert by_command.read(each) == by_api.read(each)


def test_a_copy_overwrites_nothing_and_a_stranger_has_none(
    talked: Talked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del talked
    file = tmp_path / "copy.zip"
    assert main(["export", "nobody", "--to", str(file)]) == 1
    assert "nothing is kept of nobody" in capsys.readouterr().err
    assert not file.exists()
    file.write_text("mine")
    assert main(["export", "shop-1", "--to", str(file)]) == 1
    assert "name another file" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert main(["export", "shop-1", "--to", str(tmp_path / "no" / "copy.zip")]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_a_customer_is_erased_and_the_others_stay(
    talked: Talked, capsys: pytest.CaptureFixture[str]
) -> None:
    service, its, other = talked
    alone(service)
    assert main(["erase", "shop-1", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "The customer shop-1:\n1 conversations" in said
    assert "Erased, and noted in the audit log" in said
    assert (kept(service, its), kept(service, other)) == (False, True)
    assert main(["erase", "shop-1", "--yes"]) == 1
    assert "nothing is kept of shop-1" in capsys.readouterr().err
    assert main(["audit", "--json", "--count", "1"]) == 0
    entry = json.loads(capsys.readouterr().out)
    assert (entry["actor"], entry["act"]) == ("command", "erased")
    assert entry["detail"]["conversations"] == 1
    assert "shop-1" not in json.dumps(entry)


def test_a_conversation_is_erased_beside_a_service_on_postgresql(
    talked: Talked, capsys: pytest.CaptureFixture[str]
) -> None:
    service, its, other = talked
    alone(service)
    assert main(["erase", other, "--yes"]) == 0
    assert f"The conversation {other}:" in capsys.readouterr().out
    assert (kept(service, its), kept(service, other)) == (True, False)
    if not service.settings.database.startswith("sqlite"):
        with pytest.raises(NotFound):
            service.conversations.get(other)


@pytest.mark.parametrize("talked", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("language", "told"), [("C", "stop the service"), ("ko", "서비스를 멈추고")]
)
def test_beside_a_service_on_sqlite_it_says_what_to_do(
    talked: Talked,
    language: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    service, its, _ = talked
    monkeypatch.setenv("LC_ALL", language)
    assert main(["erase", "shop-1", "--yes"]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert f"127.0.0.1:{service.settings.port}/v1/desk/customers/shop-1" in said
    assert kept(service, its)


@pytest.mark.parametrize("talked", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("language", "ask", "yes"),
    [
        ("C.UTF-8", "Erase? Write yes: ", "yes"),
        ("ko_KR.UTF-8", "지울까요? '예'라고 적어 주세요: ", "예"),
    ],
)
def test_it_asks_first(
    talked: Talked, language: str, ask: str, yes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    service, its, _ = talked
    service.close()
    code, _ = at_terminal("erase", "shop-1", answers=[(ask, "n")], LC_ALL=language)
    assert (code, kept(service, its)) == (0, True)
    assert main(["erase", "shop-1"]) == 1
    assert "give --yes" in capsys.readouterr().err
    code, shown = at_terminal("erase", "shop-1", answers=[(ask, yes)], LC_ALL=language)
    assert (code, kept(service, its)) == (0, False), shown


def test_the_log_is_listed_newest_last(talked: Talked, capsys: pytest.CaptureFixture[str]) -> None:
    service, its, _ = talked
    for _ in range(3):
        service.privacy.export_conversation(its, actor="operator")
    assert main(["audit", "--count", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    numbers = [int(line.split()[0]) for line in lines]
    assert len(numbers) == 2
    assert numbers == sorted(numbers)
    assert all(f"operator  exported  {its}" in line for line in lines)
    assert main(["audit", "--subject", "nobody"]) == 0
    assert "No such entry" in capsys.readouterr().out


def test_a_whole_log_is_proven_and_a_broken_one_is_told_with_its_place(
    talked: Talked, capsys: pytest.CaptureFixture[str]
) -> None:
    service, its, _ = talked
    for _ in range(3):
        service.privacy.export_conversation(its, actor="operator")
    assert main(["audit", "--check"]) == 0
    said = capsys.readouterr().out
    again = said.split("`")[1].split()[1:]
    assert main(again) == 0
    assert main(["audit", "--check", "--number", "2"]) == 1
    assert "both or neither" in capsys.readouterr().err
    changed = service.audit.last(Act.EXPORTED)
    assert changed is not None
    tampered(service, changed.number - 1)
    assert main(["audit", "--check"]) == 1
    assert f"entry {changed.number - 1} was changed" in capsys.readouterr().out
    assert main(again) == 1


def tampered(service: Service, number: int) -> None:
    """By somebody who may do anything with the database but has no master key."""
    with closing(Database(service.settings.database)) as database, database.begin() as session:
        if service.settings.database.startswith("sqlite"):
            for (name,) in session.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        session.execute(
            text("UPDATE audit SET actor = 'nobody' WHERE number = :number"),
            {"number": number},
        )


def test_nothing_is_made_where_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(tmp_path / "new"))
    for asked in (["audit"], ["erase", "x", "--yes"], ["export", "x", "--to", "x.zip"]):
        for language, told in (("C", "nothing is kept yet"), ("ko", "아직 보관된 것이 없습니다")):
            monkeypatch.setenv("LC_ALL", language)
            assert main(asked) == 1
            assert told in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
