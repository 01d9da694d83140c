"""What a person reads of the search: a table for each half, the sealed one first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from evals.intervals import Estimate
from evals.retrieval.bank import FOLDER, Bank, files
from evals.retrieval.measures import Row
from evals.shares import shares
from sangdam.models import Language

ALL = "all"
LANGUAGES = {None: "both", Language.KOREAN: "ko", Language.ENGLISH: "en"}
HEADINGS = ("hit@1", "hit@5", "MRR", "dense only hit@1", "of its errors removed")
NAME, COUNT, CELL = 22, 6, 26
"""Widths of the columns."""


def lines(rows: Sequence[Row]) -> Iterator[str]:
    for half, members in groupby(rows, key=lambda row: row.half):
        yield f"\n{f'Search, {half}':{NAME}}{'n':>{COUNT}}{_line(HEADINGS)}"
        for row in members:
            name = f"{LANGUAGES[row.language]}, {row.slice or ALL}"
            yield f"{name:{NAME}}{row.n:>{COUNT}}{_line(_cells(row))}"


def bank_lines(bank: Bank | None, data: Path | None) -> Iterator[str]:
    """Of the bank's questions, or why there are none. `data` is where they were looked for."""
    yield ""
    if bank:
        yield from _bank_table(bank)
    elif data:
        names = " and ".join(path.name for path in files(data))
        yield f"No bank questions: {data} has no {FOLDER}/ with {names}."
    else:
        yield f"No bank questions: --data names the folder that holds {FOLDER}/."


def _bank_table(bank: Bank) -> Iterator[str]:
    asked = f"Bank questions, hit@1 ({bank.intents} intents, {bank.shipped.mean.n} asked)"
    yield f"{asked:{NAME + 2 * CELL}}{'nearest alias':>{CELL}}{'as shipped':>{CELL}}"
    named = zip(bank.seeds, bank.nearest.each, bank.shipped.each, strict=True)
    for seed, nearest, shipped in named:
        yield _bank_line(f"draw of seed {seed}", nearest, shipped)
    yield _bank_line("mean", bank.nearest.mean, bank.shipped.mean)


def _bank_line(name: str, nearest: Estimate, shipped: Estimate) -> str:
    return f"{name:{NAME + 2 * CELL}}{shares(nearest):>{CELL}}{shares(shipped):>{CELL}}"


def _cells(row: Row) -> Iterator[str]:
    quality = row.shipped
    for found in (quality.hit_at_1, quality.hit_at_5, quality.mrr, row.dense.hit_at_1):
        yield shares(found)
    yield _removed(row.errors_removed)


def _line(cells: Iterable[str]) -> str:
    return "".join(f"{cell:>{CELL}}" for cell in cells)


def _removed(found: Estimate | None) -> str:
    """`44 % of 91 (29 to 57)`"""
    if found is None:
        return "no errors"
    told = f"{100 * found.value:.0f} % of {found.n}"
    if found.low is None or found.high is None:
        return told
    return f"{told} ({100 * found.low:.0f} to {100 * found.high:.0f})"
