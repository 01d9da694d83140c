"""Elements of a page that its reader never sees: left out, and told of."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag

from sangdam.indexing.conversion.converted import Hidden
from sangdam.indexing.conversion.styles import style

WHITE = "ffffff"
OPENS = ("aria-controls", "data-target", "data-bs-target")
"""Attributes by which a button names the fold that it opens."""


def attribute(found: object, name: str) -> str:
    """Empty where there is no such element or attribute."""
    value = found.get(name, "") if isinstance(found, Tag) else ""
    return value.strip() if isinstance(value, str) else ""


def cut_hidden(body: Tag) -> Iterator[Hidden]:
    """Take out every element that no reader sees, outermost first, and tell of those with text."""
    folds = _folds(body)
    for element in body.find_all(True):
        if element.decomposed or attribute(element, "id") in folds:
            continue
        if not (how := _how_hidden(element)):
            continue
        text = " ".join(element.get_text(" ").split())
        if any(character.isalnum() for character in text):
            yield Hidden(element.sourceline or 1, how, text)
        element.decompose()


def _folds(body: Tag) -> frozenset[str]:
    """Ids of what a reader opens with a button: closed on the page, but no secret."""
    openers = body.find_all(lambda tag: any(tag.has_attr(name) for name in OPENS))
    named = (attribute(opener, name) for opener in openers for name in OPENS)
    return frozenset(word.lstrip("#") for words in named for word in words.split())


def _how_hidden(element: Tag) -> str:
    if element.has_attr("hidden"):
        return "the attribute hidden"
    if attribute(element, "aria-hidden").lower() == "true":
        return "aria-hidden"
    if not element.has_attr("style") and not element.has_attr("color"):
        return ""
    said = style(attribute(element, "style"))
    color = said.color if said.color is not None else style(f"color:{element.get('color')}").color
    if said.hidden or color is None:
        return said.hidden
    behind = _behind(element)
    return "letters in the colour of their background" if color in ("", behind) else ""


def _behind(element: Tag) -> str:
    """The colour behind an element, as far as attributes tell it; a page is white."""
    for outer in (element, *element.parents):
        said = style(attribute(outer, "style")).background
        said = said or style(f"background:{attribute(outer, 'bgcolor')}").background
        if said:
            return said
    return WHITE
