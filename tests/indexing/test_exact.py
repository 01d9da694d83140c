"""After any series of changes the index is what a full build of the same folder makes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangdam.offline import HashEmbedder
from sangdam.ports import Columns, Embedder, Generation
from tests.indexing.builds import Builds, matrix, quick_folder
from tests.indexing.changing_knowledge import ANSWERS, CHANGES, QUESTIONS, ChangingKnowledge
from tests.indexing.plain_indexes import PlainIndexes, WordIndexes

LIMITS = (8, 20, 40)
MODELS = ("hash-64", "another")
SERIES, FEWEST, MOST = 100, 20, 40
"""Series, and steps in each: some three thousand changes in all."""
REAL_SERIES = 5

Step = tuple[str, int]
steps = st.tuples(
    st.sampled_from((*CHANGES, "reindex", "reindex", "reindex", "limit", "model", "full")),
    st.integers(0, 999),
)
serieses = st.lists(steps, min_size=FEWEST, max_size=MOST)
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Owner:
    """Changes knowledge, reindexes now and then, and looks closely each time."""

    def __init__(self, folder: Path, **indexes: object) -> None:
        self.knowledge = ChangingKnowledge(folder / "knowledge")
        self.builds = Builds(folder / "knowledge", folder / "index", **indexes)  # type: ignore[arg-type]
        self.limit = LIMITS[-1]
        self._folder = folder
        self._indexes = indexes
        self._fresh = count()
        self._known: frozenset[tuple[bool, str]] = frozenset()

    def follow(self, series: list[Step]) -> None:
        for name, seed in series:
            self.step(name, random.Random(seed))
        self.reindex()
        self.compare()

    def step(self, name: str, chance: random.Random) -> None:
        if name == "limit":
            self.limit = chance.choice(LIMITS)
        elif name == "model":
            self.builds.embedder = HashEmbedder(chance.choice(MODELS))
        elif name in ("reindex", "full"):
            self.reindex(full=name == "full")
        else:
            self.knowledge.change(name, chance)

    def reindex(self, *, full: bool = False) -> None:
        """Embeds the texts that are new, each once, and no other."""
        self.knowledge.save()
        before = self._lent_texts() if not full else frozenset()
        self.builds.embedder.embedded.clear()
        change = self.builds.run(full=full, passage_tokens=self.limit)
        self._known = texts(self.builds.current())
        new = sorted(text for _, text in self._known - before)
        assert sorted(self.builds.embedder.embedded) == new
        assert change.embedded == len(new)

    def _lent_texts(self) -> frozenset[tuple[bool, str]]:
        if not self._known:
            return frozenset()
        model = self.builds.current().manifest.embedding_model
        return self._known if model == self.builds.embedder.name else frozenset()

    def compare(self) -> None:
        other = Builds(
            self.builds.knowledge,
            self._folder / f"fresh{next(self._fresh)}",
            embedder=HashEmbedder(self.builds.embedder.name),
            **self._indexes,  # type: ignore[arg-type]
        )
        other.run(passage_tokens=self.limit)
        assert_same(self.builds.current(), other.current(), HashEmbedder())
        assert stored(self.builds) == stored(other)


def texts(generation: Generation) -> frozenset[tuple[bool, str]]:
    return frozenset((text.asks, text.text) for text in generation.vector_texts)


def stored(builds: Builds) -> dict[str, bytes]:
    """Every file of the current Generation but its manifest, which tells its time."""
    folder = builds.index / "generations" / builds.current().manifest.generation
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def assert_same(
    ours: Generation, theirs: Generation, embedder: Embedder, *, tolerance: float = 0
) -> None:
    assert [*ours.documents] == [*theirs.documents]
    assert ours.notices == theirs.notices
    assert [*ours.passages] == [*theirs.passages]
    assert [*ours.vector_texts] == [*theirs.vector_texts]
    for column in fields(Columns):
        one, other = getattr(ours.columns, column.name), getattr(theirs.columns, column.name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    apart = np.linalg.norm(matrix(ours) - matrix(theirs), axis=1)
    assert apart.max() <= tolerance
    for query in (*QUESTIONS, *ANSWERS):
        assert top_five(ours, query, embedder) == top_five(theirs, query, embedder)
        one, other = (index.lexical_index.search(query, 5) for index in (ours, theirs))
        assert one.ids.tolist() == other.ids.tolist()
        np.testing.assert_allclose(one.scores, other.scores, rtol=1e-6)


def top_five(generation: Generation, query: str, embedder: Embedder) -> list[str]:
    found = generation.vector_index.search(embedder.embed_queries([query]), 5)
    return [generation.passages[generation.columns.passage[row]].id for row in found.ids]


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


NUMBERS = count()


@given(series=serieses)
@settings(relaxed, max_examples=SERIES)
def test_any_series_of_changes_gives_what_a_full_build_gives(
    memory: Path, series: list[Step]
) -> None:
    folder = memory / str(next(NUMBERS))
    Owner(folder, vectors=PlainIndexes(), lexical=WordIndexes()).follow(series)


@given(series=serieses)
@settings(relaxed, max_examples=REAL_SERIES)
def test_so_it_is_with_the_real_indexes(memory: Path, series: list[Step]) -> None:
    Owner(memory / str(next(NUMBERS))).follow(series)


def test_so_it_is_with_the_real_encoder(memory: Path, embedder: Embedder) -> None:
    """A text's vector depends a little on its neighbours in the batch; half precision shows it."""
    tolerance = 1e-2 if embedder.name.endswith("bf16") else 1e-4
    folder, chance = memory / "encoder", random.Random(20261121)
    knowledge = ChangingKnowledge(folder / "knowledge")
    ours = encoded(knowledge, folder / "index", embedder)
    for number, name in enumerate(chance.sample(CHANGES * 3, k=len(CHANGES) * 3)):
        knowledge.change(name, chance)
        if number % 4 == 0:
            ours = encoded(knowledge, folder / "index", embedder)
    ours = encoded(knowledge, folder / "index", embedder)
    theirs = encoded(knowledge, folder / "fresh", embedder)
    assert_same(ours, theirs, embedder, tolerance=tolerance)


def encoded(knowledge: ChangingKnowledge, index: Path, embedder: Embedder) -> Generation:
    knowledge.save()
    builds = Builds(knowledge.folder, index, embedder=embedder)  # type: ignore[arg-type]
    builds.run()
    return builds.current()
