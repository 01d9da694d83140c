import io
import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from sangdam.indexing.conversion.limits import ARCHIVE_MEMBERS
from sangdam.indexing.conversion.unreadable import Unreadable
from sangdam.indexing.conversion.zips import Member, unpack
from tests.indexing.office_files import zipped


def unpacked(data: bytes, folder: Path) -> tuple[Member, ...]:
    return unpack(io.BytesIO(data), folder, {".md", ".txt"})


def refused(data: bytes, folder: Path) -> dict[str, str]:
    members = unpacked(data, folder)
    for number, member in enumerate(members):
        if not member.refused:
            assert (folder / str(number)).is_file()
    return {member.name: member.refused for member in members if member.refused}


def test_files_are_written_by_number_and_only_the_wanted_ones(tmp_path: Path) -> None:
    data = zipped({"a/반품.md": "반품", "photo.png": "png", "b.TXT": "b"})
    assert unpacked(data, tmp_path) == (Member("a/반품.md", ""), Member("b.TXT", ""))
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {
        "0": "반품",
        "1": "b",
    }


def test_names_that_korean_windows_wrote_are_read(tmp_path: Path) -> None:
    data = zipped({"AAAA.md": "x"}).replace(b"AAAA", "반품".encode("cp949"))
    assert unpacked(data, tmp_path) == (Member("반품.md", ""),)


@pytest.mark.parametrize(
    "name", ["../out.md", "a/../../out.md", "/etc/out.md", "..\\out.md", "C:/x.md"]
)
def test_a_path_that_climbs_out_is_refused_and_the_rest_goes_in(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    data = zipped({name: "out", "good.md": "good"})
    (what,) = refused(data, inside).values()
    assert what == "its path leads out of the zip; zip the files anew"
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["good"]


def test_links_zips_in_zips_and_doubles_are_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        link = ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("more.zip", zipped({"x.md": "x"}))
        archive.writestr("a.md", "one")
        archive.writestr("a.md", "two")
    assert refused(made.getvalue(), tmp_path) == {
        "link.md": "a link; zip the file itself",
        "more.zip": "a zip in a zip is not opened; unpack it",
        "a.md": "twice in the zip; keep one",
    }


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.md": "geheim"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data), tmp_path) == {"a.md": "encrypted; zip it without a password"}


def test_a_damaged_file_is_refused_and_the_rest_goes_in(tmp_path: Path) -> None:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("a.md", "right text")
        archive.writestr("b.md", "good")
    found = refused(made.getvalue().replace(b"right", b"wrong"), tmp_path)
    assert found.keys() == {"a.md"}
    assert found["a.md"].startswith("damaged (Bad CRC-32")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 nothing", zipped({"a.md": "a"})[:-30]],
    ids=["empty", "only the beginning", "cut short"],  # a zip tells its time: no id of its bytes
)
def test_a_damaged_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        unpacked(data, tmp_path)


def test_a_bomb_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as member:
        for _ in range(8):
            member.write(bytes(2**20))
    with pytest.raises(Unreadable, match="over 200 times its size, as a bomb does"):
        unpacked(made.getvalue(), tmp_path)
    assert not any(tmp_path.iterdir())


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    data = zipped({f"{number}.png": "" for number in range(ARCHIVE_MEMBERS + 1)})
    with pytest.raises(Unreadable, match="over 10,000 files"):
        unpacked(data, tmp_path)
