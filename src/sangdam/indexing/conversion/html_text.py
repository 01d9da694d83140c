"""What a page's elements say, line by line in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from sangdam.indexing.conversion.grids import table
from sangdam.indexing.conversion.headings import Placed
from sangdam.indexing.conversion.html_hidden import attribute

MARKS = "\ue000\ue001"
"""Private characters round a line's number while elements become lines; no text may hold them."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = (*HEADINGS, "p", "li", "dt", "dd", "summary", "blockquote", "pre", "div")
PARTS = ("caption", "thead", "tbody", "tfoot", "tr", "td", "th")
WIDEST = 100
"""Most rows or columns that one cell is believed to span."""

_MARK = re.compile("\ue000(\\d+)\ue001")
_ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/))\S")


def lines(body: Tag) -> Iterator[Placed]:
    """The element's text with the line of the file on which each part stands. Changes `body`."""
    _plain_headings(body)
    _mark_lines(body)
    _plain_tables(body)
    place = 1
    for line in _Markdown().convert_soup(body).split("\n"):
        marks = _MARK.findall(line)
        place = int(marks[0]) if marks else place
        yield Placed(_MARK.sub("", line), place)


def _plain_headings(body: Tag) -> None:
    """What opens a fold stands on a bold line of its own; other buttons are no text."""
    for button in body.find_all("button"):
        if button.find_parent(HEADINGS):
            button.unwrap()
        elif button.get_text(strip=True).endswith(("?", "？")):
            button.name = "summary"
        else:
            button.decompose()
    for line in body.find_all(("summary", "dt")):
        text = " ".join(line.get_text(" ").replace("**", "").split())
        if not line.find(HEADINGS) and text:
            line.name = "p"
            line.clear()
            line.append(NavigableString(f"**{text}**"))


def _mark_lines(body: Tag) -> None:
    for block in body.find_all(BLOCKS):
        first = next(block.children, None)
        if type(first) is NavigableString and block.name != "pre":
            first.replace_with(first.lstrip())
        block.insert(0, NavigableString(_mark(block)))


def _mark(block: Tag) -> str:
    return f"\ue000{block.sourceline}\ue001" if block.sourceline else ""


def _plain_tables(body: Tag) -> None:
    """Tables of data become Markdown; those that only lay out the page become paragraphs."""
    for found in reversed(body.find_all("table")):
        grid = _grid(found)
        wide = max(map(len, grid), default=0) > 1 and len(grid) > 1
        if wide and not found.find(("grid", *HEADINGS)):
            if caption := found.find("caption"):
                found.insert_before(caption.extract())
            found.name = "grid"
            found.clear()
            found.append(NavigableString(_mark(found) + table(grid)))
        else:
            for part in found.find_all(PARTS):
                part.name = "div"
            found.name = "div"


def _grid(found: Tag) -> list[list[str]]:
    """The cells' texts; one that spans several places is repeated in each."""
    rows: list[list[str]] = []
    held: dict[tuple[int, int], str] = {}
    for number, row in enumerate(found.find_all("tr")):
        cells: list[str] = []
        for cell in row.find_all(("td", "th"), recursive=False):
            while (number, len(cells)) in held:
                cells.append(held[number, len(cells)])
            text, across, down = _cell(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            for below in range(1, down):
                held |= {(number + below, len(cells) + n): text for n in range(across)}
            cells += [text] * across
        while (number, len(cells)) in held:
            cells.append(held[number, len(cells)])
        rows.append(cells)
    return rows


def _cell(cell: Tag) -> str:
    return _MARK.sub("", _Markdown().convert_soup(cell)).strip()


def _span(cell: Tag, name: str) -> int:
    value = attribute(cell, name)
    return min(max(int(value), 1), WIDEST) if value.isdecimal() else 1


class _Markdown(MarkdownConverter):
    """Text as it is read: nothing escaped, no pictures, links only where they lead somewhere."""

    class Options:
        heading_style = "atx"
        escape_asterisks = False
        escape_underscores = False
        bullets = "-"

    def convert_a(self, el: Tag, text: str, **_: object) -> str:
        address = attribute(el, "href")
        leads = text.strip() and _ADDRESS.match(address) and text.strip() != address
        return f"[{text.strip()}]({address})" if leads else text

    def convert_br(self, _el: Tag, _text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n"

    def convert_grid(self, el: Tag, _text: str, **_: object) -> str:
        return f"\n\n{el.get_text()}\n\n"

    def convert_td(self, _el: Tag, text: str, **_: object) -> str:
        return text

    convert_th = convert_td

    def convert_dd(self, _el: Tag, text: str, **_: object) -> str:
        return f"\n\n{text.strip()}\n\n"
