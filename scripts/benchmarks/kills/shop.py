"""A shop's index that is searched all the while, and whose reindex runs are killed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sangdam.errors import SetupError
from sangdam.indexing.current import CurrentGeneration
from sangdam.indexing.generations import current_name, names, open_pointed_to
from sangdam.indexing.lock import one_writer
from sangdam.indexing.publishing import KEPT, switch
from sangdam.models import Evidence, Question
from sangdam.offline import HashEmbedder
from sangdam.ports import Generation
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.retriever import Retriever
from sangdam.retrieval.vectors import FaissIndexes
from scripts.benchmarks.kills import knowledge
from scripts.benchmarks.kills.customers import Customers, History
from scripts.benchmarks.kills.runs import Ended, Run, Runs

DAY = date(2026, 11, 23)
EMBEDDING_MODEL = "hash-64"
SERVED_WITHIN_S = 120
"""Time for a loaded machine to open a few kilobytes; the promise is one second."""
ALIKE = 1e-2
"""Largest difference of two vectors that count as the same; an index may round."""


@dataclass(frozen=True)
class Trial:
    killed: bool
    faults: tuple[str, ...]
    """Nothing, where the index was valid all the while."""


class Shop:
    """Opens with KEPT versions, so that every further one has an old one to remove.

    With `watch` it follows the pointer as a server does; otherwise it looks at it after every
    switch, so that a test waits for nothing. `close` it.
    """

    def __init__(self, folder: Path, runs: Runs, lexical: KiwiBm25Indexes, *, watch: bool) -> None:
        self.knowledge = folder / "knowledge"
        self.index = folder / "index"
        self.version = 0
        self.pick_ups_s: list[float] = []
        """From each new pointer to its Generation being searched."""
        self._runs = runs
        self._lexical = lexical
        self.run_s = max(self.reindex().seconds for _ in range(KEPT))
        self.current = CurrentGeneration(
            self.index,
            vectors=FaissIndexes(),
            lexical=lexical,
            embedding_model=EMBEDDING_MODEL,
        )
        self.history = History(self.current().manifest.generation)
        self._files = self._found()
        self._watch = watch
        if watch:
            self.current.start()

    def close(self) -> None:
        self.current.close()

    def customers(self, *, threads: int, rest_s: float = 0) -> Customers:
        retriever = Retriever(embedder=HashEmbedder(), current=self.current)
        asked = knowledge.entries(0)

        def search(question: Question) -> Evidence:
            return retriever.search(question, day=DAY)

        return Customers(search, asked, threads=threads, rest_s=rest_s)

    def reindex(self, *, kill_at: str | None = None, kill_after_s: float | None = None) -> Ended:
        """Run over the next version of the knowledge."""
        self.version += 1
        knowledge.write(self.knowledge, self.version)
        return self._run(Run(self.knowledge, self.index, kill_at, kill_after_s))

    def _run(self, run: Run) -> Ended:
        began = time.monotonic()
        ended = self._runs(run)
        if self.version > KEPT:
            self._note(began)
        return ended

    def toggle(self) -> None:
        """Point back to the Generation that was current before this one."""
        began = time.monotonic()
        with one_writer(self.index):
            switch(self.index, names(self.index)[1])
        self._note(began)

    def _note(self, began: float) -> None:
        now = current_name(self.index)
        if not self._watch:
            self.current.look()
        self.history.switched(str(now), after=began, before=time.monotonic())

    def trial(self, *, kill_at: str | None = None, kill_after_s: float | None = None) -> Trial:
        old = self.version
        first = self.reindex(kill_at=kill_at, kill_after_s=kill_after_s)
        faults = [first.refused, first.fault, *self._reopened({old, self.version})]
        second = self._run(Run(self.knowledge, self.index))
        faults += [second.refused, second.fault, *self._not_served()]
        faults += [*self._reopened({self.version}), *self._rubbish()]
        return Trial(first.killed, tuple(filter(None, faults)))

    def _reopened(self, allowed: set[int]) -> Iterator[str]:
        try:
            generation = open_pointed_to(
                self.index, FaissIndexes(), self._lexical, embedding_model=EMBEDDING_MODEL
            )
        except SetupError as error:
            yield str(error)
            return
        version = min(knowledge.versions(generation.passages[0].text))
        if version not in allowed:
            yield f"the index is of version {version}, not of {allowed}"
        yield from _not_whole(generation, version)

    def _rubbish(self) -> Iterator[str]:
        """Every Generation has the same files; beside them there is what there was at first."""
        more = self._found() - self._files
        if more or len(names(self.index)) > KEPT:
            yield f"left behind: {sorted(more)} and {len(names(self.index))} Generations"

    def _found(self) -> set[str]:
        below = (path.relative_to(self.index).as_posix() for path in self.index.rglob("*"))
        return {re.sub(r"^generations/[^./]+", "generations/*", path) for path in below}

    def _not_served(self) -> Iterator[str]:
        wanted = current_name(self.index)
        deadline = time.monotonic() + SERVED_WITHIN_S
        while self.current().manifest.generation != wanted:
            if time.monotonic() > deadline:
                yield f"{wanted} is not served after {SERVED_WITHIN_S} s"
                return
            time.sleep(0.005)
        self.pick_ups_s.append(time.time() - (self.index / "current").stat().st_mtime)


def _not_whole(generation: Generation, version: int) -> Iterator[str]:
    if {passage.text for passage in generation.passages} != knowledge.texts(version):
        yield f"the passages are not those of version {version}"
    words = [text.text for text in generation.vector_texts]
    stored = generation.vector_index.vectors(range(len(words)))
    if not np.allclose(stored, HashEmbedder().embed_passages(words), atol=ALIKE):
        yield f"the vectors are not those of version {version}"
    for entry in knowledge.entries(version):
        found = generation.lexical_index.search(entry.question, 1)
        if generation.passages[int(found.ids[0])].document_id != entry.id:
            yield f"{entry.id} is not found by its words"
