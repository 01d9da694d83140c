"""Backup, destroy, restore: the same conversations, tickets, files and Generation."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sangdam.bootstrap import Service
from sangdam.bootstrap_database import open_database
from sangdam.command.archive import Archive
from sangdam.command.backing_up import backed_up
from sangdam.command.main import main
from sangdam.command.restoring import restore
from sangdam.errors import Conflict, NotFound, SetupError
from sangdam.models import Availability
from sangdam.routing.own_fit import FILE as OWN_FIT
from sangdam.settings import Settings
from sangdam.storage.master import new_master
from scripts.benchmarks.postgres import Server
from tests.moments import Converse, MakeService

FIT = '{"generation": "g", "base_fit": "b", "why": "too few"}'
PHOTO = b"\x89PNG\r\n" + bytes(range(256)) * 9


class Shop:
    """A service with a day behind it: an answer, a person called, a photo sent."""

    def __init__(self, start: Callable[[], Service], converse: Converse) -> None:
        self.start = start
        service = start()
        self.settings = service.settings
        self.key = service.operator_key.made
        converse(service, "제주도는 배송 며칠 걸려요?")
        self.conversation = converse(service, "상담원 연결해 주세요").conversation_id
        self.token = service.tokens.issue(self.conversation)
        agent = service.agents.add("김하루").id
        service.agents.change(agent, availability=Availability.ONLINE)
        (ticket,) = service.tickets.list()
        service.casework.claim(ticket.ticket.id, agent)
        sent = service.attachments.add(
            self.conversation, name="사진.png", media_type="image/png", content=PHOTO
        )
        self.photo = sent.attachments[0].id
        (service.settings.index / OWN_FIT).write_text(FIT, "utf-8")
        self.service = service

    def seen(self, service: Service) -> dict[str, Any]:
        """What customer, agent and operator see."""
        assert self.key is not None
        assert service.operator_key.opens(self.key.get_secret_value())
        service.tokens.verify(self.token, self.conversation)
        return {
            "conversation": service.conversations.get(self.conversation),
            "tickets": [listed.ticket for listed in service.tickets.list()],
            "agents": [agent.name for agent in service.agents.list()],
            "photo": service.attachments.find(self.conversation, self.photo).content,
            "generation": service.current().manifest,
            "fit": (service.settings.index / OWN_FIT).read_text("utf-8"),
        }


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(
    request: pytest.FixtureRequest,
    index: Path,
    tmp_path: Path,
    make_service: MakeService,
    converse: Converse,
) -> Shop:
    data = tmp_path / "data"
    shutil.copytree(index, data / "index")
    where: dict[str, object] = {"data_dir": data, "index_dir": None}
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        where["database_url"] = server.empty_database()
    return Shop(lambda: make_service(**where), converse)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "상담 backup.zip"


def put_back(file: Path, settings: Settings, *, force: bool = False) -> None:
    archive = Archive(file)
    try:
        archive.check()
        restore(archive, settings, force=force)
    finally:
        archive.close()


def destroy(shop: Shop, request: pytest.FixtureRequest) -> None:
    """All but the master key, of which its owner has a copy elsewhere."""
    shop.service.close()
    key = shop.settings.data_dir / "master.key"
    kept = key.read_bytes()
    shutil.rmtree(shop.settings.data_dir)
    shop.settings.data_dir.mkdir()
    key.write_bytes(kept)
    key.chmod(0o600)
    if not shop.settings.database.startswith("sqlite"):
        request.getfixturevalue("server").empty_database()


def test_backup_destroy_restore(shop: Shop, file: Path, request: pytest.FixtureRequest) -> None:
    before = shop.seen(shop.service)
    backed_up(shop.settings, file)
    destroy(shop, request)
    put_back(file, shop.settings)
    again = shop.start()
    assert shop.seen(again) == before
    assert again.operator_key.made is None


def test_without_the_master_key_a_backup_opens_nothing(
    shop: Shop, file: Path, request: pytest.FixtureRequest
) -> None:
    backed_up(shop.settings, file)
    destroy(shop, request)
    (shop.settings.data_dir / "master.key").unlink()
    put_back(file, shop.settings)
    with (
        closing(open_database(shop.settings)) as database,
        pytest.raises(SetupError, match="SANGDAM_MASTER_KEY"),
    ):
        database.migrate()


def test_a_backup_is_for_its_owner_only(shop: Shop, file: Path) -> None:
    backed_up(shop.settings, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir() if path.name.endswith(".new")] == []
    with pytest.raises(Conflict, match="there already"):
        backed_up(shop.settings, file)


def test_what_is_there_is_thrown_away_only_by_force(
    shop: Shop, file: Path, converse: Converse
) -> None:
    before = shop.seen(shop.service)
    backed_up(shop.settings, file)
    later = converse(shop.service, "반품은 언제까지 되나요?").conversation_id
    shop.service.close()
    with pytest.raises(Conflict, match="--force"):
        put_back(file, shop.settings)
    put_back(file, shop.settings, force=True)
    again = shop.start()
    assert shop.seen(again) == before
    with pytest.raises(NotFound):
        again.conversations.get(later)
    assert {path.name for path in shop.settings.data_dir.iterdir()} <= {
        "master.key",
        "index",
        "attachments",
        "sangdam.db",
        "sangdam.db-process",
        "sangdam.db-shm",
        "sangdam.db-wal",
    }


def test_a_running_service_is_left_alone(shop: Shop, file: Path) -> None:
    backed_up(shop.settings, file)
    with pytest.raises((SetupError, Conflict), match=r"in use by|stop the service"):
        put_back(file, shop.settings, force=True)
    shop.seen(shop.service)


def test_from_sqlite_to_postgresql_and_back(
    index: Path, tmp_path: Path, make_service: MakeService, converse: Converse, server: Server
) -> None:
    data = tmp_path / "data"
    shutil.copytree(index, data / "index")
    key = new_master()
    small = Shop(lambda: make_service(data_dir=data, index_dir=None, master_key=key), converse)
    before = small.seen(small.service)
    backed_up(small.settings, tmp_path / "there.zip")
    small.service.close()

    url = server.empty_database()
    large = Settings.load(data_dir=tmp_path / "large", database_url=url, master_key=key)
    put_back(tmp_path / "there.zip", large)
    moved = make_service(
        data_dir=tmp_path / "large", index_dir=None, database_url=url, master_key=key
    )
    assert small.seen(moved) == before
    backed_up(large, tmp_path / "back.zip")
    moved.close()

    back = Settings.load(data_dir=tmp_path / "back", master_key=key)
    put_back(tmp_path / "back.zip", back)
    again = make_service(data_dir=tmp_path / "back", index_dir=None, master_key=key)
    assert small.seen(again) == before


@pytest.fixture
def saved(
    index: Path, tmp_path: Path, make_service: MakeService, converse: Converse, file: Path
) -> Path:
    data = tmp_path / "data"
    shutil.copytree(index, data / "index")
    shop = Shop(lambda: make_service(data_dir=data, index_dir=None), converse)
    backed_up(shop.settings, file)
    return file


def forged(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with other files in it, and a manifest that vouches for them."""
    with ZipFile(file) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files)
    manifest["files"] = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    }
    target = file.with_name("forged.zip")
    with ZipFile(target, "w", ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
        zipped.writestr("manifest.json", json.dumps(manifest))
    return target


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "attachments/../../outside",
        "/etc/outside",
        "attachments//outside",
        "attachments/..",
        "index/a\\..\\b",
        "knowledge/a.md",
    ],
)
def test_a_path_that_leads_out_is_refused(saved: Path, tmp_path: Path, name: str) -> None:
    bad = forged(saved, lambda files: files.update({name: b"x"}))
    empty = Settings.load(data_dir=tmp_path / "new")
    with pytest.raises(SetupError, match="leads out of its folder"):
        put_back(bad, empty)
    assert not (tmp_path / "new").exists()


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_bit_turned(content: bytes) -> bytes:
    """In the first file's compressed bytes."""
    return content[:120] + bytes([content[120] ^ 1]) + content[121:]


@pytest.mark.parametrize("damage", [truncated, one_bit_turned, lambda _: b"", lambda _: b"PK"])
def test_a_damaged_backup_changes_nothing(
    saved: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    saved.write_bytes(damage(saved.read_bytes()))
    with pytest.raises(SetupError, match="no whole backup"):
        put_back(saved, Settings.load(data_dir=tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_a_file_that_the_manifest_does_not_name_is_refused(saved: Path) -> None:
    with ZipFile(saved, "a") as zipped:
        zipped.writestr("attachments/extra", b"x")
    with pytest.raises(SetupError, match="not those that its manifest names"):
        Archive(saved)


def test_more_than_the_manifest_tells_is_not_read(saved: Path) -> None:
    """A file of zeros that packs a thousandfold stops at the size it was said to have."""
    with ZipFile(saved) as zipped:
        manifest = json.loads(zipped.read("manifest.json"))
    (name, *_) = manifest["files"]
    manifest["files"] = {name: manifest["files"][name] | {"size": 10}}
    with ZipFile(saved, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr(name, bytes(50_000_000))
        zipped.writestr("manifest.json", json.dumps(manifest))
    archive = Archive(saved)
    read = io.BytesIO()
    with pytest.raises(SetupError, match="not as it was written"):
        for piece in archive.pieces(name):
            read.write(piece)
    assert len(read.getvalue()) <= 10
    archive.close()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b'{"id": "c1"}\n', "refused the rows"),
        (b'{"nonsense": 1}\n', "does not fit the table"),
        (b"not JSON\n", "does not fit the table"),
    ],
)
def test_rows_that_do_not_fit_leave_all_as_it_was(
    saved: Path, tmp_path: Path, row: bytes, why: str
) -> None:
    bad = forged(saved, lambda files: files.update({"database/conversations.jsonl": row}))
    there = Settings.load(data_dir=tmp_path / "new")
    put_back(saved, there)
    (there.attachments_dir / "mine").write_text("stays")
    before = {path: path.stat().st_mtime_ns for path in there.index.rglob("*")}
    with pytest.raises(SetupError, match=why):
        put_back(bad, there, force=True)
    assert (there.attachments_dir / "mine").read_text() == "stays"
    assert {path: path.stat().st_mtime_ns for path in there.index.rglob("*")} == before


def test_one_command_each(
    saved: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(tmp_path / "new"))
    assert main(["backup", str(tmp_path / "none.zip")]) == 1
    assert "nothing to back up yet" in capsys.readouterr().err
    assert main(["restore", str(saved)]) == 0
    assert "Restored" in capsys.readouterr().out
    assert main(["restore", str(saved)]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "again.zip")]) == 0
    assert "1 files of customers" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "nowhere.zip")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
