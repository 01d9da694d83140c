"""Generations whose vectors and words are in Milvus: built, switched, gone back to, removed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sangdam.errors import IndexUnavailable, SetupError
from sangdam.indexing.current import CurrentGeneration
from sangdam.indexing.generations import current_name, open_current
from sangdam.indexing.lock import one_writer
from sangdam.indexing.publishing import KEPT, building
from sangdam.indexing.rollback import rollback
from sangdam.models import Language, Question
from sangdam.offline import HashEmbedder
from sangdam.ports import Generation
from sangdam.retrieval.milvus import Milvus
from sangdam.retrieval.milvus_collections import MilvusCollections
from sangdam.retrieval.milvus_vectors import MilvusIndexes
from sangdam.retrieval.milvus_words import MilvusWordIndexes
from sangdam.retrieval.retriever import Retriever
from scripts.benchmarks.asking import DAY
from scripts.benchmarks.milvus_server import MilvusServer
from tests.indexing.builds import KNOWLEDGE, MORPHOLOGY, Builds, lexical_indexes, matrix, synonyms

ALIAS = "shop"
PATIENCE_S = 60
MORE = {"faqs/more.csv": "id,question,answer\nnew,교환은 어떻게 하나요?,앱에서 합니다.\n"}
QUESTION = Question(text="반품 기간은 며칠인가요?", language=Language.KOREAN)


@pytest.fixture
def milvus(milvus_server: MilvusServer) -> Iterator[Milvus]:
    connection = milvus_server.connect()
    yield connection
    for name in ours(connection):
        connection.drop(name)
    connection.close()


@pytest.fixture
def builds(tmp_path: Path, milvus: Milvus) -> Builds:
    collections = MilvusCollections(milvus, ALIAS)
    made = Builds(
        tmp_path / "knowledge",
        tmp_path / "index",
        vectors=MilvusIndexes(milvus, collections),
        lexical=MilvusWordIndexes(milvus, collections, MORPHOLOGY(), synonyms()),
        elsewhere=collections,
    )
    made.write(KNOWLEDGE)
    return made


def ours(milvus: Milvus) -> set[str]:
    return {name for name in milvus.names() if name.startswith(ALIAS)}


def collection(generation: str) -> str:
    return f"{ALIAS}_{generation.replace('-', '_')}"


def follow(builds: Builds) -> CurrentGeneration:
    return CurrentGeneration(
        builds.index,
        vectors=builds.vectors,
        lexical=builds.lexical,
        embedding_model=builds.embedder.name,
    )


def answers(generation: Generation) -> list[tuple[str, float]]:
    retriever = Retriever(embedder=HashEmbedder(), current=lambda: generation)
    hits = retriever.search(QUESTION, day=DAY).hits
    return [(hit.passage.id, round(hit.score, 3)) for hit in hits]


def test_it_finds_what_an_index_of_files_finds(builds: Builds, tmp_path: Path) -> None:
    builds.run()
    files = Builds(builds.knowledge, tmp_path / "files")
    files.run()
    assert answers(builds.current()) == answers(files.current()) != []
    assert (matrix(builds.current()) == matrix(files.current())).all()


def test_a_generation_is_one_collection_that_bears_its_name(builds: Builds, milvus: Milvus) -> None:
    name = builds.run().generation
    assert ours(milvus) == {collection(name)}
    assert milvus.meant_by(ALIAS) == collection(name)
    assert milvus.count(collection(name)) == builds.current().manifest.vectors


def test_what_is_known_is_neither_embedded_nor_analysed_again(builds: Builds) -> None:
    builds.run()
    builds.write(MORE)
    change = builds.run()
    assert (change.added, change.embedded) == (("new",), 2)
    assert builds.run().generation == change.generation


def test_the_alias_follows_and_old_collections_go(builds: Builds, milvus: Milvus) -> None:
    made = [builds.run(full=True).generation for _ in range(KEPT + 1)]
    assert ours(milvus) == {collection(name) for name in made[1:]}
    assert milvus.meant_by(ALIAS) == collection(made[-1])


def test_only_the_one_in_use_and_the_one_before_are_in_memory(
    builds: Builds, milvus: Milvus
) -> None:
    """Another index's are its own; what was released is loaded again to go back to it."""
    other = f"{ALIAS}_b_20261121T090001Z_4e6821b3"
    milvus.create(other, 64)
    milvus.finish(other, exact=True)
    first, second, third = (builds.run(full=True).generation for _ in range(3))
    query = np.ones(64, np.float32)
    for name in (collection(second), collection(third), other):
        milvus.nearest(name, query, 1)
    with pytest.raises(IndexUnavailable, match="'released'"):
        milvus.nearest(collection(first), query, 1)
    rollback(
        builds.index,
        first,
        vectors=builds.vectors,
        lexical=builds.lexical,
        elsewhere=builds.elsewhere,
    )
    assert answers(builds.current())


def test_a_rollback_takes_the_alias_with_it(builds: Builds, milvus: Milvus) -> None:
    first = builds.run().generation
    builds.write(MORE)
    second = builds.run().generation
    went = rollback(
        builds.index, vectors=builds.vectors, lexical=builds.lexical, elsewhere=builds.elsewhere
    )
    assert (went, milvus.meant_by(ALIAS)) == (first, collection(first))
    assert builds.current().manifest.generation == first
    assert ours(milvus) == {collection(first), collection(second)}


def test_who_holds_a_generation_keeps_its_collection(builds: Builds) -> None:
    builds.run()
    held = builds.current()
    before = answers(held)
    builds.write(
        {**KNOWLEDGE, "faqs/returns.csv": "id,question,answer\nx,영업시간은?,9시입니다.\n"}
    )
    builds.run()
    assert answers(held) == before != answers(builds.current())


def test_a_failed_build_leaves_no_collection(builds: Builds, milvus: Milvus) -> None:
    first = builds.run().generation

    def refuse(_old: Generation | None, _new: Generation) -> None:
        assert len(ours(milvus)) == 2
        raise SetupError("not good enough")

    with pytest.raises(SetupError, match="not good enough"):
        builds.run(full=True, accept=refuse)
    assert ours(milvus) == {collection(first)}
    assert milvus.meant_by(ALIAS) == collection(first)


def test_the_next_writer_mends_what_a_killed_one_left(builds: Builds, milvus: Milvus) -> None:
    """A half-built collection, and an alias that did not follow the pointer."""
    first, second = (builds.run(full=True).generation for _ in range(2))
    (builds.index / "generations" / ".building" / "half").mkdir(parents=True)
    milvus.create(collection("half"), 64)
    milvus.name(ALIAS, collection(first))
    with one_writer(builds.index, builds.elsewhere):
        assert milvus.meant_by(ALIAS) == collection(second)
        assert ours(milvus) == {collection(first), collection(second)}


def test_a_lost_collection_is_damage_that_a_reindex_mends(builds: Builds, milvus: Milvus) -> None:
    name = builds.run().generation
    milvus.drop(collection(name))
    with pytest.raises(
        SetupError, match=r"is damaged \(Milvus has no collection .*sangdam reindex"
    ):
        builds.current()
    change = builds.run()
    assert change.embedded == change.vectors
    assert milvus.meant_by(ALIAS) == collection(change.generation)


def test_an_index_of_files_is_no_index_of_milvus(builds: Builds) -> None:
    builds.run()
    with pytest.raises(SetupError, match="run `sangdam reindex`"):
        open_current(
            builds.index, Builds(builds.knowledge, builds.index).vectors, lexical_indexes()
        )


class TestWithoutAServer:
    """The server of this class is stopped and started."""

    @pytest.fixture
    def server(self) -> Iterator[MilvusServer]:
        server = MilvusServer()
        server.start()
        yield server
        server.remove()

    @pytest.fixture
    def milvus(self, server: MilvusServer) -> Iterator[Milvus]:
        connection = Milvus(server.url, answer_s=20)
        yield connection
        connection.close()

    def test_a_server_that_is_away_is_not_taken_for_damage(
        self, builds: Builds, server: MilvusServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        first, second = (builds.run(full=True).generation for _ in range(2))
        current = follow(builds)
        held = current()
        server.stop()
        with pytest.raises(IndexUnavailable, match=r"Milvus at http://127\.0\.0\.1"):
            answers(held)
        before = builds.files()
        with pytest.raises(IndexUnavailable):
            builds.run(full=True)
        assert builds.files() == before
        (builds.index / "current").write_text(first, encoding="utf-8")
        with caplog.at_level(logging.WARNING):
            current.look()
            current.look()
        assert current() is held
        assert [f"Until then {second}" in line.message for line in caplog.records] == [True]
        server.start()
        deadline = time.monotonic() + PATIENCE_S
        while current() is held and time.monotonic() < deadline:
            current.look()
        assert current().manifest.generation == first
        assert answers(current())

    def test_what_could_not_be_removed_is_removed_by_the_next_writer(
        self, builds: Builds, server: MilvusServer, milvus: Milvus
    ) -> None:
        with (
            pytest.raises(IndexUnavailable),
            building(builds.index, "half", builds.elsewhere) as folder,
        ):
            milvus.create(collection(folder.name), 64)
            server.stop()
            milvus.count(collection(folder.name))
        assert current_name(builds.index) is None
        server.start()
        assert ours(milvus) == {collection("half")}
        name = builds.run().generation
        assert ours(milvus) == {collection(name)}
