"""Spreadsheets: a sheet of questions and answers stays rows, another one becomes text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO

from openpyxl import load_workbook

from sangdam.indexing.conversion.cells import shown
from sangdam.indexing.conversion.converted import Converted, Hidden, Row, Sheet
from sangdam.indexing.conversion.grids import one_line, table
from sangdam.indexing.conversion.zips import opened, refuse_bomb

FAQ_COLUMNS = frozenset({"question", "answer"})
"""A sheet whose first row names both is a FAQ table."""


def xlsx(handle: BinaryIO) -> Converted:
    """Of formulas the values that were saved with them. A hidden sheet is left out."""
    refuse_bomb(opened(handle).infolist())
    book = load_workbook(handle, read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
    read = [Sheet(sheet.title, tuple(_rows(sheet))) for sheet in sheets]
    return Converted(
        text="\n\n".join(_text(sheet) for sheet in read if sheet.rows and not _is_faq(sheet)),
        title=(book.properties.title or "").strip(),
        hidden=tuple(Hidden(1, "a hidden sheet", sheet.title) for sheet in hidden),
        sheets=tuple(filter(_is_faq, read)),
    )


def _rows(sheet) -> Iterator[Row]:  # type: ignore[no-untyped-def]
    """Those that hold something. The size that the file states may be wrong and is not believed."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [
            shown(cell.value, cell.number_format or "") if cell.value is not None else ""
            for cell in cells
        ]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield Row(texts, number)


def _is_faq(sheet: Sheet) -> bool:
    names = {cell.strip().lower() for cell in sheet.rows[0].cells} if sheet.rows else set()
    return names >= FAQ_COLUMNS


def _text(sheet: Sheet) -> str:
    """The sheet under its name; a blank row ends a table, a row of one cell is a sentence."""
    return "\n\n".join((f"## {one_line(sheet.name)}", *_blocks(sheet.rows)))


def _blocks(rows: Iterable[Row]) -> Iterator[str]:
    runs = groupby(enumerate(rows), key=lambda found: found[1].line - found[0])
    for _, run in runs:
        block = [row.cells for _, row in run]
        while block and sum(map(bool, block[0])) == 1:
            yield "".join(block.pop(0))
        yield from filter(None, [table(block)])
