"""Two writers at once, in real processes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sangdam.errors import SetupError
from sangdam.indexing.generations import current_name, names
from sangdam.indexing.lock import one_writer
from sangdam.indexing.rollback import rollback
from sangdam.retrieval.vectors import FaissIndexes
from scripts.benchmarks.kills import knowledge
from scripts.benchmarks.kills.runs import Run, Runs
from scripts.benchmarks.kills.shop import Shop
from tests.indexing.builds import lexical_indexes

SAID = r"another reindex is writing to .*; wait until it has ended, then try again"
LIMIT_S = 120


@contextmanager
def running(shop: Shop, runs: Runs, folder: Path, *, back: bool = False) -> Iterator[None]:
    """A reindex, or a rollback, that has the lock until the block ends, and then ends well."""
    runs.begin(Run(shop.knowledge, shop.index, hold=folder, back=back))
    deadline = time.monotonic() + LIMIT_S
    while not (folder / "held").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    try:
        yield
    finally:
        (folder / "go").touch()
        ended = runs.end()
    assert (ended.killed, ended.refused, ended.fault) == (False, "", "")


def test_a_reindex_while_another_runs_says_so_at_once(
    shop: Shop, runs: Runs, tmp_path: Path
) -> None:
    before = current_name(shop.index)
    knowledge.write(shop.knowledge, shop.version + 1)
    with running(shop, runs, tmp_path), Runs() as others:
        second = others(Run(shop.knowledge, shop.index))
        assert re.search(SAID, second.refused)
        assert not second.fault
        assert current_name(shop.index) == before
    assert current_name(shop.index) != before
    again = runs(Run(shop.knowledge, shop.index))
    assert (again.refused, again.fault) == ("", "")


def test_a_rollback_while_a_reindex_runs_says_so_and_breaks_nothing(
    shop: Shop, runs: Runs, tmp_path: Path
) -> None:
    before = current_name(shop.index)
    knowledge.write(shop.knowledge, shop.version + 1)
    with running(shop, runs, tmp_path):
        with pytest.raises(SetupError, match=SAID):
            rollback(shop.index, vectors=FaissIndexes(), lexical=lexical_indexes())
        assert (shop.index / "generations" / ".building").is_dir()
        assert current_name(shop.index) == before
    assert current_name(shop.index) == names(shop.index)[0] != before


def test_a_reindex_while_a_rollback_runs_says_so(shop: Shop, runs: Runs, tmp_path: Path) -> None:
    newest, older = names(shop.index)[:2]
    with running(shop, runs, tmp_path, back=True):
        with pytest.raises(SetupError, match=SAID), one_writer(shop.index):
            raise AssertionError
        assert current_name(shop.index) == newest
    assert current_name(shop.index) == older


def test_who_holds_the_lock_and_is_killed_leaves_none_behind(
    shop: Shop, runs: Runs, tmp_path: Path
) -> None:
    knowledge.write(shop.knowledge, shop.version + 1)
    assert runs(Run(shop.knowledge, shop.index, hold=tmp_path, kill_after_s=1)).killed
    with one_writer(shop.index):
        assert not (shop.index / "generations" / ".building").exists()


def test_an_index_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(SetupError, match=r"file/index can't be written to"),
        one_writer(tmp_path / "file" / "index"),
    ):
        raise AssertionError
