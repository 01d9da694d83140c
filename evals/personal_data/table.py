"""What a person reads of the personal data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.intervals import Estimate
from evals.personal_data.examination import PersonalDataExam
from evals.personal_data.measures import Row
from evals.shares import shares

NAME, CELL = 40, 26
"""Widths of the columns."""


def lines(exam: PersonalDataExam) -> Iterator[str]:
    yield from _table("Personal data, made sentences", exam.made)
    yield from _table("Sealed messages", exam.messages)
    if exam.public:
        yield from _table("Public sentences", exam.public)
    if found := exam.ordinary:
        yield (
            f"\nMessages that hold none, something hidden: {shares(found)}, n {found.n:,}\n"
            f"Screening one message: p50 {exam.p50_ms:.1f} ms, p95 {exam.p95_ms:.1f} ms"
        )


def _table(title: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"\n{title:{NAME}}{'recall':>{CELL}}{'precision':>{CELL}}{'F1':>{CELL}}{'n':>8}"
    for row in rows:
        cells = "".join(f"{_cell(one):>{CELL}}" for one in (row.recall, row.precision, row.f1))
        n = row.recall.n if row.recall else 0
        name = f"{row.kind}, {row.language or 'both'}"
        yield f"{name:{NAME}}{cells}{n:>8,}"


def _cell(found: Estimate | None) -> str:
    return shares(found) if found else "-"
