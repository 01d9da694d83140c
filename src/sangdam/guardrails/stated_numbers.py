"""Every number with its unit stands in one clause of a cited passage."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.claims import Claim
from sangdam.guardrails.quantity import Quantity
from sangdam.guardrails.support import Source


def stated_numbers(case: Case) -> str:
    unknown = [
        quantity.text for claim in case.claims for quantity in _unstated(claim, case.sources)
    ]
    return f"number not in the source: {', '.join(unknown)}" if unknown else ""


def _unstated(claim: Claim, sources: tuple[Source, ...]) -> tuple[Quantity, ...]:
    """The numbers that the closest clause lacks; empty where one clause has them all."""
    trials = [tuple(q for q in claim.quantities if not _stands(q, source)) for source in sources]
    return min(trials, key=len, default=claim.quantities)


def _stands(quantity: Quantity, source: Source) -> bool:
    return any(quantity.stands_in(other) for other in source.claim.quantities)
