"""What a person reads of written drafts: a table for both halves, and one for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from evals.intervals import Estimate
from evals.written.measures import Agreement, FaultRow, Row
from sangdam.models import Language

BOTH = "both halves"
LANGUAGES = {None: "both", Language.KOREAN: "ko", Language.ENGLISH: "en"}
HEADINGS = ("unsound, no checks", "unsound, checked", "in whole drafts", "good drafts that pass")
NAME, COUNT, CELL = 30, 8, 32
"""Widths of the columns."""


def lines(rows: Sequence[Row]) -> Iterator[str]:
    for half, members in groupby(rows, key=lambda row: row.half):
        heading = f"{f'Written, {half or BOTH}':{NAME}}{'drafts':>{COUNT}}"
        yield f"\n{heading}{_line(HEADINGS)}"
        for row in members:
            name = f"{row.group}, {LANGUAGES[row.language]}"
            yield f"{name:{NAME}}{row.drafts:>{COUNT}}{_line(_cells(row))}"


def fault_lines(rows: Iterable[FaultRow]) -> Iterator[str]:
    """By group: of each fault how many sentences pass the checks, in each language."""
    for group, members in groupby(rows, key=lambda row: row.group):
        yield f"\nUnsound sentences that pass, {group}"
        for fault, found in _by_fault(members).items():
            told = ", ".join(f"{row.language} {row.passed} of {row.n}" for row in found)
            yield f"  {fault:16}{told}"


def agreement_line(agreement: Agreement) -> str:
    """How far reading and building are at one."""
    return (
        f"\nOf {agreement.n} read sentences of the inventing model"
        f" {agreement.agree} were read to be as sound as they were built."
    )


def _by_fault(rows: Iterable[FaultRow]) -> dict[str, list[FaultRow]]:
    found: dict[str, list[FaultRow]] = {}
    for row in rows:
        found.setdefault(row.fault, []).append(row)
    return found


def _cells(row: Row) -> Iterator[str]:
    for found in (row.unchecked, row.passed, row.sent, row.good_passed):
        yield _share(found)


def _line(cells: Iterable[str]) -> str:
    return "".join(f"{cell:>{CELL}}" for cell in cells)


def _share(found: Estimate | None) -> str:
    """`3.1 % of 420 (1.8 to 5.0)`"""
    if found is None:
        return "none"
    told = f"{100 * found.value:.1f} % of {found.n}"
    if found.low is None or found.high is None:
        return told
    return f"{told} ({100 * found.low:.1f} to {100 * found.high:.1f})"
