"""Set-ups that are really broken, and what the doctor says of each."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from sangdam import bootstrap_index
from sangdam.bootstrap_access import doors
from sangdam.bootstrap_database import open_database
from sangdam.command.doctor import (
    accounts,
    clocks,
    database,
    disk,
    index,
    language_model,
    master_key,
    memory,
    model_files,
    packages,
    permissions,
    port,
)
from sangdam.command.doctor.finding import Finding, State, Tell
from sangdam.command.words import Words
from sangdam.errors import SetupError
from sangdam.model_files.catalogue import BPE, TOKENS
from sangdam.models import Role
from sangdam.offline import HashEmbedder
from sangdam.settings import LLM, Settings
from sangdam.storage import revisions
from sangdam.storage.database import Database
from sangdam.storage.master import FILE, new_master
from scripts.benchmarks.postgres import Server

TELL = Tell("it", Words("en"))
FAQ = "question,answer\n언제 와요?,내일 옵니다.\n"


def settings(**given: Any) -> Settings:
    return Settings.load({}, **({"llm": "none"} | given))


def worst(findings: Iterator[Finding]) -> Finding:
    found = list(findings)
    return max(found, key=lambda finding: list(State).index(finding.state))


def state(findings: Iterator[Finding]) -> State:
    finding = worst(findings)
    assert bool(finding.mend) == (finding.state is not State.OK)
    return finding.state


@pytest.fixture
def tokens(tmp_path: Path) -> Settings:
    """A models folder with the smallest model in it, whole."""
    shutil.copytree(Settings.load().models_dir / TOKENS.name, tmp_path / TOKENS.name)
    return settings(models_dir=tmp_path, embedding_model="another")


def truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def one_bit_turned(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(content)


def test_a_whole_model_is_well(tokens: Settings) -> None:
    assert state(model_files.check(tokens, TELL)) is State.OK


@pytest.mark.parametrize("damage", [truncated, one_bit_turned, Path.unlink])
def test_a_damaged_model_file_is_named(tokens: Settings, damage: Callable[[Path], None]) -> None:
    damage(tokens.models_dir / TOKENS.name / BPE.name)
    finding = worst(model_files.check(tokens, TELL))
    assert finding.state is State.WRONG
    assert BPE.name in finding.what
    assert "sangdam models" in finding.mend


def test_a_missing_model_is_wrong_but_the_language_model_is_not_needed(tmp_path: Path) -> None:
    found = list(model_files.check(settings(models_dir=tmp_path, llm="local"), TELL))
    assert [finding.state for finding in found] == [State.WRONG, State.WRONG, State.WARNING]


@pytest.mark.parametrize("content", [None, b"", b"<html>not found</html>"])
def test_a_model_file_of_ones_own_must_be_one(
    tokens: Settings, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "own.gguf"
    if content is not None:
        file.write_bytes(content)
    own = tokens.model_copy(update={"model_file": file, "llm": LLM.LOCAL})
    assert state(model_files.check(own, TELL)) is State.WRONG
    file.write_bytes(b"GGUF\x03")
    assert state(model_files.check(own, TELL)) is State.OK


@pytest.fixture
def indexed(tmp_path: Path) -> Settings:
    """A small knowledge and an index of it by the encoder in use."""
    table = tmp_path / "knowledge" / "faqs" / "a.csv"
    table.parent.mkdir(parents=True)
    table.write_text(FAQ, "utf-8")
    made = settings(knowledge_dir=tmp_path / "knowledge", data_dir=tmp_path / "data")
    bootstrap_index.reindex(made, progress=lambda *_: None)
    return made


def test_an_index_in_line_is_well_until_the_knowledge_changes(indexed: Settings) -> None:
    assert state(index.check(indexed, TELL)) is State.OK
    (indexed.knowledge_dir / "faqs" / "b.csv").write_text(FAQ, "utf-8")
    finding = worst(index.check(indexed, TELL))
    assert finding.state is State.WARNING
    assert "faqs/b.csv" in finding.what
    shutil.rmtree(indexed.knowledge_dir)
    assert "no knowledge folder" in worst(index.check(indexed, TELL)).what


def test_an_index_of_another_encoder_is_wrong(indexed: Settings) -> None:
    shutil.rmtree(indexed.index)
    bootstrap_index.reindex(indexed, progress=lambda *_: None, embedder=HashEmbedder())
    finding = worst(index.check(indexed, TELL))
    assert finding.state is State.WRONG
    assert "hash-64" in finding.what


def test_a_damaged_index_is_told_by_itself(indexed: Settings) -> None:
    (manifest,) = indexed.index.glob("generations/*/manifest.json")
    truncated(manifest)
    with pytest.raises(SetupError, match="is damaged"):
        list(index.check(indexed, TELL))


def test_no_index_is_wrong(tmp_path: Path) -> None:
    assert state(index.check(settings(data_dir=tmp_path), TELL)) is State.WRONG


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sangdam.db'}"
    server: Server = request.getfixturevalue("server")
    return server.empty_database()


def at(url: str, revision: str) -> None:
    made = Database(url)
    with made.begin() as session:
        revisions.upgrade(session.connection(), revision)
    made.close()


def test_a_database_of_this_version_is_well_and_stays_as_it_is(url: str) -> None:
    at(url, "head")
    assert state(database.check(settings(database_url=url), TELL)) is State.OK
    made = Database(url)
    with made.session() as session, pytest.raises(Exception, match="sangdam_doctor"):
        session.execute(text("SELECT * FROM sangdam_doctor"))
    made.close()


def test_a_database_of_an_older_version_is_a_warning(url: str) -> None:
    at(url, "0003")
    assert state(database.check(settings(database_url=url), TELL)) is State.WARNING


def test_a_database_of_a_newer_version_is_wrong(url: str) -> None:
    at(url, "head")
    made = Database(url)
    with made.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made.close()
    finding = worst(database.check(settings(database_url=url), TELL))
    assert finding.state is State.WRONG
    assert "9999" in finding.what


def test_a_database_whose_clock_is_off_is_wrong(server: Server) -> None:
    there = settings(database_url=server.empty_database())
    finding = worst(database.check(there, TELL, clock=lambda: time.time() - 3600))
    assert finding.state is State.WRONG
    assert re.search(r"\b3[56]\d\d s off", finding.what)


def test_a_database_that_only_reads_is_wrong(server: Server) -> None:
    url = server.empty_database()
    at(url, "head")
    read_only = f"{url}&options=-c%20default_transaction_read_only%3Don"
    finding = worst(database.check(settings(database_url=read_only), TELL))
    assert (finding.state, "read-only" in finding.what) == (State.WRONG, True)


@pytest.mark.parametrize(
    "wrong", ["postgresql://sangdam:geheim@127.0.0.1:1/x", "mysql://sangdam:geheim@host/x"]
)
def test_a_database_that_is_away_is_told_without_its_password(wrong: str) -> None:
    try:
        told = worst(database.check(settings(database_url=wrong), TELL))
        assert told.state is State.WRONG
        said = told.what
    except SetupError as error:
        said = str(error)
    assert "geheim" not in said


def test_a_file_that_is_no_database_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "sangdam.db").write_text("상담 " * 1000)
    finding = worst(database.check(settings(data_dir=tmp_path), TELL))
    assert (finding.state, "not a database" in finding.what) == (State.WRONG, True)
    (tmp_path / FILE).touch(mode=0o600)
    with pytest.raises(SetupError, match="32 random bytes"):  # of the key, not of the file
        list(master_key.check(settings(data_dir=tmp_path), TELL))
    assert list(accounts.check(settings(data_dir=tmp_path), TELL)) == []


def test_a_database_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    assert state(database.check(settings(data_dir=tmp_path / "new"), TELL)) is State.OK
    assert not (tmp_path / "new").exists()


@contextmanager
def answering(status: int, body: object) -> Iterator[int]:
    """The port of a server that answers everything alike."""

    class Always(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = HTTPServer(("127.0.0.1", 0), Always)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


MODELS = {"object": "list", "data": [{"id": "exaone", "object": "model"}]}


@pytest.mark.parametrize(
    ("status", "body", "model", "expected"),
    [
        (200, MODELS, "exaone", State.OK),
        (200, MODELS, "another", State.WARNING),
        (401, {"error": "no"}, "exaone", State.WRONG),
        (200, ["nonsense"], "exaone", State.WRONG),
    ],
)
def test_a_configured_model_is_asked(
    status: int, body: object, model: str, expected: State
) -> None:
    with answering(status, body) as where:
        there = settings(llm="openai", openai_base_url=f"http://127.0.0.1:{where}/v1", model=model)
        assert state(language_model.check(there, TELL)) is expected


def test_a_model_that_is_away_is_wrong_and_one_without_address_is_not_asked() -> None:
    away = settings(llm="openai", openai_base_url="http://127.0.0.1:1/v1", model="exaone")
    assert state(language_model.check(away, TELL)) is State.WRONG
    assert state(language_model.check(settings(llm="openai"), TELL)) is State.WRONG
    named = settings(llm="openai", openai_api_key="sk-1", model="gpt")
    assert "not asked" in worst(language_model.check(named, TELL)).what


def test_files_of_customers_are_for_their_owner_only(tmp_path: Path) -> None:
    there = settings(data_dir=tmp_path)
    file = tmp_path / "sangdam.db"
    file.touch(mode=0o600)
    assert state(permissions.check(there, TELL)) is State.OK
    file.chmod(0o640)
    finding = worst(permissions.check(there, TELL))
    assert (finding.state, finding.mend) == (State.WRONG, f"chmod -R go= {file}")


def test_a_folder_that_cannot_be_written_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    there = settings(data_dir=tmp_path / "file" / "data")
    assert state(permissions.check(there, TELL)) is State.WRONG


def test_a_settings_file_with_a_secret_is_not_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("sangdam.toml")
    file.write_text('operator_key = "geheim"\n')
    file.chmod(0o644)
    finding = worst(permissions.check(settings(data_dir=tmp_path), TELL))
    assert (finding.state, finding.mend) == (State.WARNING, "chmod 600 sangdam.toml")
    file.chmod(0o600)
    assert state(permissions.check(settings(data_dir=tmp_path), TELL)) is State.OK


def test_clocks_and_zones(tmp_path: Path) -> None:
    there = settings(data_dir=tmp_path)
    assert state(clocks.check(there, TELL)) is State.OK
    assert state(clocks.check(there, TELL, clock=lambda: time.time() + 60)) is State.WRONG
    assert list(tmp_path.iterdir()) == []
    mars = settings(data_dir=tmp_path, hours={"zone": "Mars/Olympus"})
    assert "Mars/Olympus" in worst(clocks.check(mars, TELL)).what


@pytest.mark.parametrize(
    ("free", "expected"),
    [(2_000_000_000, State.OK), (500_000_000, State.WARNING), (50_000_000, State.WRONG)],
)
def test_free_room(tmp_path: Path, free: int, expected: State) -> None:
    there = settings(data_dir=tmp_path / "not" / "yet")
    assert state(disk.check(there, TELL, free_bytes=lambda _: free)) is expected


def test_memory_is_that_of_the_container_where_there_is_one(tmp_path: Path) -> None:
    meminfo, group = tmp_path / "meminfo", tmp_path / "group"
    meminfo.write_text("MemTotal: 16000000 kB\nMemAvailable:   8000000 kB\n")
    told = {"meminfo": meminfo, "group": group}
    local = settings(llm="local")
    assert state(memory.check(local, TELL, **told)) is State.OK
    group.mkdir()
    (group / "memory.current").write_text("500000000")
    (group / "memory.max").write_text("2000000000")
    assert state(memory.check(local, TELL, **told)) is State.WARNING
    assert state(memory.check(settings(), TELL, **told)) is State.OK
    (group / "memory.max").write_text("max")
    assert state(memory.check(local, TELL, **told)) is State.OK
    meminfo.unlink()
    assert "not tell" in worst(memory.check(local, TELL, **told)).what


def test_ports() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        where = taken.getsockname()[1]
        taken.listen()
        silent = settings(port=where)
        threading.Thread(target=lambda: taken.accept()[0].close(), daemon=True).start()
        assert state(port.check(silent, TELL)) is State.WRONG
    assert state(port.check(settings(port=where), TELL)) is State.OK
    with answering(200, {"generation": "g"}) as where:
        assert "Sangdam answers" in worst(port.check(settings(port=where), TELL)).what
    elsewhere = settings(host="192.0.2.1", port=0)
    assert state(port.check(elsewhere, TELL)) is State.WRONG


def test_versions_of_packages() -> None:
    assert state(packages.compared(["numpy>=1", 'x; extra == "dev"'], [], TELL)) is State.OK
    assert state(packages.compared(["numpy~=1.0"], [], TELL)) is State.WRONG
    assert state(packages.compared(["nosuchpackage>=1"], [], TELL)) is State.WRONG
    pinned = packages.compared(["numpy>=1"], ["numpy==1.0", "nosuchpackage==1"], TELL)
    assert state(pinned) is State.WARNING


@pytest.fixture
def sealed(url: str, tmp_path: Path) -> Settings:
    """A database sealed with a master key of its own."""
    there = settings(database_url=url, data_dir=tmp_path)
    with closing(open_database(there)) as made:
        made.migrate()
    return there


def test_a_master_key_that_opens_the_database_is_well(sealed: Settings, tmp_path: Path) -> None:
    assert state(master_key.check(sealed, TELL)) is State.OK
    other = sealed.model_copy(update={"master_key": new_master()})
    assert state(master_key.check(other, TELL)) is State.WRONG
    former = SecretStr((tmp_path / FILE).read_text())
    changed = other.model_copy(update={"former_master_key": former})
    assert "former" in worst(master_key.check(changed, TELL)).what


def test_a_master_key_that_others_may_read_or_that_is_gone_is_wrong(
    sealed: Settings, tmp_path: Path
) -> None:
    file = tmp_path / FILE
    file.chmod(0o644)
    finding = worst(master_key.check(sealed, TELL))
    assert (finding.state, finding.mend) == (State.WRONG, f"chmod 600 {file}")
    file.unlink()
    assert "is gone" in worst(master_key.check(sealed, TELL)).what
    assert not file.exists()


def test_a_master_key_that_is_none_is_told(sealed: Settings) -> None:
    with pytest.raises(SetupError, match="32 random bytes"):
        list(master_key.check(sealed.model_copy(update={"master_key": SecretStr("x")}), TELL))


def test_before_the_first_start_nothing_is_wrong_with_keys_and_accounts(tmp_path: Path) -> None:
    there = settings(data_dir=tmp_path / "new")
    assert state(master_key.check(there, TELL)) is State.OK
    assert state(accounts.check(there, TELL)) is State.OK
    assert not (tmp_path / "new").exists()


def test_nobody_with_an_account_is_a_hint(sealed: Settings) -> None:
    finding = worst(accounts.check(sealed, TELL))
    assert (finding.state, "sangdam users add" in finding.mend) == (State.WARNING, True)
    with closing(open_database(sealed)) as made:
        access = doors(sealed, made, bootstrap_index.now).access
        access.create_account("haru", name="Haru", role=Role.OWNER, password="red apple, blue pear")
    assert state(accounts.check(sealed, TELL)) is State.OK


def test_a_change_that_waits_for_days_is_overdue(indexed: Settings) -> None:
    late = indexed.knowledge_dir / "faqs" / "b.csv"
    late.write_text(FAQ, "utf-8")
    assert "waited" not in worst(index.check(indexed, TELL)).what
    days_ago = time.time() - 3 * 86_400
    os.utime(late, (days_ago, days_ago))
    assert "waited 3 days" in worst(index.check(indexed, TELL)).what
