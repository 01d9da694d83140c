"""How much personal data is found, and what is taken for it: by kind and language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from evals.figures import Figure, figure_of
from evals.intervals import Array, Estimate, estimate
from evals.personal_data.inspection import Inspected
from evals.slices import ALL
from sangdam.models import Language, Value

STRUCTURED = (
    "resident_number",
    "foreigner_number",
    "passport_number",
    "driver_licence_number",
    "card_number",
    "phone",
    "email",
    "account",
)
WRITTEN = ("name", "address")
KINDS = (*STRUCTURED, *WRITTEN)
GROUPS: Mapping[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in KINDS},
    "structured": STRUCTURED,
    "names and addresses": WRITTEN,
    "all": KINDS,
}


class Row(Value):
    kind: str
    """Or the name of several together."""
    language: Language | None
    """None: both."""
    recall: Estimate | None
    precision: Estimate | None
    f1: Estimate | None


def rows(inspected: Sequence[Inspected]) -> tuple[Row, ...]:
    """For each group that there is something of, in each language and in both."""
    return tuple(
        row
        for language in (None, *Language)
        for name in GROUPS
        for row in _row(name, language, inspected)
    )


def hidden_for_nothing(inspected: Sequence[Inspected]) -> Estimate | None:
    """Share of the texts in which something is hidden that is no personal data."""
    return estimate([any(not piece.needed for piece in one.pieces) for one in inspected])


def figures(
    made: Sequence[Row], messages: Sequence[Row], ordinary: Estimate | None
) -> tuple[Figure, ...]:
    """Of made sentences, sealed messages, and messages that hold nothing."""
    return tuple(_figures(made, messages, ordinary))


def _figures(
    made: Sequence[Row], messages: Sequence[Row], ordinary: Estimate | None
) -> Iterator[Figure]:
    for row in (row for row in made if row.kind == "structured"):
        for name, found in (("personal_found", row.recall), ("personal_precise", row.precision)):
            if found:
                yield figure_of(name, row.language or ALL, found)
    for row in messages:
        if row.kind in F1 and row.f1:
            yield figure_of(F1[row.kind], row.language or ALL, row.f1)
    if ordinary:
        yield figure_of("hidden_for_nothing", ALL, ordinary)


F1 = {"name": "names_f1", "address": "addresses_f1"}


def _row(name: str, language: Language | None, inspected: Sequence[Inspected]) -> Iterator[Row]:
    kinds = GROUPS[name]
    spoken = [one for one in inspected if language in (None, one.language)]
    planted = [[p.found for p in one.planted if p.kind in kinds] for one in spoken]
    pieces = [[p.right for p in one.pieces if p.kind in kinds] for one in spoken]
    if any(planted):
        yield Row(
            kind=name,
            language=language,
            recall=estimate([found for some in planted for found in some]),
            precision=estimate([right for some in pieces for right in some]),
            f1=_f1(planted, pieces),
        )


def _f1(planted: Sequence[Sequence[bool]], pieces: Sequence[Sequence[bool]]) -> Estimate | None:
    """Harmonic mean of recall and precision; whole texts are resampled."""
    samples = [[*map(count, some)] for some in (planted, pieces) for count in (sum, len)]
    return estimate(*samples, statistic=_harmonic, paired=True)


def _harmonic(found: Array, planted: Array, right: Array, pieces: Array, axis: int = -1) -> Array:
    recall, precision = (
        np.sum(hit, axis=axis) / np.maximum(np.sum(all_, axis=axis), 1)
        for hit, all_ in ((found, planted), (right, pieces))
    )
    both: Array = 2 * recall * precision / np.maximum(recall + precision, 1e-12)
    return both
