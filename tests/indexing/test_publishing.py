import subprocess
import sys
from pathlib import Path

import pytest

from sangdam.errors import SetupError
from sangdam.indexing.generations import current_name, names
from sangdam.indexing.publishing import (
    KEPT,
    building,
    free_name,
    go_live,
    publish,
    remove_leftovers,
    remove_old,
    switch,
)
from tests.indexing.builds import Builds


def on_disk(builds: Builds) -> set[str]:
    return {path.name for path in (builds.index / "generations").iterdir()}


def test_a_switch_to_what_is_not_there_changes_nothing(builds: Builds) -> None:
    first = builds.run()
    before = builds.files()
    with pytest.raises(SetupError, match="there is no Generation nowhere"):
        switch(builds.index, "nowhere")
    assert builds.files() == before
    assert current_name(builds.index) == first.generation


def test_a_switch_says_what_was_in_use_latest_first(builds: Builds) -> None:
    made = [builds.run(full=True).generation for _ in range(3)]
    switch(builds.index, made[0])
    assert (builds.index / "served").read_text("utf-8").split() == [made[0], made[2], made[1]]
    assert not (builds.index / "current.new").exists()


def test_what_was_current_is_remembered_though_the_list_was_not_written(builds: Builds) -> None:
    """As after a kill between the two files."""
    first, second = builds.run().generation, builds.run(full=True).generation
    (builds.index / "served").write_text(f"{first}\n", encoding="utf-8")
    third = builds.run(full=True).generation
    assert names(builds.index) == (third, second, first)


def test_the_current_generation_is_never_removed_however_old(builds: Builds) -> None:
    made = [builds.run(full=True).generation for _ in range(3)]
    (builds.index / "current").write_text(made[0], encoding="utf-8")
    for name in ("29991231T000000Z-a", "29991231T000000Z-b"):
        (builds.index / "generations" / name).mkdir()
    remove_old(builds.index)
    assert on_disk(builds) == {made[0], made[1], made[2]}


def test_what_was_gone_back_to_outlives_what_was_left(builds: Builds) -> None:
    first, _second, third = (builds.run(full=True).generation for _ in range(3))
    switch(builds.index, first)
    fourth = builds.run(full=True).generation
    assert on_disk(builds) == {fourth, first, third}


def test_what_was_built_and_never_pointed_to_is_removed_in_time(builds: Builds) -> None:
    """As after many kills between the renaming and the switch."""
    builds.run()
    for number in range(5):
        with building(builds.index, f"never-{number}") as folder:
            publish(builds.index, folder)
    change = builds.run()
    assert len(on_disk(builds)) == KEPT
    assert change.generation in on_disk(builds)


def test_what_killed_writers_left_is_removed_even_where_nothing_changed(builds: Builds) -> None:
    builds.run()
    before = builds.files()
    for name in (".building", ".removed-20261121T090000Z-00000000"):
        (builds.index / "generations" / name / "lexical").mkdir(parents=True)
        (builds.index / "generations" / name / "lexical" / "half").touch()
    (builds.index / "current.new").write_text("20261121T0", encoding="utf-8")
    (builds.index / "served.new").touch()
    assert builds.run().added == ()
    assert builds.files() == before
    assert len(on_disk(builds)) == 1


def test_leftovers_are_no_generations(builds: Builds) -> None:
    name = builds.run().generation
    (builds.index / "generations" / ".removed-x").mkdir()
    assert names(builds.index) == (name,)
    remove_leftovers(builds.index)
    assert on_disk(builds) == {name}


def test_the_second_of_one_name_gets_a_number(tmp_path: Path) -> None:
    assert free_name(tmp_path, "a") == "a"
    for taken in ("a", "a-2"):
        (tmp_path / "generations" / taken).mkdir(parents=True)
    assert free_name(tmp_path, "a") == "a-3"


def test_where_the_pointer_can_not_be_written_what_was_built_is_taken_away(
    builds: Builds,
) -> None:
    first = builds.run().generation
    before = builds.files()
    (builds.index / "current.new").mkdir()
    with (
        pytest.raises(SetupError, match=r"the disk refused.*current Generation stays in use"),
        building(builds.index, "second") as folder,
    ):
        (folder / "manifest.json").touch()
        go_live(builds.index, folder)
    (builds.index / "current.new").rmdir()
    assert builds.files() == before
    assert on_disk(builds) == {first}


def test_where_the_list_can_not_be_written_the_switch_holds(builds: Builds) -> None:
    builds.run()
    (builds.index / "served.new").mkdir()
    second = builds.run(full=True).generation
    assert current_name(builds.index) == second
    assert second in names(builds.index)


TELLING = """
import os, sys
from pathlib import Path
from sangdam.indexing.publishing import building, go_live

index = Path(sys.argv[1])

def tell(event, arguments):
    if event == "open" and arguments[1] is None:
        print("sync", os.path.relpath(arguments[0], index))
    elif event == "os.rename":
        print("rename", os.path.relpath(arguments[1], index))

with building(index, "new") as folder:
    (folder / "lexical").mkdir()
    for name in ("vectors", "lexical/words", "manifest.json"):
        (folder / name).touch()
    sys.addaudithook(tell)
    go_live(index, folder)
    print("live")
"""


def test_everything_is_on_the_disk_before_it_is_pointed_to(tmp_path: Path) -> None:
    """A file is synced through `os.open`, which the interpreter announces."""
    command = [sys.executable, "-c", TELLING, str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told = said.partition("live\n")[0].splitlines()
    built = "generations/.building/new"
    files = {f"{built}/{name}" for name in ("vectors", "lexical", "lexical/words", "manifest.json")}
    assert {f"sync {path}" for path in files} == set(told[:4])
    assert told[4:] == [
        f"sync {built}",
        "rename generations/new",
        "sync generations",
        "sync current.new",
        "rename current",
        "sync .",
        "sync served.new",
        "rename served",
        "sync .",
    ]
