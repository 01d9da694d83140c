"""HTML pages -> Markdown: what their reader sees, without what stands around it."""

from __future__ import annotations

import re
from typing import BinaryIO

from bs4 import BeautifulSoup, Tag

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.conversion.encoding import decoded
from sangdam.indexing.conversion.headings import headed
from sangdam.indexing.conversion.html_hidden import attribute, cut_hidden
from sangdam.indexing.conversion.html_text import HEADINGS, MARKS, lines

AROUND = (
    *("script", "style", "template", "noscript", "iframe", "object", "svg", "canvas"),
    *("head", "title"),
    *("nav", "footer", "aside", "select", "option", "textarea", "input", "img", "video", "audio"),
    *(f"[role={role}]" for role in ("navigation", "banner", "contentinfo", "search", "dialog")),
)
"""What is no part of a page's text."""
DECLARES = 4096
"""Bytes at the beginning of a page in which it names its charset."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_NO_MARKS = str.maketrans("", "", MARKS)


def html(handle: BinaryIO) -> Converted:
    """A page; every line of its text knows its line in the file."""
    data = handle.read()
    charset = _CHARSET.search(data, 0, DECLARES)
    text = decoded(data, charset[1].decode("ascii", "ignore") if charset else "")
    soup = BeautifulSoup(text.translate(_NO_MARKS), "html.parser")
    said = Converted(
        text="",
        title=soup.title.get_text(" ", strip=True) if soup.title else "",
        language=attribute(soup.find("html"), "lang").partition("-")[0].lower(),
        url=attribute(soup.find("link", rel="canonical"), "href"),
    )
    return _read(soup, said)


def html_of_document(text: str, title: str) -> Converted:
    """A word processor's document as HTML: it has no lines, and nothing stands around it."""
    soup = BeautifulSoup(text.translate(_NO_MARKS), "html.parser")
    return _read(soup, Converted(text="", title=title))._replace(lines=())


def _read(soup: BeautifulSoup, said: Converted) -> Converted:
    body = _content(soup)
    hidden = tuple(cut_hidden(body))
    found = headed([*lines(body)])
    return said._replace(
        text="\n".join(line.text for line in found),
        lines=tuple(line.place for line in found),
        hidden=hidden,
    )


def _content(soup: BeautifulSoup) -> Tag:
    """The page's one main part where it marks one, else its body."""
    for around in soup.select(", ".join(AROUND)):
        around.decompose()
    mains = soup.select("main, [role=main]")
    if len(mains) == 1 and mains[0].get_text(strip=True):
        return mains[0]
    for header in soup.select("body > header"):
        if not header.find(HEADINGS):
            header.decompose()
    return soup.body or soup
