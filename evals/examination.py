"""Holds an exam: chooses the cases, asks a target, judges, keeps the run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evals import subset
from evals.cases import Case
from evals.gates import Exam
from evals.judged import judge
from evals.observed import Target
from evals.reading import GOLDEN, read_cases, unknown_documents
from evals.runs import Run, run
from evals.store import Ended, Plan, Store, digest, folders, read_ended, read_observed, read_plan
from evals.targets.in_process import IN_PROCESS, InProcess
from sangdam.errors import KnowledgeError, SetupError
from sangdam.models import stem
from sangdam.ports import Embedder, Generation, Morphology, Progress
from sangdam.settings import LLM, Settings

WAITING_WORKERS = 4
"""For replies that are waited for more than computed here: few enough for any deployment."""


def examine(
    settings: Settings,
    *,
    exam: str = Exam.FULL,
    index: Path | None = None,
    generation: Generation | None = None,
    golden: Path = GOLDEN,
    complete: bool = True,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
) -> Run:
    """The exam in this process, over the given Generation (one that is not live yet, say), else
    the current one of `index`, else the knowledge indexed afresh. The run is stored and nothing
    is printed. `complete`: every document that a case names has to be there.

    Raises KnowledgeError for faults in the golden files, and SetupError.
    """
    cases = cases_of(exam, read_cases(golden), subset.beside(golden))
    target = InProcess(
        settings, index=index, generation=generation, embedder=embedder, morphology=morphology
    )
    try:
        if complete:
            must_be_known(cases, target.documents)
        store = Store.begin(runs_folder(settings), plan(cases, target, exam=exam))
        workers = usual_workers(settings)
        return sit(cases, target, store=store, workers=workers, progress=progress or _silent)
    finally:
        target.close()


def sit(
    cases: Sequence[Case], target: Target, *, store: Store, workers: int, progress: Progress
) -> Run:
    """Asks what the store does not have yet, and ends the run."""
    observed = run(cases, target, store=store, workers=workers, progress=progress)
    asked = {one.case_id for one in observed}
    not_asked = tuple(case.id for case in cases if case.id not in asked)
    store.end(Ended(ended=datetime.now(UTC), not_asked=not_asked))
    return read_run(store.folder, cases)


def read_run(folder: Path, cases: Iterable[Case]) -> Run:
    """A stored run under today's scorers, over those of the cases that it asked just so.

    Raises SetupError.
    """
    stored, ended = read_plan(folder), read_ended(folder)
    observed = {one.case_id: one for one in read_observed(folder)}
    same = (case for case in cases if stored.asked.get(case.id) == digest(case))
    return Run(
        name=stored.name,
        exam=stored.exam,
        began=stored.began,
        ended=ended.ended if ended else None,
        about=stored.about,
        judged=tuple(judge(case, observed[case.id]) for case in same if case.id in observed),
        not_asked=ended.not_asked if ended else (),
    )


def run_before(folder: Path, cases: Iterable[Case]) -> Run | None:
    """The newest finished run of the same exam, target and language model before this one."""
    own, known = read_plan(folder), tuple(cases)
    for other in folders(folder.parent):
        try:
            if other.name < folder.name and read_ended(other) and _alike(read_plan(other), own):
                return read_run(other, known)
        except SetupError:
            continue  # of another version of the exam
    return None


def plan(cases: Iterable[Case], target: Target, *, exam: str, name: str = "") -> Plan:
    began = datetime.now(UTC)
    return Plan(
        name=name or f"{began:%Y%m%dT%H%M%SZ}",
        exam=exam,
        began=began,
        about=target.about(),
        asked={case.id: digest(case) for case in cases},
    )


def cases_of(exam: str, cases: Sequence[Case], lists: Path) -> tuple[Case, ...]:
    """All of them for the full exam, else the subset of that name. Raises as its reader does."""
    return tuple(cases) if exam == Exam.FULL else subset.read(exam, cases, lists)


def must_be_known(cases: Iterable[Case], documents: Iterable[str]) -> None:
    """Raises KnowledgeError for cases that name a document which the service doesn't have."""
    if problems := unknown_documents(cases, frozenset(map(stem, documents))):
        raise KnowledgeError(problems)


def has_floors(run: Run) -> bool:
    """Whether the run is an exam that `floors.toml` means: the embedded one with a language
    model, every other without one. Of a distant service the model may be unknown."""
    without_model = run.about.model == "none" or run.about.target != IN_PROCESS
    return run.exam in set(Exam) and (run.exam == Exam.EMBEDDED or without_model)


def runs_folder(settings: Settings) -> Path:
    return settings.data_dir / "evals"


def usual_workers(settings: Settings, *, distant: bool = False) -> int:
    """The embedded model answers one at a time; what is computed here keeps every core busy."""
    if distant or settings.llm_in_use is LLM.OPENAI:
        return WAITING_WORKERS
    return 1 if settings.llm_in_use is LLM.LOCAL else os.cpu_count() or 1


def _alike(one: Plan, other: Plan) -> bool:
    examined, own = one.about, other.about
    same_target = (examined.target, examined.model) == (own.target, own.model)
    return same_target and one.exam == other.exam


def _silent(_what: str, _done: int, _total: int) -> None:
    pass
