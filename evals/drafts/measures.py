"""The figures of the checks on drafts: by half, language and kind, each with its 95 % interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evals.cases import Half
from evals.drafts.reading import DraftKind, WrittenDraft
from evals.figures import Figure, figure_of
from evals.intervals import Estimate, estimate
from sangdam.models import Language, Value

Judged = tuple[WrittenDraft, bool]
"""A draft, and whether the checks were right about it."""


class Row(Value):
    half: Half | None
    """None: both."""
    language: Language | None
    """None: both."""
    kind: DraftKind | None
    """None: all planted errors."""
    right: int
    share: Estimate
    """Of planted errors those caught, of faithful drafts those that passed."""


def rows(judged: Iterable[Judged]) -> tuple[Row, ...]:
    """Both halves first, then the sealed and the open one; languages together first."""
    known = tuple(judged)
    return tuple(
        row
        for half in _halves(known)
        for language in (None, *Language)
        for kind in (*DraftKind, None)
        if (row := _row(known, half, language, kind))
    )


def _halves(judged: tuple[Judged, ...]) -> tuple[Half | None, ...]:
    held = {draft.half for draft, _ in judged}
    return (None, Half.SEALED, Half.OPEN) if len(held) > 1 else tuple(held)


def figures(rows: Iterable[Row], *, of: str = "") -> tuple[Figure, ...]:
    """What floors are held against; `of` names a set of drafts that is not the usual one."""
    return tuple(_figure(row, of) for row in rows)


def name_of(kind: DraftKind | None) -> str:
    """The figure's name."""
    if kind is DraftKind.FAITHFUL:
        return "faithful_passed"
    return f"{kind or 'errors'}_caught"


def _row(
    judged: tuple[Judged, ...],
    half: Half | None,
    language: Language | None,
    kind: DraftKind | None,
) -> Row | None:
    right = list(_rights(judged, half, language, kind))
    share = estimate(right)
    if share is None:
        return None
    return Row(half=half, language=language, kind=kind, right=sum(right), share=share)


def _rights(
    judged: tuple[Judged, ...],
    half: Half | None,
    language: Language | None,
    kind: DraftKind | None,
) -> Iterator[bool]:
    for draft, right in judged:
        asked_for = draft.kind is not DraftKind.FAITHFUL if kind is None else draft.kind is kind
        if asked_for and half in (None, draft.half) and language in (None, draft.language):
            yield right


def _figure(row: Row, of: str) -> Figure:
    part = "-".join(filter(None, (of or row.half, row.language))) or "all"
    return figure_of(name_of(row.kind), part, row.share)
