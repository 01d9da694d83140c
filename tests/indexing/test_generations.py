import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sangdam.errors import SetupError
from sangdam.indexing.columns import columns_of
from sangdam.indexing.generations import (
    current_name,
    names,
    open_current,
    open_generation,
)
from sangdam.indexing.publishing import switch
from sangdam.retrieval.vectors import FaissIndexes
from tests.indexing.builds import Builds, lexical_indexes, matrix

DAMAGED_POINTERS = [
    "",
    "\n",
    "one\ntwo\n",
    "../../etc",
    "a/b",
    ".building",
    "\udcff",
    "\0",
    "x" * 300,
]


def folder(builds: Builds) -> Path:
    return builds.index / "generations" / str(current_name(builds.index))


def point(builds: Builds, text: str) -> None:
    path = builds.index / "current"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def test_without_an_index_there_is_no_name_and_the_error_says_what_to_run(tmp_path: Path) -> None:
    assert current_name(tmp_path / "none") is None
    assert names(tmp_path / "none") == ()
    with pytest.raises(SetupError, match=r"there is no index in .*; run `sangdam reindex`"):
        open_current(tmp_path / "none", FaissIndexes(), lexical_indexes())


def test_the_pointer_names_the_current_generation(builds: Builds) -> None:
    change = builds.run()
    assert current_name(builds.index) == change.generation
    assert (builds.index / "current").read_text(encoding="utf-8") == f"{change.generation}\n"
    assert change.generation.startswith("20261121T090001Z-")


@pytest.mark.parametrize("text", ["", "\n", "a\nb", "../../etc", "a/b", ".building", "\udcff"])
def test_a_pointer_that_is_no_name_points_nowhere(tmp_path: Path, text: str) -> None:
    (tmp_path / "current").write_text(text, encoding="utf-8", errors="surrogateescape")
    assert current_name(tmp_path) is None


@pytest.mark.parametrize("text", [*DAMAGED_POINTERS, "20261121T090009Z-00000000"])
def test_where_the_pointer_is_damaged_the_last_one_in_use_is_opened_with_a_warning(
    builds: Builds, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    first, _second, third = (builds.run(full=True).generation for _ in range(3))
    switch(builds.index, first)
    assert names(builds.index)[:2] == (first, third)
    point(builds, text)
    assert builds.current().manifest.generation == first
    (said,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert "run `sangdam reindex`" in said
    assert f"Until then {first} is used" in said


def test_the_next_reindex_mends_a_damaged_pointer_and_embeds_nothing(builds: Builds) -> None:
    first = builds.run()
    point(builds, "")
    second = builds.run()
    assert (second.embedded, second.unchanged) == (0, first.unchanged + len(first.added))
    assert current_name(builds.index) == second.generation != first.generation


def test_where_the_pointer_is_gone_the_last_one_in_use_is_opened(builds: Builds) -> None:
    builds.run()
    second = builds.run(full=True)
    (builds.index / "current").unlink()
    assert builds.current().manifest.generation == second.generation


def test_where_nothing_says_what_was_in_use_the_newest_whole_one_is_opened(builds: Builds) -> None:
    made = [builds.run(full=True).generation for _ in range(3)]
    for file in ("current", "served"):
        (builds.index / file).unlink()
    assert names(builds.index) == tuple(reversed(made))
    (builds.index / "generations" / made[2] / "passages.jsonl").unlink()
    assert builds.current().manifest.generation == made[1]


def test_the_newest_is_told_by_its_time_not_by_its_name(builds: Builds) -> None:
    first = builds.run(full=True).generation
    builds.runs = 0
    again = builds.run(full=True).generation
    builds.runs = -(10**6)
    long_ago = builds.run(full=True).generation
    generations = builds.index / "generations"
    (generations / first).rename(generations / "0-renamed")
    (generations / long_ago).rename(generations / "9-renamed")
    (builds.index / "served").unlink()
    assert again == f"{first}-2"
    assert names(builds.index)[-1] == "9-renamed"


def test_what_was_in_use_comes_before_what_is_newer_and_was_not(builds: Builds) -> None:
    first, second = builds.run().generation, builds.run(full=True).generation
    shutil.copytree(folder(builds), builds.index / "generations" / "29991231T000000Z-copy")
    switch(builds.index, first)
    assert names(builds.index) == (first, second, "29991231T000000Z-copy")


@pytest.mark.parametrize("served", ["", "../../etc\n", "nowhere\n", "\udcff", ".building\n"])
def test_a_damaged_list_of_what_was_in_use_does_no_harm(builds: Builds, served: str) -> None:
    first, second = builds.run().generation, builds.run(full=True).generation
    path = builds.index / "served"
    path.write_text(served, encoding="utf-8", errors="surrogateescape")
    assert names(builds.index) == (second, first)
    third = builds.run(full=True).generation
    assert names(builds.index) == (third, second, first)


def test_where_all_are_damaged_the_error_names_the_current_one(builds: Builds) -> None:
    for _ in range(2):
        builds.run(full=True)
        (folder(builds) / "manifest.json").unlink()
    with pytest.raises(SetupError, match=f"{folder(builds)} is damaged"):
        builds.current()


def test_another_embedding_model_is_refused(builds: Builds) -> None:
    builds.run()
    with pytest.raises(SetupError, match="was made with the embedding model hash-64, not e5"):
        open_current(builds.index, FaissIndexes(), lexical_indexes(), embedding_model="e5")
    opened = open_current(
        builds.index, FaissIndexes(), lexical_indexes(), embedding_model="hash-64"
    )
    assert opened.manifest.vectors == 9


@pytest.mark.parametrize(
    "file", ["passages.jsonl", "documents.jsonl", "notices.jsonl", "manifest.json"]
)
@pytest.mark.parametrize("damage", ["gone", "short", "garbled"])
def test_damage_is_noticed_when_it_is_opened(builds: Builds, file: str, damage: str) -> None:
    builds.run()
    path = folder(builds) / file
    text = path.read_text(encoding="utf-8")
    path.unlink()
    if damage != "gone":
        less = text.rstrip("\n").rpartition("\n")[0] + "\n"
        path.write_text(less if damage == "short" else less + "{", encoding="utf-8")
    with pytest.raises(SetupError, match=r"is damaged \(.*run `sangdam reindex`"):
        builds.current()


def test_too_few_vectors_are_noticed(builds: Builds) -> None:
    builds.run()
    few = columns_of(builds.current().passages[:1])
    vectors = builds.embedder.embed_queries(["a"] * len(few.passage))
    FaissIndexes().write(folder(builds), vectors, few)
    with pytest.raises(SetupError, match="is damaged"):
        builds.current()


def damaged(sound: bytes, chance: random.Random) -> Sequence[bytes]:
    """Cut short, and with one bit of the head turned over, which readers like least."""
    turned = []
    for _ in range(5):
        head = bytearray(sound)
        head[chance.randrange(min(128, len(head)))] ^= 1 << chance.randrange(8)
        turned.append(bytes(head))
    return b"", sound[: len(sound) // 2], *turned


def test_a_damaged_file_is_an_error_that_says_so_and_never_another(builds: Builds) -> None:
    builds.run()
    noticed = 0
    chance = random.Random(5)
    for path in [path for path in folder(builds).rglob("*") if path.is_file()]:
        sound = path.read_bytes()
        for damage in damaged(sound, chance) if sound else ():
            path.unlink()
            path.write_bytes(damage)
            try:
                open_generation(folder(builds), builds.vectors, builds.lexical)
            except SetupError:
                noticed += 1
        path.unlink()
        path.write_bytes(sound)
    assert noticed > 50
    assert builds.current().manifest.passages == 4


def test_who_reads_keeps_all_that_it_opened(builds: Builds) -> None:
    """Nothing is opened later: the folder may be gone by then."""
    builds.write({f"policies/{n}.ko.md": f"# 안내 {n}\n\n{n}번 안내입니다.\n" for n in range(40)})
    builds.run()
    twin = builds.current()
    expected = (
        [*twin.documents],
        [*twin.notices],
        [*twin.passages],
        [*twin.vector_texts],
        matrix(twin),
        [twin.lexical_index.search(text, 9).ids.tolist() for text in ("반품", "return", "안내 7")],
    )
    held = builds.current()
    shutil.rmtree(builds.index)
    assert [*held.documents] == expected[0]
    assert [*held.notices] == expected[1]
    assert [*held.passages] == expected[2]
    assert [*held.vector_texts] == expected[3]
    np.testing.assert_array_equal(matrix(held), expected[4])
    found = [
        held.lexical_index.search(text, 9).ids.tolist() for text in ("반품", "return", "안내 7")
    ]
    assert found == expected[5]
    assert all(found)
    query = builds.embedder.embed_queries(["return window"])
    assert held.vector_texts[int(held.vector_index.search(query, 1).ids[0])].text == "return window"
    for name in held.columns.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(held.columns, name), getattr(twin.columns, name))
