"""Every sentence stands in one clause of a passage that it cites."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.claims import Claim
from sangdam.guardrails.support import clause_shortfalls, shortfalls


def supported(case: Case) -> str:
    problems = (_problem(*statement, case) for statement in case.statements)
    return next((problem for problem in problems if problem), "")


def _problem(claim: Claim, before: Claim, case: Case) -> str:
    if not claim.words and not claim.quantities:
        return "says nothing that could be checked"
    trials = [shortfalls(claim, source, before) for source in case.sources]
    closest = min(trials, key=len, default=("cites no passage",))
    if not closest or len(claim.segments) < 2:
        return "; ".join(closest)
    by_clause = clause_shortfalls(claim, case.sources, before)
    return "; ".join(problem for missing in by_clause for problem in missing)
