"""What a person reads of the signals: a table for each half."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from evals.shares import hits, shares
from evals.signals.examination import SignalExam
from evals.signals.measures import ALL_SEVERE, REASON, HeardTurn, Row
from evals.signals.reading import Calm
from sangdam.models import Language
from sangdam.routing.signal_classifier import SEVERE, UPSET

ORDER = (*UPSET, *SEVERE, ALL_SEVERE, *Calm, REASON)
HEADINGS: dict[Language | None, str] = {None: "both", Language.KOREAN: "ko", Language.ENGLISH: "en"}
NAMES: dict[str, str] = {
    **{calm: f"{calm}: rung for nothing" for calm in Calm},
    ALL_SEVERE: "all severe",
    REASON: "reason right, of called",
}
NAME, CELL = 28, 32
"""Widths of the columns."""


def lines(rows: Iterable[Row]) -> Iterator[str]:
    for half, members in groupby(rows, key=lambda row: row.half):
        known = {(row.what, row.language): row for row in members}
        title = f"Signals, {half}: a person called"
        yield f"\n{title:{NAME}}" + "".join(f"{name:>{CELL}}" for name in HEADINGS.values())
        for what in ORDER:
            cells = [known.get((what, language)) for language in HEADINGS]
            if any(cells):
                line = "".join(f"{hits(row.share) if row else '':>{CELL}}" for row in cells)
                yield f"{NAMES.get(what, what):{NAME}}{line}"


def public_lines(exam: SignalExam) -> Iterator[str]:
    yield ""
    if exam.kote:
        yield f"Korean comments, upset or not, AUROC: {shares(exam.kote)}, n {exam.kote.n}"
    if found := exam.public_small_talk:
        yield f"Public small talk, rung for nothing: {shares(found)}, n {found.n}"
    yield f"Screening and hearing one message: p50 {exam.p50_ms:.1f} ms, p95 {exam.p95_ms:.1f} ms"


def stories(heard: Iterable[HeardTurn]) -> Iterator[str]:
    """Every open message that was heard wrongly."""
    for one in heard:
        if bool(one.reason) is not bool(one.turn.reasons):
            yield f"{one.turn.place}: {one.reason or 'nobody called'}\n  {one.turn.say}"
