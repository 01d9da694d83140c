"""Orders to a model in comments of Markdown files: readers never see them, and an index that
leaves them out today may not do so tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sangdam.indexing.health.doubts import Doubt, shown
from sangdam.indexing.health.instructions import orders_in
from sangdam.indexing.health.lines import Lines
from sangdam.models import Document, FindingKind

SUFFIXES = (".md", ".markdown")

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)


def comments(documents: Iterable[Document], lines: Lines) -> Iterator[Doubt]:
    """At most one doubt a comment. Nothing where the files can't be looked into."""
    for document in documents:
        if document.source.lower().endswith(SUFFIXES):
            for comment in _COMMENT.findall("\n".join(lines.of(document.source))):
                if sighting := next(orders_in(comment), None):
                    what = f"a comment with “{shown(sighting.quote)}” {sighting.does}; take it out"
                    yield Doubt(FindingKind.INSTRUCTION, document, what, sighting.quote)
