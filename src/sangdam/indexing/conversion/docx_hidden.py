"""Runs of a Word document that its reader never sees: left out, and told of."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from sangdam.indexing.conversion.converted import Hidden

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = "word/styles.xml"
SMALLEST = 4
"""Size in half points under which nothing can be read."""
_TEXTS = re.compile(r"word/(document\d*|footnotes|endnotes)\.xml")
_PICTURES = re.compile(r"word/(media|embeddings)/")


class Run(NamedTuple):
    paragraph: Element
    parent: Element
    element: Element
    how: str


class Visible(NamedTuple):
    document: io.BytesIO
    """The document without its hidden runs and its pictures."""
    hidden: tuple[Hidden, ...]


def visible(zipped: ZipFile) -> Visible:
    """What a reader sees of the document. Raises ParseError where a part is no XML."""
    written = io.BytesIO()
    hidden: list[Hidden] = []
    names = zipped.namelist()
    looks = Looks.of(ElementTree.fromstring(zipped.read(STYLES)) if STYLES in names else None)
    with ZipFile(written, "w") as copy:
        for name in names:
            data = b"" if _PICTURES.match(name) else zipped.read(name)
            if _TEXTS.fullmatch(name):
                root = ElementTree.fromstring(data)
                if found := [*looks.hidden_runs(root)]:
                    hidden += _cut(found)
                    data = ElementTree.tostring(root, "utf-8")
            copy.writestr(name, data)
    written.seek(0)
    return Visible(written, tuple(hidden))


def _cut(runs: list[Run]) -> Iterator[Hidden]:
    """Take the runs out; those that follow each other in a paragraph are told of together."""
    for _, group in groupby(runs, key=lambda run: (id(run.paragraph), run.how)):
        found = [*group]
        text = "".join(part.text or "" for run in found for part in run.element.iter(f"{W}t"))
        for run in found:
            run.parent.remove(run.element)
        if text.strip():
            yield Hidden(1, found[0].how, " ".join(text.split()))


class Looks(NamedTuple):
    """How styles of the document look, by their ids."""

    vanishing: frozenset[str] = frozenset()
    """Styles whose text is hidden."""
    shaded: frozenset[str] = frozenset()
    """Styles with a colour behind the text, on which white letters can be read."""

    @classmethod
    def of(cls, styles: Element | None) -> Looks:
        known = [] if styles is None else styles.findall(f"{W}style")
        return cls(
            frozenset(_id(style) for style in known if _on(style.find(f"{W}rPr/{W}vanish"))),
            frozenset(_id(style) for style in known if any(map(_colours, style.iter(f"{W}shd")))),
        )

    def hidden_runs(self, root: Element) -> Iterator[Run]:
        """In the order of the text."""
        waiting = [(root, root, root, False)]
        while waiting:
            element, parent, paragraph, shaded = waiting.pop()
            shaded = shaded or self._shades(element)
            paragraph = element if element.tag == f"{W}p" else paragraph
            if element.tag == f"{W}r" and (how := self._how(element, paragraph, shaded)):
                yield Run(paragraph, parent, element, how)
            else:
                waiting += [(part, element, paragraph, shaded) for part in reversed(element)]

    def _how(self, run: Element, paragraph: Element, shaded: bool) -> str:
        styles = {
            _value(run.find(f"{W}rPr/{W}rStyle")),
            _value(paragraph.find(f"{W}pPr/{W}pStyle")),
        }
        if _on(run.find(f"{W}rPr/{W}vanish")) or styles & self.vanishing:
            return "hidden text"
        size = _value(run.find(f"{W}rPr/{W}sz"))
        if size.isdecimal() and int(size) < SMALLEST:
            return "tiny letters"
        white = _value(run.find(f"{W}rPr/{W}color")).upper() == "FFFFFF"
        behind = shaded or styles & self.shaded or run.find(f"{W}rPr/{W}highlight") is not None
        return "white on white" if white and not behind else ""

    def _shades(self, element: Element) -> bool:
        """Whether there is a colour behind all text below the element; a text box may have one."""
        if element.tag == f"{W}txbxContent":
            return True
        for properties in ("tblPr", "tcPr", "pPr", "rPr"):
            found = element.find(f"{W}{properties}")
            if found is not None and self._colours(found):
                return True
        return False

    def _colours(self, properties: Element) -> bool:
        style = _value(properties.find(f"{W}tblStyle")) or _value(properties.find(f"{W}pStyle"))
        return style in self.shaded or any(map(_colours, properties.findall(f"{W}shd")))


def _id(style: Element) -> str:
    return style.get(f"{W}styleId", "")


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _on(element: Element | None) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off")


def _colours(shading: Element) -> bool:
    return shading.get(f"{W}fill", "auto").lower() not in ("auto", "ffffff")
