"""Asks every case, several at a time, and keeps what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime

from evals.cases import Case
from evals.judged import Judged
from evals.observed import About, Observed, Seen, Target
from evals.store import Store
from sangdam.errors import SangdamError, SetupError
from sangdam.models import Value
from sangdam.ports import Progress


class Run(Value):
    """One sitting of an exam, judged."""

    name: str
    exam: str
    """`full`, the name of a subset, or `part` where somebody narrowed it by hand."""
    began: datetime
    ended: datetime | None
    """None where it was interrupted."""
    about: About
    judged: tuple[Judged, ...]
    not_asked: tuple[str, ...] = ()
    """Ids of cases that were not scored: the target can't be asked at another time than now."""


def run(
    cases: Sequence[Case], target: Target, *, store: Store, workers: int, progress: Progress
) -> tuple[Observed, ...]:
    """What came of each case, in their order; what the store has already is not asked again.

    A case that the target can't be asked is left out. A conversation that breaks off fails its
    case only; SetupError (the service is gone, say) ends the run, which can then be resumed.
    """
    missing = [case for case in cases if case.id not in store.done]
    finished = len(cases) - len(missing)

    def ask(case: Case) -> None:
        if observed := observe(case, target):
            store.add(observed)

    pool = ThreadPoolExecutor(workers, thread_name_prefix="case")
    try:
        for asked in as_completed([pool.submit(ask, case) for case in missing]):
            asked.result()
            finished += 1
            progress("cases", finished, len(cases))
    finally:
        pool.shutdown(cancel_futures=True)
    return tuple(store.done[case.id] for case in cases if case.id in store.done)


def observe(case: Case, target: Target) -> Observed | None:
    """One whole conversation; None where the target can't be asked at the case's time."""
    turns: list[Seen] = []
    try:
        conversation = target.open(at=case.at)
        if conversation is None:
            return None
        turns.extend(conversation.say(text) for text in case.say)
    except SetupError:
        raise
    except SangdamError as error:
        said = str(error) or type(error).__name__
        return Observed(case_id=case.id, turns=tuple(turns), error=said)
    return Observed(case_id=case.id, turns=tuple(turns))
