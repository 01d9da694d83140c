"""What a person reads of the checks on drafts: a table for both halves, then for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from evals.drafts.examination import DraftExam
from evals.drafts.measures import Row
from evals.drafts.reading import DraftKind
from evals.shares import hits
from sangdam.models import Language

LANGUAGES = (None, *Language)
HEADINGS = {None: "both", Language.KOREAN: "ko", Language.ENGLISH: "en"}
NAMES = {None: "all errors caught", DraftKind.FAITHFUL: "faithful passed"}
NAME, CELL = 22, 32
"""Widths of the columns."""


def lines(exam: DraftExam) -> Iterator[str]:
    for half, members in groupby(exam.rows, key=lambda row: row.half):
        known = {(row.kind, row.language): row for row in members}
        headings = "".join(f"{HEADINGS[language]:>{CELL}}" for language in LANGUAGES)
        title = f"Drafts, {half or 'both halves'}"
        yield f"\n{title:{NAME}}{headings}"
        for kind in (*DraftKind, None):
            cells = [known.get((kind, language)) for language in LANGUAGES]
            if any(cells):
                yield f"{NAMES.get(kind, kind):{NAME}}{_line(cells)}"
    yield f"\nChecking one draft: p50 {exam.p50_ms:.1f} ms, p95 {exam.p95_ms:.1f} ms"


def stories(exam: DraftExam) -> Iterator[str]:
    """Every open draft about which the checks were wrong."""
    for one in exam.open:
        if not one.right:
            why = "; ".join(one.problems) or "passed every check"
            yield f"\n{one.draft.place}: {why}\n  {one.draft.asked}\n  {' '.join(one.draft.says)}"


def _line(cells: Iterable[Row | None]) -> str:
    return "".join(f"{hits(row.share) if row else '':>{CELL}}" for row in cells)
