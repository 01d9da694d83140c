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


def quotable(passages: tuple[Passage, ...], morphology: Morphology) -> tuple[Quotable, ...]:
    """All sentences of the passages in reading order, without Markdown marks or tables."""
    return tuple(
        Quotable(text=sentence, marker=marker)
        for marker, passage in enumerate(passages, start=1)
        for line in passage.text.splitlines()
        if not is_table(line)
        for sentence in morphology.sentences(plain(line))
    )


def is_table(line: str) -> bool:
    return line.lstrip().startswith("|") or bool(TABLE_RULE.match(line))


def plain(line: str) -> str:
    return EMPHASIS.sub("", LIST_MARK.sub("", line)).strip()


def quote(sentence: Quotable) -> DraftSentence:
    return DraftSentence(text=sentence.text, markers=(sentence.marker,))
