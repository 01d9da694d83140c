"""The exam before a change of knowledge goes live: does the new Generation answer as well?

It must keep every floor, and no case that the live Generation passes may now get an answer that
lacks a fact or states what none may: a wrong figure in one policy breaks a handful of cases,
which no floor over hundreds would notice. Who changes a policy on purpose changes the golden
cases with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evals import gates, report, store
from evals.comparison import compare
from evals.examination import examine, runs_folder
from evals.figures import figures
from evals.judged import Judged
from evals.report.examined import Examined
from evals.runs import Run
from sangdam.errors import KnowledgeError
from sangdam.indexing.reindex import Accept
from sangdam.ports import Embedder, Generation, Morphology, Progress
from sangdam.settings import LLM, Settings

FACTUAL = ("facts", "never")
"""Checks that tell a wrong answer from another way to end."""


def knowledge_gate(
    settings: Settings,
    *,
    exam: str,
    golden: Path,
    progress: Progress,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
) -> Accept:
    """What `reindex` shows a new Generation to; raises KnowledgeError where it is refused.

    Without a live Generation, or one of another embedding model, only the floors count.
    """

    def sit(generation: Generation, *, complete: bool) -> Run:
        return examine(
            settings.model_copy(update={"llm": LLM.NONE}),
            exam=exam,
            generation=generation,
            golden=golden,
            complete=complete,
            progress=progress,
            embedder=embedder,
            morphology=morphology,
        )

    def accept(live: Generation | None, generation: Generation) -> None:
        # A case may name a document that is new with this change.
        before = sit(live, complete=False) if live and _readable(live, generation) else None
        after = sit(generation, complete=True)
        found = figures(after.judged)
        broken = gates.read_floors(gates.beside(golden)).broken(after.exam, found)
        spoilt = tuple(_spoilt(before, after)) if before else ()
        if not broken and not spoilt:
            return
        compared = {before.name: compare(before.judged, after.judged)} if before else {}
        examined = Examined(run=after, figures=found, broken=broken, comparisons=compared)
        page = report.write(store.find(runs_folder(settings), after.name), examined)
        raise KnowledgeError(
            [
                "the new knowledge is refused, the live Generation stays:",
                *(f"  {one}" for one in broken),
                *(f"  {one.case.id}: {'; '.join(one.faults)}" for one in spoilt),
                f"  Report: {page}",
                "Mend the knowledge, or the golden cases where the policy has changed on purpose.",
            ]
        )

    return accept


def _readable(live: Generation, new: Generation) -> bool:
    return live.manifest.embedding_model == new.manifest.embedding_model


def _spoilt(before: Run, after: Run) -> Iterator[Judged]:
    """Cases that passed and whose answer has now a factual fault."""
    passed = {one.case.id for one in before.judged if one.passed}
    for one in after.judged:
        if one.case.id in passed and any(one.right(check) is False for check in FACTUAL):
            yield one
