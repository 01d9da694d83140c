"""Things in the question of which a cited passage speaks, but not where the draft rests on it.

"What does a copy cost at the counter?" is not answered by what the same passage says of the
kiosk.
"""

from __future__ import annotations

from collections.abc import Iterator

from sangdam.guardrails.case import Case
from sangdam.guardrails.claims import Claim, joined
from sangdam.guardrails.runs import Run
from sangdam.guardrails.support import supporting
from sangdam.guardrails.words import GENERIC, lacking


def passed_over(cases: tuple[Case, ...]) -> frozenset[str]:
    """Empty where the draft names all it was asked about, or where no passage knows more."""
    if not cases:
        return frozenset()
    known = frozenset(word for case in cases for word in _told_apart(case))
    missing = (cases[0].asked_things - GENERIC) & known
    for case in cases:
        missing = _unspoken(missing, case) if missing else missing
    return missing


def _unspoken(things: frozenset[str], case: Case) -> frozenset[str]:
    """Those that the sentence doesn't name and that are not understood with it."""
    told = joined(case.said)
    left = lacking(things, told.words, told.surface)
    if not left:
        return left
    for source in case.sources:
        left -= source.title
        if source.question:
            left = lacking(left, source.question, source.surface)
        for claim in case.said:
            for run in supporting(claim, source, case.asked):
                left -= frozenset(_understood(run, claim))
    return left


def _told_apart(case: Case) -> Iterator[str]:
    """What the passage speaks of, clause by clause, or gives a number of its own."""
    for source in case.sources:
        for segment in source.claim.segments:
            yield from segment.topic.words
            for piece in segment.pieces:
                if piece.quantities:
                    yield from piece.words


def _understood(run: Run, said: Claim) -> Iterator[str]:
    """Words of the stretch on which the sentence rests, without those of numbers it leaves out."""
    yield from run.topic.words
    for piece in run.pieces:
        told = (q.stands_in(other) for q in said.quantities for other in piece.quantities)
        if not piece.quantities or any(told):
            yield from piece.words
