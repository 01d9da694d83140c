"""What a check says of a document, before its line is looked up."""

from __future__ import annotations

from typing import NamedTuple

from sangdam.models import Document, FindingKind


class Doubt(NamedTuple):
    kind: FindingKind
    document: Document
    what: str
    quote: str = ""
    """The words of the document that it is about; empty where it is about the whole."""


def place(document: Document) -> str:
    """Where the document begins, as an editor opens it."""
    return f"{document.source}:{document.line}"


SHOWN = 70
"""Characters of a quote that a finding repeats: enough to know it by."""


def shown(quote: str) -> str:
    """The quote on one line, not longer than SHOWN; what can't be seen is spelt out."""
    line = " ".join("".join(_seen(character) for character in quote).split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1].rstrip()}…"


def _seen(character: str) -> str:
    return character if character.isprintable() or character.isspace() else f"<{ord(character):X}>"
