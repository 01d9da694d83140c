"""Passages cut into the sentences that may be quoted."""

from __future__ import annotations

import re

from sangdam.models import DraftSentence, Passage, Value
from sangdam.ports import Morphology

LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
EMPHASIS = re.compile(r"\*\*|__|`")
TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")


class Quotable(Value):
    """One sentence and where it stands."""

    text: str
    marker: int
    """Position of its passage in the list it came from, from 1."""
    about: str = ""
    """What a table's row tells, such as the weight; empty for a sentence."""


def quotable(passages: tuple[Passage, ...], morphology: Morphology) -> tuple[Quotable, ...]:
    """All sentences of the passages in reading order, without Markdown marks or tables."""
    return tuple(
        Quotable(text=sentence, marker=marker)
        for marker, passage in enumerate(passages, start=1)
        for line in passage.text.splitlines()
        if not is_table(line)
        for sentence in morphology.sentences(plain(line))
    )


def rows(passage: Passage) -> tuple[Quotable, ...]:
    """Each row of its tables as what a person would read out of it: "HT-500 무게: 290g"; of a table
    of several columns "M: 가슴 52cm, 길이 68cm"."""
    lines = [line for line in passage.text.splitlines() if is_table(line)]
    head: list[str] = []
    found = []
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        cells = [plain(cell) for cell in line.strip().strip("|").split("|")]
        if TABLE_RULE.match(after) and not TABLE_RULE.match(line):
            head = cells
        elif len(cells) == len(head) > 1 and not TABLE_RULE.match(line) and all(cells):
            found.append(Quotable(text=_read_out(head, cells), marker=1, about=cells[0]))
    return tuple(found)


def _read_out(head: list[str], cells: list[str]) -> str:
    if len(cells) == 2:
        return f"{head[1]} {cells[0]}: {cells[1]}"
    told = (f"{name} {cell}" for name, cell in zip(head[1:], cells[1:], strict=True))
    return f"{cells[0]}: {', '.join(told)}"


def is_table(line: str) -> bool:
    return line.lstrip().startswith("|") or bool(TABLE_RULE.match(line))


def plain(line: str) -> str:
    return EMPHASIS.sub("", LIST_MARK.sub("", line)).strip()


def quote(sentence: Quotable) -> DraftSentence:
    return DraftSentence(text=sentence.text, markers=(sentence.marker,))
