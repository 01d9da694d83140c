"""The figures of the search: by half, language and slice, each with its 95 % interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from evals.cases import Half
from evals.figures import Figure, figure_of
from evals.intervals import Array, Estimate, estimate, mean
from evals.retrieval.reading import Slice
from evals.retrieval.searched import Searched
from sangdam.models import Language, Value

Places = Sequence[int | None]


class Quality(Value):
    """Of one search, over the questions of one row."""

    hit_at_1: Estimate
    hit_at_5: Estimate
    mrr: Estimate
    """Mean of 1 / place; 0 for what was not found."""


class Row(Value):
    half: Half
    language: Language | None
    """None: both."""
    slice: Slice | None
    """None: all."""
    n: int
    shipped: Quality
    dense: Quality
    errors_removed: Estimate | None
    """Share of dense-only's errors at hit@1 that the retriever does not make, those it makes of
    its own taken off; n counts dense-only's errors. None where it makes none."""


def rows(searched: Iterable[Searched]) -> tuple[Row, ...]:
    """The sealed half first; in it both languages, then each with its slices."""
    known = tuple(searched)
    return tuple(
        _row(half, language, part, members)
        for half in (Half.SEALED, Half.OPEN)
        for language in (None, *Language)
        for part in (None, *(Slice if language else ()))
        if (members := tuple(_members(known, half, language, part)))
    )


def figures(rows: Iterable[Row]) -> tuple[Figure, ...]:
    """What floors are held against: the whole of each half, and each language of it."""
    return tuple(figure for row in rows if row.slice is None for figure in _figures(row))


def hit_at(k: int, places: Places) -> list[bool]:
    return [place is not None and place <= k for place in places]


def _members(
    searched: Iterable[Searched], half: Half, language: Language | None, part: Slice | None
) -> Iterator[Searched]:
    for one in searched:
        question = one.question
        if (
            question.half is half
            and language in (None, question.language)
            and part in (None, question.slice)
        ):
            yield one


def _row(
    half: Half, language: Language | None, part: Slice | None, members: Sequence[Searched]
) -> Row:
    shipped = [one.place for one in members]
    dense = [one.dense_place for one in members]
    return Row(
        half=half,
        language=language,
        slice=part,
        n=len(members),
        shipped=_quality(shipped),
        dense=_quality(dense),
        errors_removed=_errors_removed(hit_at(1, shipped), hit_at(1, dense)),
    )


def _quality(places: Places) -> Quality:
    return Quality(
        hit_at_1=_mean(hit_at(1, places)),
        hit_at_5=_mean(hit_at(5, places)),
        mrr=_mean([1 / place if place else 0 for place in places]),
    )


def _mean(values: Sequence[float]) -> Estimate:
    found = estimate(values)
    assert found, "a row has at least one question"
    return found


def _errors_removed(shipped: Sequence[bool], dense: Sequence[bool]) -> Estimate | None:
    errors = len(dense) - sum(dense)
    if not errors:
        return None
    found = estimate(shipped, dense, statistic=_removed, bounds=None, paired=True)
    return found.model_copy(update={"n": errors}) if found else None


def _removed(shipped: Array, dense: Array, axis: int = -1) -> Array:
    """NaN for a resample without an error."""
    errors = 1 - mean(dense, axis)
    removed: Array = (errors - (1 - mean(shipped, axis))) / np.where(errors > 0, errors, np.nan)
    return removed


def _figures(row: Row) -> Iterator[Figure]:
    part = f"{row.half}-{row.language}" if row.language else str(row.half)
    for name, found in row.shipped:
        yield figure_of(name, part, found)
