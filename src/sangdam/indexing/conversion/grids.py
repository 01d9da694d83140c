"""Rows of cells -> a Markdown table."""

from __future__ import annotations

from collections.abc import Sequence

Grid = Sequence[Sequence[str]]


def table(grid: Grid) -> str:
    """The first row is the header; empty rows and columns are left out."""
    rows = [[one_line(cell) for cell in row] for row in grid]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows if any(row)]
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    if not columns:
        return ""
    head, *body = zip(*columns, strict=True)
    return "\n".join(map(_row, (head, ["---"] * len(columns), *body)))


def one_line(cell: str) -> str:
    """A cell's text as a table can hold it."""
    return " ".join(cell.split()).replace("|", "\\|")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
