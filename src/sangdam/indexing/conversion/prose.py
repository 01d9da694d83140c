"""Printed lines -> paragraphs: a line that only the paper's edge ended goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sangdam.indexing.conversion.pdf_lines import Printed

GAP = 0.7
"""Times the height of a line: a wider gap ends a paragraph."""
FULL = 0.85
"""Share of the width of a page's text from which a line ended because the paper did."""

_ITEM = re.compile(r"\s*(?:[•●○■□▪▶◆◇·∙※–—*-]\s|\d{1,3}[.)]\s|[①-⑳㉠-㉻]|[가-하][.)]\s)")
_BULLET = re.compile(r"\s*[•●○■□▪▶◆◇·∙–—*-]\s+")
_SAYS = re.compile(r"\s*(?:Q|A|질문|답변|문|답)\s*\d{0,3}\s*[.:)]", re.IGNORECASE)
_HYPHENED = re.compile(r"[A-Za-z]-$")


class Paragraph(NamedTuple):
    text: str
    size: float
    bold: bool
    page: int


def paragraphs(pages: Sequence[Sequence[Printed]]) -> Iterator[Paragraph]:
    """The paragraphs, with list items each on a line, and the tables."""
    for page in pages:
        right = max((line.right for line in page if not line.is_table), default=0.0)
        left = min((line.left for line in page if not line.is_table), default=0.0)
        run: list[Printed] = []
        for line in page:
            if run and not _goes_on(run[-1], line):
                yield _paragraph(run, left + (right - left) * FULL)
                run = []
            run.append(line)
        if run:
            yield _paragraph(run, left + (right - left) * FULL)


def _goes_on(before: Printed, line: Printed) -> bool:
    height = before.bottom - before.top
    return (
        not (before.is_table or line.is_table)
        and (before.size, before.bold) == (line.size, line.bold)
        and line.top - before.bottom <= height * GAP
    )


def _paragraph(run: Sequence[Printed], full: float) -> Paragraph:
    text = _BULLET.sub("- ", run[0].text, count=1) if not run[0].is_table else run[0].text
    for before, line in pairwise(run):
        own = _ITEM.match(line.text) or _SAYS.match(line.text)
        if own or before.right < full:
            text += "\n" + _BULLET.sub("- ", line.text, count=1)
        elif _HYPHENED.search(text) and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += " " + line.text
    return Paragraph(text, run[0].size, run[0].bold, run[0].page)
