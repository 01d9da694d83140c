"""Milvus beside FAISS: the same answers, and switches under load: `make bench`.

    python -m scripts.benchmarks.milvus [--switches N]

The server is milvus-lite, a process of its own on loopback: right, but slow. Its times say
nothing of a cluster's.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from evals.reading import read_cases
from evals.remembering import RememberingEmbedder
from sangdam.answering.tokens import Cl100kCounter
from sangdam.bootstrap_index import load_embedder
from sangdam.indexing.generations import open_current
from sangdam.indexing.reindex import reindex
from sangdam.model_files.location import locate
from sangdam.models import Hit, Language, Question
from sangdam.ports import Generation, LexicalIndexes, Morphology, VectorIndexes
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.milvus_collections import MilvusCollections
from sangdam.retrieval.milvus_vectors import MilvusIndexes
from sangdam.retrieval.milvus_words import MilvusWordIndexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.retriever import Retriever
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import Settings
from scripts.benchmarks.asking import DAY
from scripts.benchmarks.figures import ROOT, show, silent, spread
from scripts.benchmarks.milvus_server import MilvusServer, missing
from scripts.benchmarks.milvus_switches import Switched, switches

BEST = 5
MOMENT = datetime(2026, 11, 21, 9, tzinfo=UTC)
TIE = 1e-3
"""Fused scores nearer than this are equal: sums of the same floats, added in another order."""


class Compared(NamedTuple):
    question: Question
    faiss: tuple[Hit, ...]
    milvus: tuple[Hit, ...]

    @property
    def same(self) -> bool:
        return [hit.passage.id for hit in self.faiss] == [hit.passage.id for hit in self.milvus]

    @property
    def tied(self) -> bool:
        """Whether the two differ in nothing but the choice among equal scores."""
        return len(self.faiss) == len(self.milvus) and all(
            one.passage.id == other.passage.id or abs(one.score - other.score) < TIE
            for one, other in zip(self.faiss, self.milvus, strict=True)
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 where nothing was wrong."""
    parser = argparse.ArgumentParser(description="Milvus beside FAISS")
    parser.add_argument("--switches", type=int, default=30)
    asked = parser.parse_args(arguments)
    if reason := missing():
        print(f"skipped: {reason}")
        return 0
    server = MilvusServer()
    try:
        server.start()
        morphology = KiwiMorphology()
        wrong = agreement(server, morphology)
        with tempfile.TemporaryDirectory() as folder:
            wrong += told(switches(server, Path(folder), morphology, asked.switches))
    finally:
        server.remove()
    return 1 if wrong else 0


def agreement(server: MilvusServer, morphology: Morphology) -> int:
    """Golden questions whose best subjects differ."""
    embedder = RememberingEmbedder(load_embedder(Settings.load()))
    milvus = server.connect()
    collections = MilvusCollections(milvus, "golden")
    faiss_ms: list[float] = []
    milvus_ms: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        ours = built(Path(folder) / "faiss", FaissIndexes(), KiwiBm25Indexes(morphology), embedder)
        theirs = built(
            Path(folder) / "milvus",
            MilvusIndexes(milvus, collections),
            MilvusWordIndexes(milvus, collections, morphology),
            embedder,
        )
        questions = golden()
        embedder.embed_queries([question.text for question in questions])
        compared = [
            Compared(question, found(ours, question, embedder, faiss_ms), hits)
            for question in questions
            for hits in [found(theirs, question, embedder, milvus_ms)]
        ]
    milvus.close()
    different = [pair for pair in compared if not pair.same and not pair.tied]
    tied = sum(pair.tied and not pair.same for pair in compared)
    show("vectors and passages", f"{theirs.manifest.vectors} and {theirs.manifest.passages}")
    show("FAISS, question to evidence", f"{spread(faiss_ms)}, embedding aside")
    show("milvus-lite, question to evidence", f"{spread(milvus_ms)}, embedding aside")
    share = (len(compared) - len(different)) / len(compared)
    show(
        f"golden questions with the same best {BEST}",
        f"{len(compared) - len(different)} of {len(compared)} ({share:.1%}), "
        f"of them {tied} but for the order of equal scores",
    )
    for pair in different:
        print(f"  {pair.question.text}")
        for name, hits in (("FAISS", pair.faiss), ("Milvus", pair.milvus)):
            print(f"    {name}: {', '.join(f'{h.passage.id} {h.score:.4f}' for h in hits)}")
    return len(different)


def golden() -> list[Question]:
    """Everything that is said in the golden cases, once."""
    said = {
        (text, case.language): Question(text=text, language=case.language or Language.KOREAN)
        for case in read_cases()
        for text in case.say
    }
    return list(said.values())


def built(
    index: Path, vectors: VectorIndexes, lexical: LexicalIndexes, embedder: RememberingEmbedder
) -> Generation:
    settings = Settings.load()
    reindex(
        ROOT / "knowledge",
        index,
        embedder=embedder,
        vectors=vectors,
        lexical=lexical,
        count=Cl100kCounter(locate(settings.models_dir).tokens),
        progress=silent,
        clock=lambda: MOMENT,
        passage_tokens=settings.limits.passage_tokens,
    )
    return open_current(index, vectors, lexical)


def found(
    generation: Generation, question: Question, embedder: RememberingEmbedder, took: list[float]
) -> tuple[Hit, ...]:
    retriever = Retriever(embedder=embedder, current=lambda: generation)
    began = time.perf_counter()
    evidence = retriever.search(question, day=DAY)
    took.append((time.perf_counter() - began) * 1000)
    return evidence.hits[:BEST]


def told(run: Switched) -> int:
    show("switches under load", f"{run.switches}, of them {run.rollbacks} by a rollback")
    show("questions meanwhile", f"{run.answers}, {len(run.wrong)} wrong")
    show("answers from what was left over 1 s before", str(run.stale))
    show("from a switch to its Generation searched", f"worst {run.worst_s:.2f} s")
    for fault in run.wrong[:BEST]:
        print(f"  {fault}")
    return len(run.wrong)


if __name__ == "__main__":
    sys.exit(main())
