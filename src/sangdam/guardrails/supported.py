"""Every sentence stands in one clause of a passage that it cites."""

from __future__ import annotations

from collections.abc import Iterable

from sangdam.guardrails.case import Case
from sangdam.guardrails.claims import Claim
from sangdam.guardrails.support import clause_shortfalls, shortfalls


def supported(case: Case) -> str:
    problems = (_problem(*statement, case) for statement in case.statements)
    return next((problem for problem in problems if problem), "")


def _problem(claim: Claim, before: Claim, case: Case) -> str:
    if not claim.words and not claim.quantities:
        return "says nothing that could be checked"
    closest = _least(shortfalls(claim, source, before) for source in case.sources)
    if not closest or len(claim.segments) < 2:
        return "; ".join(closest)
    by_clause = clause_shortfalls(claim, case.sources, before)
    return "; ".join(problem for missing in by_clause for problem in missing)


def _least(trials: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest of the trials; the first that is empty ends the search."""
    found: list[tuple[str, ...]] = []
    for missing in trials:
        if not missing:
            return ()
        found.append(missing)
    return min(found, key=len, default=("cites no passage",))
