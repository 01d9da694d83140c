"""Every sentence stands in one clause of a passage that it cites."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.claims import Claim
from sangdam.guardrails.support import clause_shortfalls, shortfalls


def supported(case: Case) -> str:
    problems = (_problem(claim, case) for claim in case.claims)
    return next((problem for problem in problems if problem), "")


def _problem(claim: Claim, case: Case) -> str:
    if not claim.words and not claim.quantities:
        return "says nothing that could be checked"
    trials = [shortfalls(claim, source, case.spoken_of) for source in case.sources]
    closest = min(trials, key=len, default=("cites no passage",))
    if not closest or len(claim.segments) < 2:
        return "; ".join(closest)
    by_clause = clause_shortfalls(claim, case.sources, case.spoken_of)
    return "; ".join(problem for missing in by_clause for problem in missing)
