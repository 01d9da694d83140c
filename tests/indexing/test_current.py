"""A server follows the pointer by itself."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sangdam.errors import SetupError
from sangdam.indexing.current import CurrentGeneration
from sangdam.indexing.publishing import switch
from sangdam.offline import HashEmbedder
from sangdam.ports import VectorIndexes
from sangdam.retrieval.vectors import FaissIndex, FaissIndexes
from tests.indexing.builds import Builds, lexical_indexes
from tests.moments import MakeService, eventually

LIMIT_S = 60


@pytest.fixture
def current(builds: Builds) -> Iterator[CurrentGeneration]:
    builds.run()
    following = follow(builds)
    yield following
    following.close()


def follow(builds: Builds, vectors: VectorIndexes | None = None) -> CurrentGeneration:
    return CurrentGeneration(
        builds.index,
        vectors=vectors or FaissIndexes(),
        lexical=lexical_indexes(),
        embedding_model="hash-64",
    )


def served(current: CurrentGeneration) -> str:
    return current().manifest.generation


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    own = [record for record in caplog.records if record.name == "sangdam.indexing.current"]
    return [record.getMessage() for record in own if record.levelno >= logging.WARNING]


def damage(builds: Builds, name: str) -> None:
    (builds.index / "generations" / name / "manifest.json").unlink()


def test_without_an_index_the_error_says_what_to_run(builds: Builds) -> None:
    with pytest.raises(SetupError, match="run `sangdam reindex`"):
        follow(builds)


def test_a_look_opens_what_the_pointer_names(builds: Builds, current: CurrentGeneration) -> None:
    first = served(current)
    second = builds.run(full=True).generation
    assert served(current) == first
    current.look()
    assert served(current) == second


def test_without_a_query_the_new_generation_is_opened(
    builds: Builds, current: CurrentGeneration
) -> None:
    current.start()
    first = current()
    second = builds.run(full=True).generation
    assert eventually(lambda: served(current) == second)
    assert first.manifest.generation != second
    switch(builds.index, first.manifest.generation)
    assert eventually(lambda: served(current) == first.manifest.generation)


def test_what_is_open_is_not_opened_again(builds: Builds, current: CurrentGeneration) -> None:
    held = current()
    second = builds.run(full=True).generation
    damage(builds, second)
    current.look()
    switch(builds.index, held.manifest.generation)
    current.look()
    assert current() is held


def test_what_can_not_be_opened_is_logged_once_and_the_old_one_stays(
    builds: Builds, current: CurrentGeneration, caplog: pytest.LogCaptureFixture
) -> None:
    first = served(current)
    second = builds.run(full=True).generation
    damage(builds, second)
    for _ in range(3):
        current.look()
    (said,) = warnings(caplog)
    assert f"{second} is damaged" in said
    assert f"Until then {first} is served" in said
    assert served(current) == first
    third = builds.run(full=True).generation
    current.look()
    assert served(current) == third
    assert len(warnings(caplog)) == 1


def test_one_of_another_model_is_not_served(
    builds: Builds, current: CurrentGeneration, caplog: pytest.LogCaptureFixture
) -> None:
    first = served(current)
    builds.embedder = HashEmbedder("another")
    builds.run()
    current.look()
    assert served(current) == first
    assert "embedding model another, not hash-64" in warnings(caplog)[0]
    with pytest.raises(SetupError, match="embedding model another, not hash-64"):
        follow(builds)


@pytest.mark.parametrize("text", ["", "a\nb\n", "nowhere\n"])
def test_a_pointer_that_is_damaged_while_it_serves_changes_nothing(
    builds: Builds, current: CurrentGeneration, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    held = current()
    builds.run(full=True)
    (builds.index / "current").write_text(text, encoding="utf-8")
    for _ in range(3):
        current.look()
    assert current() is held
    assert len(warnings(caplog)) == 1
    switch(builds.index, builds.run(full=True).generation)
    current.look()
    assert current() is not held


def test_a_server_starts_on_a_whole_generation_where_the_pointed_to_is_damaged(
    builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = builds.run().generation, builds.run(full=True).generation
    damage(builds, second)
    current = follow(builds)
    assert served(current) == first
    assert f"{second} is damaged" in caplog.text
    third = builds.run(full=True).generation
    current.look()
    assert served(current) == third


def test_an_index_that_is_taken_away_goes_on_answering(
    builds: Builds, current: CurrentGeneration
) -> None:
    shutil.rmtree(builds.index)
    current.look()
    assert len(current().lexical_index.search("반품", 5).ids) >= 1


class SlowIndexes(FaissIndexes):
    """Opens when it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.go = threading.Event()

    def open(self, folder: Path) -> FaissIndex:
        self.asked.set()
        assert self.go.wait(LIMIT_S)
        return super().open(folder)


def test_no_query_waits_for_the_opening(builds: Builds) -> None:
    first = builds.run().generation
    vectors = SlowIndexes()
    vectors.go.set()
    current = follow(builds, vectors)
    vectors.go.clear()
    vectors.asked.clear()
    current.start()
    second = builds.run(full=True).generation
    assert vectors.asked.wait(LIMIT_S)
    assert served(current) == first
    vectors.go.set()
    assert eventually(lambda: served(current) == second)
    current.close()


class BrokenIndexes(FaissIndexes):
    """Fails at the second opening by a fault that nobody foresaw."""

    openings = 0

    def open(self, folder: Path) -> FaissIndex:
        self.openings += 1
        if self.openings == 2:
            raise SystemError("bug")
        return super().open(folder)


def test_a_fault_of_the_program_does_not_end_the_watch(
    builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    builds.run()
    current = follow(builds, BrokenIndexes())
    current.start()
    builds.run(full=True)
    assert eventually(lambda: "a fault of the program" in caplog.text)
    third = builds.run(full=True).generation
    assert eventually(lambda: served(current) == third)
    current.close()


def test_close_ends_the_watch(builds: Builds) -> None:
    builds.run()
    current = follow(builds)
    before = set(threading.enumerate())
    current.start()
    (watcher,) = set(threading.enumerate()) - before
    assert watcher.daemon
    current.close()
    assert not watcher.is_alive()
    current.close()


def test_nothing_runs_before_it_is_started(builds: Builds) -> None:
    builds.run()
    before = watchers()
    current = follow(builds)
    assert watchers() == before
    current.close()


def watchers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "generations"}


def test_a_service_watches_its_index_until_it_is_closed(make_service: MakeService) -> None:
    before = watchers()
    service = make_service()
    (watcher,) = watchers() - before
    assert service.followed is service.current
    service.close()
    assert not watcher.is_alive()
