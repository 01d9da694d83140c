"""Numbers with unit and limit, compared the way an author of golden cases means them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sangdam.guardrails.bounds import Bound
from sangdam.guardrails.quantity import Kind, Quantity

COUNT = "count"
ONE_UNIT = {
    "times": (COUNT, 1.0),
    "age": (COUNT, 1.0),
    "ml": ("litre", 0.001),
    "gram": ("kg", 0.001),
    "mm": ("cm", 0.1),
}
"""Units of one and the same thing; the number of a try or an age may stand without its unit."""


class Limit(StrEnum):
    NONE = "none"
    FROM = "from"
    UNTIL = "until"
    AFTER = "after"
    BEFORE = "before"


LIMITS = {
    Bound.AT_LEAST: Limit.FROM,
    Bound.OVER: Limit.FROM,
    Bound.UNDER: Limit.UNTIL,
    Bound.AT_MOST: Limit.UNTIL,
    Bound.WITHIN: Limit.UNTIL,
    Bound.AFTER: Limit.AFTER,
    Bound.BEFORE: Limit.BEFORE,
    Bound.NONE: Limit.NONE,
}
"""People say "over 30,000 won" of 30,000 won too: just where a limit lies is not asked."""
OPPOSITE = {
    Limit.UNTIL: {Limit.FROM, Limit.AFTER},
    Limit.FROM: {Limit.UNTIL, Limit.BEFORE},
    Limit.AFTER: {Limit.UNTIL, Limit.BEFORE},
    Limit.BEFORE: {Limit.FROM, Limit.AFTER},
    Limit.NONE: set(Limit) - {Limit.NONE},
}


class Amount(NamedTuple):
    low: str
    high: str
    unit: str
    limit: Limit
    lasts: bool
    """A duration: "7 days" then means no longer than that."""

    def equals(self, other: Amount) -> bool:
        if self.unit == other.unit == "date":
            parts = zip(self.low.split("-"), other.low.split("-"), strict=True)
            return all(own in ("*", theirs) for own, theirs in parts)
        return (self.low, self.high, self.unit) == (other.low, other.high, other.unit)

    def rivals(self, other: Amount) -> bool:
        """Whether both can't be told of one thing."""
        return self.unit == other.unit and not self.equals(other)

    def stated_by(self, told: Amount) -> bool:
        """Whether whoever says `told` says this too."""
        return self.equals(told) and (
            self.limit in (Limit.NONE, told.limit)
            or (self.lasts and self.limit is Limit.UNTIL and told.limit is Limit.NONE)
        )

    def mirrored_by(self, told: Amount) -> bool:
        """Whether a denial with `told` says this: "after 7 days … no longer"."""
        return self.equals(told) and told.limit in OPPOSITE[self.limit]


def amount_of(quantity: Quantity) -> Amount:
    unit, factor = ONE_UNIT.get(quantity.unit, (quantity.unit, 1.0))
    low, high = quantity.low, quantity.high
    if factor != 1.0:
        low, high = f"{float(low) * factor:g}", f"{float(high) * factor:g}"
    limit = LIMITS[quantity.bound]
    if quantity.kind is Kind.POINT:
        limit = {Limit.AFTER: Limit.FROM, Limit.BEFORE: Limit.UNTIL}.get(limit, limit)
    return Amount(low, high, unit, limit, quantity.kind is Kind.DURATION)
