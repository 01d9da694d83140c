"""PDF files -> Markdown: headings by the size of their letters, tables in their place."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from sangdam.indexing.conversion.converted import Converted, Hidden
from sangdam.indexing.conversion.headings import Placed, headed
from sangdam.indexing.conversion.limits import PAGES
from sangdam.indexing.conversion.pdf_hidden import hidden_letters, words_of
from sangdam.indexing.conversion.pdf_lines import Printed, lines_of_page
from sangdam.indexing.conversion.prose import Paragraph, paragraphs
from sangdam.indexing.conversion.unreadable import Unreadable

LARGER = 1.15
"""Times the usual size of letters from which a short line is a heading."""
HEADING_CHARACTERS = 80
HEADING_SHARE = 0.5
"""Share of the letters from which large ones are no headings but how the page is set."""
DEEPEST = 4
REPEATED = 3
"""Pages on which a first or last line must stand, to be the paper's and not the text's."""
UNNAMED = ("untitled", "(anonymous)", "(unspecified)", "제목 없음", "무제")
_PROGRAM = re.compile(r"^Microsoft \w+ - |\.(?:docx?|hwpx?|pptx?|xlsx?)$", re.IGNORECASE)


def pdf(handle: BinaryIO) -> Converted:
    """Every line of the text knows its page. Raises Unreadable."""
    try:
        with pdfplumber.open(io.BytesIO(handle.read())) as book:
            return _converted(book)
    except (PdfminerException, PDFPasswordIncorrect) as error:
        causes = (error, *error.args)
        if any(isinstance(cause, MemoryError) for cause in causes):
            raise MemoryError from None
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise Unreadable("encrypted; save it without a password") from None
        raise Unreadable(f"damaged ({causes[-1]}); save it anew") from None


def _converted(book: Any) -> Converted:
    if len(book.pages) > PAGES:
        raise Unreadable(f"has over {PAGES:,} pages; split it")
    hidden: list[Hidden] = []
    pages: list[list[Printed]] = []
    for number, page in enumerate(book.pages, start=1):
        unseen = hidden_letters(page)
        told = ((how, words_of(letters)) for how, letters in unseen.items())
        hidden += (Hidden(number, how, text) for how, text in told if text)
        gone = {id(letter) for letters in unseen.values() for letter in letters}
        pages.append(lines_of_page(page.filter(lambda thing, gone=gone: id(thing) not in gone)))
        page.close()
    found = headed([*_placed([*paragraphs(_without_edges(pages))])])
    return Converted(
        text="\n".join(line.text for line in found),
        lines=tuple(line.place for line in found),
        title=_title(str((book.metadata or {}).get("Title") or "")),
        hidden=tuple(hidden),
    )


def _title(said: str) -> str:
    """What the author named the file; programs put words of their own there."""
    title = _PROGRAM.sub("", said).strip()
    return "" if title.lower() in UNNAMED else title


def _without_edges(pages: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    """Without what stands at the top or bottom of most pages: running titles and page numbers."""
    edges = [{_top(lines), _bottom(lines)} for lines in pages if lines]
    counts = Counter(edge for both in edges for edge in both)
    paper = {edge for edge, count in counts.items() if count >= max(REPEATED, len(pages) / 2)}
    return [
        list(lines[_top(lines) in paper : len(lines) - (_bottom(lines) in paper)])
        for lines in pages
    ]


def _top(lines: Sequence[Printed]) -> str:
    return f"top {lines[0].text}" if lines else ""


def _bottom(lines: Sequence[Printed]) -> str:
    """With all numbers alike: that of the page is another on each."""
    return f"bottom {re.sub(r'[0-9]+', '0', lines[-1].text)}" if lines else ""


def _placed(found: Sequence[Paragraph]) -> Iterator[Placed]:
    levels = _levels(found)
    for paragraph in found:
        level = levels.get(paragraph.size, 0) if len(paragraph.text) <= HEADING_CHARACTERS else 0
        bold = paragraph.bold and not level and len(paragraph.text) <= HEADING_CHARACTERS
        text = f"**{paragraph.text}**" if bold else paragraph.text
        yield Placed("", paragraph.page)
        for line in (f"{'#' * level} {text}" if level else text).split("\n"):
            yield Placed(line, paragraph.page)


def _levels(found: Sequence[Paragraph]) -> dict[float, int]:
    """Size of letters -> level of heading, where sizes are plain; else nothing is a heading."""
    letters: Counter[float] = Counter()
    for paragraph in found:
        if paragraph.size:  # a table has none
            letters[paragraph.size] += len(paragraph.text)
    usual = max(letters, key=lambda size: letters[size], default=0.0)
    large = [paragraph for paragraph in found if paragraph.size > usual * LARGER > 0]
    if sum(len(paragraph.text) for paragraph in large) > letters.total() * HEADING_SHARE:
        return {}
    sizes = sorted({paragraph.size for paragraph in large}, reverse=True)
    return {size: min(level, DEEPEST) for level, size in enumerate(sizes, start=1)}
