"""Every sentence stands in one clause of a passage that it cites."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.claims import Claim
from sangdam.guardrails.support import shortfalls


def supported(case: Case) -> str:
    problems = (_problem(claim, case) for claim in case.claims)
    return next((problem for problem in problems if problem), "")


def _problem(claim: Claim, case: Case) -> str:
    if not claim.words and not claim.quantities:
        return "says nothing that could be checked"
    trials = [shortfalls(claim, source, case.asked) for source in case.sources]
    closest = min(trials, key=lambda missing: len(missing), default=("cites no passage",))
    return "; ".join(closest)
