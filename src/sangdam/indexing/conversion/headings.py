"""The headings of converted text, brought to the form that Markdown authors write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sangdam.indexing.sections import lines_of

DEEPEST = 6


class Placed(NamedTuple):
    """A line of Markdown and where it stands in the file it comes from."""

    text: str
    place: int


def headed(lines: Sequence[Placed]) -> list[Placed]:
    """The same text, tidied, with its one `# ` heading at the top.

    Where there are several, they are chapters and none is the title: every heading is one level
    lower then.
    """
    levels = [line.level for line in lines_of("\n".join(line.text for line in lines))]
    titles = [number for number, level in enumerate(levels) if level == 1]
    if len(titles) > 1:
        return tidy([_lower(line, level) for line, level in zip(lines, levels, strict=True)])
    if not titles:
        return tidy(lines)
    title = lines[titles[0]]
    blank = title._replace(text="")
    return tidy([title, blank, *lines[: titles[0]], *lines[titles[0] + 1 :]])


def _lower(line: Placed, level: int) -> Placed:
    return line._replace(text=f"#{line.text.lstrip()}") if 0 < level < DEEPEST else line


def tidy(lines: Sequence[Placed]) -> list[Placed]:
    """Without blank lines at the ends, and never two in a row."""
    kept: list[Placed] = []
    for line in lines:
        text = line.text.rstrip()
        if text or (kept and kept[-1].text):
            kept.append(line._replace(text=text))
    while kept and not kept[-1].text:
        kept.pop()
    return kept
