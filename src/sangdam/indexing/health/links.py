"""Links from one document of the knowledge folder to another, or to a heading."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from sangdam.indexing.health.doubts import Doubt
from sangdam.indexing.sections import lines_of
from sangdam.models import Audience, Document, DocumentKind, FindingKind

KNOWN = (".md", ".markdown", ".csv", ".jsonl", ".xlsx", ".docx", ".pdf", ".txt")
"""Suffixes of files that belong into a knowledge folder. Pages (.html) stand on a site as well,
and other files, say images, can be looked for only in the folder itself."""

_LINK = re.compile(
    r"""\]\([ ]{0,9}<?(?P<inline>[^)\s>]{1,500})>?(?:\s[^)\n]{0,200})?\)
    |^[ ]{0,3}\[[^\]\n]{1,200}\]:[ ]{0,9}<?(?P<listed>[^\s>]{1,500})
    |\bhref\s?=\s?["'](?P<html>[^"'\n]{1,500})["']""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|\?", re.IGNORECASE)
_OWN_ANCHOR = re.compile(r"""\b(?:id|name)\s*=\s*["']([^"']+)["']|\{#([^}\s]+)\}""")
_NO_LETTER = re.compile(r"[\W_]+")


class Target(NamedTuple):
    written: str
    path: str
    """Below the knowledge folder; the document's own file for a mere anchor."""
    anchor: str


class Library:
    """The documents by file, with their headings."""

    def __init__(self, documents: Iterable[Document], folder: Path | None) -> None:
        """Files that are no documents are looked for in `folder`, where it is given."""
        self._documents: dict[str, list[Document]] = {}
        self._folder = folder
        for document in documents:
            self._documents.setdefault(document.source, []).append(document)

    def at(self, path: str) -> list[Document]:
        return self._documents.get(path, [])

    def lacks(self, path: str) -> bool:
        if path in self._documents or path.startswith(".."):
            return False
        if self._folder:
            return not (self._folder / path).exists()
        return path.lower().endswith(KNOWN)

    def lacks_heading(self, target: Target) -> bool:
        """False where the file is no single document with headings of its own."""
        found = self.at(target.path)
        if len(found) != 1 or found[0].kind is DocumentKind.FAQ or not target.anchor:
            return False
        return _letters(target.anchor) not in set(_anchors(found[0]))


def broken_links(documents: Iterable[Document], library: Library) -> Iterator[Doubt]:
    for document in documents:
        if "](" in document.text or "]:" in document.text or "href" in document.text:
            for target in _targets(document):
                if what := _wrong(document, target, library):
                    yield Doubt(FindingKind.ORPHANED, document, what, target.written)


def _wrong(document: Document, target: Target, library: Library) -> str | None:
    if target.path.lower().endswith(KNOWN) and library.lacks(target.path):
        return f"links to {target.written}, which is not there; mend the link or take it out"
    if library.lacks_heading(target):
        return f"links to {target.written}, but there is no such heading; mend what follows the #"
    found = library.at(target.path)
    internal = bool(found) and all(other.audience is Audience.INTERNAL for other in found)
    if document.audience is Audience.CUSTOMER and internal:
        return f"sends customers to {target.written}, which is internal; take the link out"
    return None


def _targets(document: Document) -> Iterator[Target]:
    """Links that lead elsewhere, to a site, are none; nor are the anchors of a FAQ's own page."""
    for match in _LINK.finditer(document.text):
        written = match["inline"] or match["listed"] or match["html"]
        if _ELSEWHERE.match(written):
            continue
        path, _, anchor = unicodedata.normalize("NFC", unquote(written)).partition("#")
        if path:
            folder = posixpath.dirname(document.source)
            below = posixpath.normpath(posixpath.join(folder, path.partition("?")[0]))
            yield Target(written, below, anchor)
        elif document.kind is not DocumentKind.FAQ:
            yield Target(written, document.source, anchor)


def _anchors(document: Document) -> Iterator[str]:
    yield _letters(document.title)
    yield from (_letters(line.text) for line in lines_of(document.text) if line.level)
    for match in _OWN_ANCHOR.finditer(document.text):
        yield _letters(match[1] or match[2])


def _letters(text: str) -> str:
    """Programs make anchors of headings in different ways; all of them keep the letters."""
    return _NO_LETTER.sub("", text).casefold()
