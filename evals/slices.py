"""Parts of the exam that are looked at on their own: `sealed`, `sealed-ko`, `complaint-ko`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.cases import Case, Half, Kind, Written
from evals.judged import Judged
from sangdam.models import Language

ALL = "all"
FURTHER = "further"
"""A second set of drafts, read while the checks were tuned."""
SLICES: tuple[str, ...] = (
    ALL,
    *Half,
    *Language,
    *Written,
    *(f"{half}-{language}" for half in Half for language in Language),
    *Kind,
    *(f"{kind}-{language}" for kind in Kind for language in Language),
    FURTHER,
    *(f"{FURTHER}-{language}" for language in Language),
)
"""Every slice there can be, the whole first."""


def slices(judged: Sequence[Judged]) -> dict[str, tuple[Judged, ...]]:
    """Slice -> its cases, in the order of SLICES; a slice without cases is not in it."""
    members: dict[str, list[Judged]] = {name: [] for name in SLICES}
    for one in judged:
        for name in of_case(one.case):
            members[name].append(one)
    return {name: tuple(found) for name, found in members.items() if found}


def of_case(case: Case) -> Iterator[str]:
    """The slices that the case belongs to."""
    yield from (ALL, case.half, case.written, case.kind)
    if language := file_language(case):
        yield from (language, f"{case.half}-{language}", f"{case.kind}-{language}")


def file_language(case: Case) -> Language | None:
    """The language of the customer's words: that of the case's file, `kind.language.yaml:line`.

    `case.language` is that of the reply and stands in where the place names no such file.
    """
    parts = case.place.partition(":")[0].split(".")
    named = next((language for language in Language if language in parts[1:]), None)
    return named or case.language
