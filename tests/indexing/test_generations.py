import shutil
from pathlib import Path

import pytest

from sangdam.errors import SetupError
from sangdam.indexing.current import CurrentGeneration
from sangdam.indexing.generations import current_name, names, open_current, remove_old, switch
from sangdam.retrieval.vectors import FaissIndexes
from tests.indexing.builds import KNOWLEDGE, Builds, lexical_indexes
from tests.indexing.knowledge_folder import write


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(write(tmp_path / "knowledge", KNOWLEDGE), tmp_path / "index")


def folder(builds: Builds) -> Path:
    return builds.index / "generations" / builds.current().manifest.generation


def test_without_an_index_there_is_no_name_and_the_error_says_what_to_run(tmp_path: Path) -> None:
    assert current_name(tmp_path / "none") is None
    with pytest.raises(SetupError, match="run `make reindex`"):
        open_current(tmp_path / "none", FaissIndexes(), lexical_indexes())


def test_the_pointer_names_the_current_generation(builds: Builds) -> None:
    change = builds.run()
    assert current_name(builds.index) == change.generation
    assert (builds.index / "current").read_text(encoding="utf-8") == f"{change.generation}\n"
    assert change.generation.startswith("20261121T090001Z-")


@pytest.mark.parametrize("text", ["", "../../etc", "a/b", "\udcff"])
def test_a_pointer_that_is_no_name_points_nowhere(tmp_path: Path, text: str) -> None:
    (tmp_path / "current").write_text(text, encoding="utf-8", errors="surrogateescape")
    assert current_name(tmp_path) is None


def test_another_embedding_model_is_refused(builds: Builds) -> None:
    builds.run()
    with pytest.raises(SetupError, match="was made with the embedding model hash-64, not e5"):
        open_current(builds.index, FaissIndexes(), lexical_indexes(), embedding_model="e5")
    opened = open_current(
        builds.index, FaissIndexes(), lexical_indexes(), embedding_model="hash-64"
    )
    assert opened.manifest.vectors == 9


@pytest.mark.parametrize(
    "file", ["passages.jsonl", "documents.jsonl", "vector_texts.jsonl", "manifest.json"]
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
    with pytest.raises(SetupError, match=r"is damaged \(.*run `make reindex`"):
        builds.current()


def test_too_few_vectors_are_noticed(builds: Builds) -> None:
    builds.run()
    FaissIndexes().write(folder(builds), builds.embedder.embed_queries(["a", "b"]))
    with pytest.raises(SetupError, match="is damaged"):
        builds.current()


def test_who_reads_keeps_what_it_opened(builds: Builds) -> None:
    builds.run()
    held = builds.current()
    first = folder(builds)
    builds.write({"policies/new.md": "# New\ntext"})
    builds.run()
    shutil.rmtree(first)
    query = builds.embedder.embed_queries(["return window"])
    assert held.vector_texts[int(held.vector_index.search(query, 1).ids[0])].text == "return window"
    assert len(held.lexical_index.search("반품", 5).ids) == 1
    assert builds.current().manifest.passages == 5


def test_one_can_go_back_to_an_older_generation(builds: Builds) -> None:
    first, second = builds.run(), builds.run(full=True)
    switch(builds.index, first.generation)
    assert builds.current().manifest.generation == first.generation
    assert names(builds.index) == (second.generation, first.generation)
    with pytest.raises(SetupError, match="there is no Generation nowhere"):
        switch(builds.index, "nowhere")
    assert current_name(builds.index) == first.generation


def test_the_current_generation_is_never_removed_however_old(builds: Builds) -> None:
    made = [builds.run(full=True).generation for _ in range(3)]
    switch(builds.index, made[0])
    for name in ("29991231T000000Z-a", "29991231T000000Z-b"):
        (builds.index / "generations" / name).mkdir()
    remove_old(builds.index)
    assert set(names(builds.index)) == {made[0], "29991231T000000Z-a", "29991231T000000Z-b"}


def test_a_server_follows_the_pointer_and_survives_a_damaged_generation(builds: Builds) -> None:
    first = builds.run()
    seconds = [0.0]
    current = CurrentGeneration(
        builds.index,
        vectors=FaissIndexes(),
        lexical=lexical_indexes(),
        embedding_model="hash-64",
        monotonic=lambda: seconds[0],
    )
    second = builds.run(full=True)
    assert current().manifest.generation == first.generation
    seconds[0] = 1
    assert current().manifest.generation == second.generation
    third = builds.run(full=True)
    (builds.index / "generations" / third.generation / "manifest.json").unlink()
    seconds[0] = 2
    assert current().manifest.generation == second.generation
