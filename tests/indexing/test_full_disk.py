"""A disk that refuses at some byte: the old Generation serves and nothing half-built is left."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sangdam.indexing.generations import current_name
from scripts.benchmarks.kills import knowledge
from scripts.benchmarks.kills.runs import Ended, Run, Runs
from scripts.benchmarks.kills.shop import Shop
from tests.indexing.builds import lexical_indexes


def files(shop: Shop) -> dict[str, bytes]:
    return {
        path.relative_to(shop.index).as_posix(): path.read_bytes()
        for path in shop.index.rglob("*")
        if path.is_file()
    }


def longest(shop: Shop) -> int:
    """Bytes of the longest file of the current Generation."""
    folder = shop.index / "generations" / str(current_name(shop.index))
    return max(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def refused(shop: Shop, ended: Ended, before: dict[str, bytes]) -> None:
    assert (ended.killed, ended.fault) == (False, "")
    assert "the disk refused to write the index" in ended.refused
    assert "current Generation stays in use" in ended.refused
    assert files(shop) == before


@pytest.mark.parametrize("most", [0, 150, 2_000, 12_000])
def test_a_file_that_can_not_grow_leaves_the_old_generation(
    shop: Shop, runs: Runs, most: int
) -> None:
    assert most < longest(shop)
    before = files(shop)
    knowledge.write(shop.knowledge, shop.version + 1)
    refused(shop, runs(Run(shop.knowledge, shop.index, file_bytes=most)), before)
    shop.current.look()
    assert shop.current().manifest.generation == current_name(shop.index)
    ended = runs(Run(shop.knowledge, shop.index))
    assert (ended.refused, ended.fault) == ("", "")


@pytest.mark.parametrize("less", [1, 500])
def test_a_byte_too_few_for_the_longest_file_is_noticed(shop: Shop, runs: Runs, less: int) -> None:
    """A library may lose its last bytes without a word; reading them back does not."""
    knowledge.write(shop.knowledge, shop.version)
    before = files(shop)
    ended = runs(Run(shop.knowledge, shop.index, file_bytes=longest(shop) - less, full=True))
    assert not ended.fault
    assert "disk" in ended.refused
    assert files(shop) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting needs root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("pages", [0, 3, 12])
def test_a_disk_without_room_leaves_the_old_generation(
    small_disk: Path, runs: Runs, pages: int
) -> None:
    shop = Shop(small_disk, runs, lexical_indexes(), watch=False)
    knowledge.write(shop.knowledge, shop.version + 1)
    ballast = small_disk / "ballast"
    fill(ballast, leave=pages * 4096)
    before = files(shop)
    refused(shop, runs(Run(shop.knowledge, shop.index)), before)
    ballast.unlink()
    ended = runs(Run(shop.knowledge, shop.index))
    assert (ended.refused, ended.fault) == ("", "")


def fill(ballast: Path, *, leave: int) -> None:
    """Write until nothing more goes in, then give so many bytes back."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(0, file.tell() - leave))
