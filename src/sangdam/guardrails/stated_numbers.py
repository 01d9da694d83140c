"""Every number of a clause stands with its unit in one sentence of a cited passage."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.quantity import Quantity
from sangdam.guardrails.support import Source


def stated_numbers(case: Case) -> str:
    unknown = [
        quantity.text
        for claim in case.claims
        for segment in claim.segments
        for quantity in _unstated(segment.quantities, case.sources)
    ]
    return f"number not in the source: {', '.join(unknown)}" if unknown else ""


def _unstated(stated: tuple[Quantity, ...], sources: tuple[Source, ...]) -> tuple[Quantity, ...]:
    """The numbers that the closest sentence lacks; empty where one sentence has them all."""
    trials = [tuple(q for q in stated if not _stands(q, source)) for source in sources]
    return min(trials, key=len, default=stated)


def _stands(quantity: Quantity, source: Source) -> bool:
    return any(quantity.stands_in(other) for other in source.claim.quantities)
