"""HTML as a tree that a script can draw: a page with a strict policy lets no script write HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

Tree = list["str | dict[str, str] | Tree"]
"""[tag, attributes, child, …]; a child is a text or a tree."""

EMPTY = {"input", "br", "img"}
CASED = {"viewbox": "viewBox"}
"""Names that SVG writes with a capital and the parser doesn't."""


def tree_of(html: str) -> Tree:
    """The one element that `html` holds; space that only lays out the source is left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    (root,) = reader.top[2:]
    assert isinstance(root, list)
    return root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top: Tree = ["", {}]
        self._open = [self.top]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element: Tree = [tag, {CASED.get(name, name): value or "" for name, value in attributes}]
        self._open[-1].append(element)
        if tag not in EMPTY:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self._open.pop()

    def handle_data(self, text: str) -> None:
        if text.strip() or "\n" not in text:
            self._open[-1].append(re.sub(r"\s+", " ", text))
