"""Sentences copied word for word from a passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sangdam.guardrails.clauses import Clause, ClauseKind, plain

DASHES = re.compile(r"[~\-–—‐−]")
# A dash or stop between digits is part of the number: 1-2 is not 12, 3.5 is not 35.
PUNCTUATION = re.compile(r"(?<!\d)[^\w%₩+]+|[^\w%₩+]+(?!\d)|(?<=\d)[^\w%₩+~.:]+(?=\d)")


def bare(text: str) -> str:
    """What must agree for "word for word": letters, digits and signs, without blanks."""
    folded = unicodedata.normalize("NFKC", plain(text)).casefold()
    return PUNCTUATION.sub("", DASHES.sub("~", folded))


class Copies:
    """The sentences of some clauses, to look a draft's sentences up."""

    def __init__(self, clauses: Iterable[Clause], spoken: str) -> None:
        """`spoken` is the whole draft: an item counts only below the lead-in it completes."""
        said = bare(spoken)
        self._texts = frozenset(t for c in clauses for t in _wholes(c, said))

    def have(self, sentence: str) -> bool:
        return bare(sentence) in self._texts


def _wholes(clause: Clause, said: str) -> Iterable[str]:
    if clause.kind is ClauseKind.ITEM:
        lead = bare(clause.lead)
        return [lead + bare(clause.text), *([bare(clause.text)] if lead in said else [])]
    if clause.kind is ClauseKind.CELL:
        return []
    return [bare(clause.text), *([bare(clause.header)] if clause.header else [])]
