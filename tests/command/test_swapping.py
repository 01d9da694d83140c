"""A folder takes another one's place, or everything is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangdam.command.swapping import Swap


@pytest.fixture
def target(tmp_path: Path) -> Path:
    target = tmp_path / "index"
    target.mkdir()
    (target / "old").touch()
    return target


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_new_folder_takes_the_place(target: Path) -> None:
    with Swap(target) as swap:
        (swap.fresh / "new").touch()
        swap.take_place()
    assert names(target.parent) == ["index", "index/new"]


def test_an_error_afterwards_brings_the_old_one_back(target: Path) -> None:
    with pytest.raises(ZeroDivisionError), Swap(target) as swap:
        (swap.fresh / "new").touch()
        swap.take_place()
        _ = 1 / 0
    assert names(target.parent) == ["index", "index/old"]


def test_an_error_before_leaves_nothing_behind(target: Path) -> None:
    with pytest.raises(ZeroDivisionError), Swap(target):
        _ = 1 / 0
    assert names(target.parent) == ["index", "index/old"]


def test_where_nothing_was_nothing_is_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Swap(tmp_path / "index") as swap:
        swap.take_place()
        _ = 1 / 0
    assert names(tmp_path) == []


def test_what_a_killed_run_had_moved_away_comes_back(target: Path) -> None:
    target.rename(target.with_name(".index.before"))
    with Swap(target):
        pass
    assert names(target.parent) == ["index", "index/old"]
