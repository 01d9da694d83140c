"""How much personal data is found, and what is taken for it: by kind and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evals.intervals import Estimate, estimate
from evals.personal_data.made import STRUCTURED
from sangdam.models import Language, Value

ALL_STRUCTURED = "structured"


class Inspected(Value):
    """A sentence, and what the product took for personal data in it."""

    language: Language
    planted: tuple[str, ...]
    """Kinds, one for each that is in it."""
    kept: tuple[str, ...]
    """Those of them that can still be read afterwards."""
    taken: tuple[str, ...]
    """Kinds that the product says it hid."""


class Row(Value):
    kind: str
    """Or `structured`: all that have a shape together."""
    language: Language | None
    """None: both."""
    recall: Estimate | None
    precision: Estimate | None

    @property
    def f1(self) -> float | None:
        if self.recall is None or self.precision is None:
            return None
        r, p = self.recall.value, self.precision.value
        return 2 * r * p / (r + p) if r + p else 0.0


def rows(inspected: Sequence[Inspected], kinds: Iterable[str]) -> tuple[Row, ...]:
    groups = [*((kind, (kind,)) for kind in kinds), (ALL_STRUCTURED, STRUCTURED)]
    return tuple(
        row
        for language in (None, *Language)
        for name, members in groups
        for row in _row(name, members, language, inspected)
    )


def _row(
    name: str, kinds: Sequence[str], language: Language | None, inspected: Iterable[Inspected]
) -> Iterator[Row]:
    spoken = [one for one in inspected if language in (None, one.language)]
    found = [kind not in one.kept for one in spoken for kind in one.planted if kind in kinds]
    right = [kind in one.planted for one in spoken for kind in one.taken if kind in kinds]
    if found or right:
        yield Row(
            kind=name,
            language=language,
            recall=estimate(found) if found else None,
            precision=estimate(right) if right else None,
        )
