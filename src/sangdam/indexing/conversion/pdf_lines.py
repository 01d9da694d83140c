"""The lines and tables of a PDF page, from its top to its bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

from sangdam.indexing.conversion.grids import table


class Printed(NamedTuple):
    """One line as it is printed, or a whole table in Markdown."""

    text: str
    size: float
    """Points of its letters; 0 for a table."""
    bold: bool
    left: float
    right: float
    top: float
    bottom: float
    page: int

    @property
    def is_table(self) -> bool:
        return not self.size


def lines_of_page(page: Any) -> list[Printed]:
    """From top to bottom; what stands in a table is in no line."""
    tables = [found for found in _tables(page) if table(_grid(found))]
    boxes = [found.bbox for found in tables]
    around = page.filter(lambda thing: not _within(thing, boxes)) if boxes else page
    lines = [*_lines(around), *(_table(found, page.page_number) for found in tables)]
    return sorted(lines, key=lambda line: (line.top, line.left))


def _lines(page: Any) -> Iterator[Printed]:
    for line in page.extract_text_lines(strip=True):
        letters = [letter for letter in line["chars"] if letter["text"].strip()]
        if letters:
            yield Printed(
                text=line["text"],
                size=round(float(median(letter["size"] for letter in letters)), 1),
                bold=all("bold" in letter["fontname"].lower() for letter in letters),
                left=line["x0"],
                right=line["x1"],
                top=line["top"],
                bottom=line["bottom"],
                page=page.page_number,
            )


def _tables(page: Any) -> list[Any]:
    """Those of at least two rows and columns; a page without rulings is not searched."""
    if len(page.lines) + len(page.rects) + len(page.curves) < 2:
        return []
    found = page.find_tables()
    return [one for one in found if len(one.rows) > 1 and max(len(r.cells) for r in one.rows) > 1]


def _table(found: Any, page: int) -> Printed:
    left, top, right, bottom = found.bbox
    return Printed(table(_grid(found)), 0.0, False, left, right, top, bottom, page)


def _grid(found: Any) -> list[list[str]]:
    """The cells' texts; one that spans several places is repeated in each."""
    texts = {
        cell: text or ""
        for row, said in zip(found.rows, found.extract(), strict=True)
        for cell, text in zip(row.cells, said, strict=True)
        if cell
    }
    columns = _columns(found.rows)
    return [
        [
            texts[cell] if cell else _spanning(texts, left, row.bbox[1])
            for cell, left in zip(row.cells, columns, strict=True)
        ]
        for row in found.rows
    ]


def _columns(rows: Sequence[Any]) -> list[float]:
    """Left edge of every column."""
    cells = zip(*(row.cells for row in rows), strict=True)
    return [next((cell[0] for cell in column if cell), 0.0) for column in cells]


def _spanning(texts: dict[Any, str], left: float, top: float) -> str:
    """Of the cell in which a point just right of `left` and below `top` lies."""
    across, down = left + 1, top + 1
    return next(
        (
            text
            for (x0, y0, x1, y1), text in texts.items()
            if x0 <= across <= x1 and y0 <= down <= y1
        ),
        "",
    )


def _within(thing: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    if thing.get("object_type") != "char":
        return False
    across = (thing["x0"] + thing["x1"]) / 2
    down = (thing["top"] + thing["bottom"]) / 2
    return any(x0 <= across <= x1 and y0 <= down <= y1 for x0, y0, x1, y1 in boxes)
