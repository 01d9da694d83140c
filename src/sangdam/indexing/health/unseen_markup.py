"""HTML that is marked up so that no reader sees it."""

from __future__ import annotations

import re

_ELEMENT = re.compile(
    r"<(?P<tag>[a-z]\w*)(?P<attributes>\s[^<>]{0,1000})>(?P<inside>.{0,3000}?)</(?P=tag)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(
    r"""display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)
    |font-size\s*:\s*[01](?:px|pt|em|%)?\s*(?:[;"'!]|$)
    |(?<!-)opacity\s*:\s*0(?:\.0+)?\s*(?:[;"'!]|$)
    |(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0
    |max-height\s*:\s*0|color\s*:\s*transparent|\shidden(?=[\s=/]|$)""",
    re.VERBOSE | re.IGNORECASE,
)
_WHITE = re.compile(
    r"""(?<![-\w])color\s*[:=]\s*["']?\s*(?:white\b|\#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)""",
    re.VERBOSE | re.IGNORECASE,
)
_BACKGROUND = re.compile("background|bgcolor", re.IGNORECASE)
_MARKUP = re.compile("<[^>]*>")


def unseen_markup(text: str) -> str | None:
    """What stands in the first element that can't be seen.

    White letters count where the text names no background: on a button they are meant.
    """
    plain = not _BACKGROUND.search(text)
    for element in _ELEMENT.finditer(text):
        attributes = element["attributes"]
        if _UNSEEN.search(attributes) or (plain and _WHITE.search(attributes)):
            inside = _MARKUP.sub(" ", element["inside"]).strip()
            if any(character.isalpha() for character in inside):
                return inside
    return None
