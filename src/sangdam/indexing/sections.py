"""Markdown text -> its sections, each under its heading path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")


class Section(NamedTuple):
    path: tuple[str, ...]
    """Headings from the outermost to the section's own; empty before the first one."""
    text: str


class Heading(NamedTuple):
    """The `# ` heading that a text begins with."""

    text: str
    rest: str
    """What follows the heading; the whole text where there is none."""


class Line(NamedTuple):
    text: str
    level: int
    """1 to 6 for a heading, 0 for anything else."""


def lines_of(text: str) -> Iterator[Line]:
    """Every line with its heading level; a # inside a code fence is no heading."""
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        heading = None if fence or mark else _HEADING.match(line)
        yield Line(heading[2], len(heading[1])) if heading else Line(line, 0)


def first_heading(text: str) -> Heading:
    """The `# ` heading before any other text, or an empty one."""
    body = text.lstrip("\n")
    first, _, rest = body.partition("\n")
    line = next(lines_of(first))
    return Heading(line.text, rest) if line.level == 1 else Heading("", text)


def sections(text: str) -> Iterator[Section]:
    """The sections in reading order. The `# ` heading at the top is the title, no section;
    a section that holds nothing but sub-sections is left out.
    """
    path: list[Line] = []
    body: list[str] = []
    for line in lines_of(first_heading(text).rest):
        if line.level:
            yield from _section(path, body)
            path = [outer for outer in path if outer.level < line.level] + [line]
            body = []
        else:
            body.append(line.text)
    yield from _section(path, body)


def _section(path: list[Line], body: list[str]) -> Iterator[Section]:
    text = "\n".join(body).strip("\n").rstrip()
    if any(character.isalnum() for character in text):
        yield Section(tuple(heading.text for heading in path), text)
