"""What is wrong with the knowledge, gathered while reading: told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sangdam.errors import KnowledgeError
from sangdam.indexing.conversion.limits import HIDDEN_NOTES
from sangdam.models import Finding, FindingKind

BEGINNING = 80
"""Characters of a hidden text that are told."""


class Place(NamedTuple):
    """Where something stands, as an author finds it."""

    source: str
    """Path below the knowledge folder."""
    line: int = 1
    """Of a spreadsheet the row, of a PDF the page."""
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"


class Problems:
    """Collects what must be mended, and findings, which are no reason to stop."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place, str], None] = {}
        self._findings: list[Finding] = []

    def add(self, place: Place, what: str) -> None:
        """The author's words are wrong: all that is added is raised."""
        self._found[place, f"sheet {place.sheet!r}: {what}" if place.sheet else what] = None

    def skip(self, place: Place, what: str) -> None:
        """The file can't be read: nothing of it goes in."""
        self._find(FindingKind.SKIPPED, place, f"skipped: {what}")

    def hidden(self, place: Place, how: str, text: str) -> None:
        """Text that no reader sees is left out; the first HIDDEN_NOTES of a file are told."""
        kind = FindingKind.HIDDEN_TEXT
        told = sum(one.kind is kind and one.source == place.source for one in self._findings)
        if told < HIDDEN_NOTES:
            begins = text if len(text) <= BEGINNING else f"{text[:BEGINNING]}…"
            self._find(
                kind, place, f"text that no reader sees ({how}) is left out: {begins!r}; delete it"
            )

    def repeat(self, findings: Iterable[Finding]) -> None:
        """What was found before in a file that did not change."""
        self._findings += findings

    def _find(self, kind: FindingKind, place: Place, what: str) -> None:
        self._findings.append(Finding(kind=kind, source=place.source, line=place.line, what=what))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """By path and line."""
        return tuple(sorted(self._findings, key=lambda one: (one.source, one.line, one.what)))

    def raise_any(self) -> None:
        """Raise KnowledgeError with all problems, by path and line, if there are any."""
        if self._found:
            raise KnowledgeError([f"{place}: {what}" for place, what in sorted(self._found)])
