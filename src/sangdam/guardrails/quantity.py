"""A number with its unit, so that 3,000원, 3000 won and 3천원 are one and the same."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sangdam.guardrails.bounds import LASTING, SINCE, UNTIL, Bound


class Kind(StrEnum):
    """What the bounds of a quantity are compared by."""

    AMOUNT = "amount"
    DURATION = "duration"
    POINT = "point"
    """A time of day or a date."""


class Quantity(NamedTuple):
    low: str
    high: str
    unit: str
    kind: Kind
    bound: Bound

    def stands_in(self, other: Quantity) -> bool:
        """Whether a source that says `other` says this too."""
        return self.equals(other) and self._limits_alike(other)

    def equals(self, other: Quantity) -> bool:
        if self.unit == "date":
            return other.unit == "date" and _date_within(self.low, other.low)
        return (self.low, self.high, self.unit) == (other.low, other.high, other.unit)

    def competes_with(self, other: Quantity) -> bool:
        return self.unit == other.unit and not self.equals(other)

    @property
    def text(self) -> str:
        amount = self.low if self.low == self.high else f"{self.low}-{self.high}"
        bound = "" if self.bound is Bound.NONE else f"{self.bound} "
        return f"{bound}{amount} {self.unit}"

    @property
    def _alike(self) -> frozenset[Bound]:
        return LASTING if self.kind is Kind.DURATION else UNTIL

    def _limits_alike(self, other: Quantity) -> bool:
        # "밤 9시부터" and "9시 이후" are one; of a day the day itself is in doubt.
        since = SINCE if self.unit == "clock" else frozenset()
        return any(self.bound.means(other.bound, alike) for alike in (self._alike, since))


def _date_within(said: str, source: str) -> bool:
    pairs = zip(said.split("-"), source.split("-"), strict=True)
    return all(a in ("*", b) for a, b in pairs)
