"""On which line of its file the words of a doubt stand."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from sangdam.indexing.health.doubts import Doubt
from sangdam.indexing.health.folding import folded
from sangdam.models import Document, Finding

READ = (".md", ".markdown", ".csv", ".jsonl", ".txt", ".html", ".htm")
"""Suffixes of files that have lines."""
TABLES = (".csv", ".jsonl")
LARGEST = 5_000_000
"""Bytes of the largest file that is searched for a line."""
KEPT = 8
"""Files whose lines are kept: documents come in the order of their files."""
KNOWN_BY = 40
"""Characters by which words are found again: they may go on on the next line."""


class Lines:
    """Looks into the files of a folder; without one, a document is known by where it begins."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder else None
        self.of = lru_cache(KEPT)(self._of)

    def finding(self, doubt: Doubt) -> Finding:
        document = doubt.document
        line = self._line(document, doubt.quote) if doubt.quote else document.line
        return Finding(kind=doubt.kind, source=document.source, line=line, what=doubt.what)

    def _line(self, document: Document, quote: str) -> int:
        first = document.line
        lines = self.of(document.source)[first - 1 : _last(document)]
        for like in (_as_it_is, folded):
            wanted = like(quote).strip().partition("\n")[0][:KNOWN_BY]
            for number, line in enumerate(lines, start=first):
                if wanted and wanted in like(line):
                    return number
        return first

    def _of(self, source: str) -> list[str]:
        """The lines of a file, in Unicode form NFC.

        Empty where it is no readable text below the folder: the line is a help, no more.
        """
        if self._folder is None or not source.lower().endswith(READ):
            return []
        path = (self._folder / source).resolve()
        try:
            if not path.is_relative_to(self._folder) or path.stat().st_size > LARGEST:
                return []
            data = path.read_bytes()
        except OSError:
            return []
        text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
        return unicodedata.normalize("NFC", text).split("\n")


def _last(document: Document) -> int | None:
    """Last line of a table's row; of a file that is one document, None."""
    if document.source.lower().endswith(TABLES):
        written = (document.title, *document.aliases, document.text)
        return document.line + sum(text.count("\n") for text in written)
    return None


def _as_it_is(text: str) -> str:
    return text
