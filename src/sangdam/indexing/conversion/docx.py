"""Word documents -> Markdown, by way of HTML."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree import ElementTree
from zipfile import ZipFile

import mammoth

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.conversion.docx_hidden import STYLES, W, visible
from sangdam.indexing.conversion.html import html_of_document
from sangdam.indexing.conversion.zips import opened, refuse_bomb

PROPERTIES = "docProps/core.xml"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
NAMED = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
LEVELS = (1, 2, 3, 4, 5)


def docx(handle: BinaryIO) -> Converted:
    """Headings by their styles, also those of a document from Hangul (개요 1 …)."""
    zipped = opened(handle)
    refuse_bomb(zipped.infolist())
    titled = _has_title(zipped)
    seen = visible(zipped)
    page = mammoth.convert_to_html(
        seen.document,
        style_map="\n".join((NAMED, *(_style(level, titled) for level in LEVELS))),
        convert_image=_no_picture,
        include_embedded_style_map=False,
        external_file_access=False,
    )
    return html_of_document(page.value, _title(zipped))._replace(hidden=seen.hidden)


def _style(level: int, titled: bool) -> str:
    """Below a title, a heading of the first level is one of the second."""
    names = (f"Heading {level}", f"heading {level}", f"제목 {level}", f"개요 {level}")
    return "\n".join(f"p[style-name='{name}'] => h{level + titled}:fresh" for name in names)


def _no_picture(_: object) -> list[object]:
    return []


def _title(zipped: ZipFile) -> str:
    if PROPERTIES not in zipped.namelist():
        return ""
    return (ElementTree.fromstring(zipped.read(PROPERTIES)).findtext(TITLE) or "").strip()


def _has_title(zipped: ZipFile) -> bool:
    """Whether a paragraph has the style Title, whatever id that style has in this language."""
    if STYLES not in zipped.namelist():
        return False
    styles = ElementTree.fromstring(zipped.read(STYLES)).findall(f"{W}style")
    named = {s.get(f"{W}styleId") for s in styles if _name(s) == "title"}
    document = ElementTree.fromstring(zipped.read("word/document.xml"))
    used = {p.get(f"{W}val") for p in document.iter(f"{W}pStyle")}
    return bool(named & used)


def _name(style: ElementTree.Element) -> str:
    found = style.find(f"{W}name")
    return "" if found is None else found.get(f"{W}val", "").lower()
