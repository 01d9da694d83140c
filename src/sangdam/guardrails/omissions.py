"""What a sentence leaves out of its source that would have limited it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sangdam.guardrails.bounds import ORDER, Bound
from sangdam.guardrails.claims import Claim, Condition, Piece
from sangdam.guardrails.neutral import NEUTRAL
from sangdam.guardrails.quantity import Quantity
from sangdam.guardrails.runs import Run
from sangdam.guardrails.tokens import ORDERS, Role
from sangdam.guardrails.words import GENERIC, kept, lacking, listed

# Share of a source clause's words that a sentence must keep; what it leaves out may have been
# a limit. A denial is stricter: leaving words out makes it deny more. Higher is stricter.
KEPT, KEPT_IN_DENIAL = 0.35, 0.7
# Share of a condition's words by which a sentence is taken to keep the condition.
CONDITION_KEPT = 0.6
QUALIFIERS = frozenset({"모두", "일부", "처음", "whol", "partial", "first"})
"""How much of a thing a condition means: a whole order is not just any."""
WORKING = frozenset({"busines", "영업일", "working"})
"""The last business day of a month is not its last day."""
FREE = frozenset({"무료", "fre"})
"""Where the source says so, nothing else may be told of it: "위약금이 없다", "free"."""
FINISHED = "끝나"
"""Says no more of a condition: "검수가 끝난 뒤" is "검수 후"."""


class Heard(NamedTuple):
    """What the customer has read or asked when a clause comes."""

    words: frozenset[str]
    """Up to and with the clause."""
    surface: str
    said: Claim
    """The whole sentence."""
    pointed: bool = False
    """Whether the clause takes its topic from the clause before."""


def omissions(run: Run, heard: Heard) -> Iterator[str]:
    known = heard.words | GENERIC
    if all(lacking(choice, known, heard.surface) for choice in run.topic.choices):
        left = lacking(run.topic.words, known, heard.surface)
        yield f"leaves out what the source speaks of: {listed(left)}"
    for rate in _rates(run, heard.said):
        if not any(rate.equals(told) for told in heard.said.quantities):
            yield f"leaves out how often: {rate.text}"
    for anchor in _anchors(run, heard.said):
        if anchor not in known:
            yield f"leaves out what is counted from: {anchor}"
    if left := lacking(WORKING & run.words, known, heard.surface):
        yield f"leaves out what sort of day: {listed(left)}"
    if lacking(FREE & (run.main - run.topic.words), known, heard.surface):
        yield "leaves out that it costs nothing"
    for condition in run.conditions:
        if not _keeps(condition, heard.said):
            yield f"leaves out a condition: {listed(condition.words)}"
    for quantity in run.quantities:
        if quantity.bound is not Bound.NONE and not _keeps_limit(quantity, run, heard.said):
            yield f"leaves out a limit: {quantity.text}"
    if kept(_told_of(run, heard), heard.words, heard.surface) < _enough(run):
        yield "says too little of the source"


def _rates(run: Run, said: Claim) -> Iterator[Quantity]:
    """ "a month" in "3 coupons a month", where the sentence has the three."""
    for piece in run.pieces:
        amounts = (q for q in piece.quantities if not q.unit.startswith("per_"))
        if any(q.stands_in(told) for q in amounts for told in said.quantities):
            yield from (q for q in piece.quantities if q.unit.startswith("per_"))


def _anchors(run: Run, said: Claim) -> Iterator[str]:
    """English: "delivery" in "7 days after delivery", where the sentence has those days."""
    for piece in run.pieces:
        counted = (q for q in piece.quantities if q.bound in ORDER)
        if piece.trailing and any(q.stands_in(told) for q in counted for told in said.quantities):
            yield from (word for word in piece.trailing[:1] if word.isascii())


def _told_of(run: Run, heard: Heard) -> frozenset[str]:
    """The words that count: of a list only the entries that the sentence names."""
    said = heard.said
    named = [piece for piece in run.pieces if piece.words & said.words]
    words = (p.words if _numbers_told(p, said) else p.words & said.words for p in named)
    return frozenset().union(*words) & run.main or run.main


def _numbers_told(piece: Piece, said: Claim) -> bool:
    told = (q.equals(other) for q in piece.quantities for other in said.quantities)
    return not piece.quantities or any(told)


def _enough(run: Run) -> float:
    return KEPT_IN_DENIAL if any(run.negations) else KEPT


def _keeps_limit(quantity: Quantity, run: Run, said: Claim) -> bool:
    """Whether the sentence has the limit, or that of another entry of the same list."""
    alike = (q for q in run.quantities if q.unit == quantity.unit and q.bound is quantity.bound)
    entries = [q for q in alike if q.equals(quantity) or _listed_apart(q, quantity, run)]
    return any(told.stands_in(entry) for told in said.quantities for entry in entries)


def _listed_apart(one: Quantity, other: Quantity, run: Run) -> bool:
    return not any(one in piece.quantities and other in piece.quantities for piece in run.pieces)


def _keeps(condition: Condition, said: Claim) -> bool:
    """Whether the sentence has the condition: as one of its own kind, or in other words."""
    if condition.kind is Role.EVEN:
        return True
    alike = [told for told in said.conditions if told.kind is condition.kind]
    # "When it is so" is a part of "until it is so" and of "from when it is so".
    edges = {told.edge for told in alike if told.words & condition.words}
    if edges - {"", condition.edge}:
        return False
    if condition.kind not in ORDERS or not alike:
        return any(_has_side(side, said.words, said.surface) for side in condition.alternatives)
    if condition.kind is Role.AFTER:
        # "Once you agree" is "after you agree".
        alike += [told for told in said.conditions if told.kind is Role.IF]
    return any(_is_told_by(condition, told) for told in alike)


def _is_told_by(condition: Condition, told: Condition) -> bool:
    shorter = bool(told.words) and told.words <= condition.words
    return shorter or any(_has_side(side, told.words, "") for side in condition.alternatives)


def _has_side(side: tuple[str, ...], words: frozenset[str], surface: str) -> bool:
    side = tuple(word for word in side if word not in {FINISHED, *NEUTRAL}) or side
    if lacking(QUALIFIERS & frozenset(side), words, surface):
        return False
    # The last word says what must be so: 만기 in "정기예금을 만기 전에".
    if side and lacking(side[-1:], words, surface):
        return False
    return kept(side, words, surface) >= CONDITION_KEPT
