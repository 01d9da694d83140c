"""What an inline style does to the text below it, as far as a reader can see it."""

from __future__ import annotations

import re
from typing import NamedTuple

SMALLEST = 2.0
"""Font size in pixels or points under which nothing can be read."""
OFF_SCREEN = -999.0
"""Offset in pixels from which a text stands outside the page."""

_SIZE = re.compile(r"(-?[\d.]+)\s*(px|pt|em|rem|%|)$")
_CHANNELS = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+))?\s*\)")
_HEX = re.compile(r"#([0-9a-f]{3,8})$")
_NAMED = {"white": "ffffff", "black": "000000", "transparent": ""}
SCALE = {"em": 16.0, "rem": 16.0, "%": 0.16}
"""Unit -> its size in pixels in ordinary text; px and pt count as they stand."""


class Style(NamedTuple):
    hidden: str = ""
    """How the style alone hides the text; empty where it does not."""
    color: str | None = None
    """Six hexadecimal digits, empty where transparent; None where it says nothing."""
    background: str | None = None
    """The same; `?` for a picture or gradient."""


def style(text: str) -> Style:
    """What an element's `style` attribute says."""
    parts = (part.partition(":") for part in text.lower().split(";"))
    said = {
        name.strip(): value.replace("!important", "").strip()
        for name, colon, value in parts
        if colon
    }
    return Style(
        hidden=_hidden(said),
        color=_color(said["color"]) if "color" in said else None,
        background=_background(said.get("background-color", said.get("background"))),
    )


def _hidden(said: dict[str, str]) -> str:
    if said.get("display") == "none":
        return "display:none"
    if said.get("visibility") in ("hidden", "collapse"):
        return "visibility:hidden"
    if _pixels(said.get("opacity", "")) == 0:
        return "opacity:0"
    size = _pixels(said.get("font-size", ""))
    if size is not None and size < SMALLEST:
        return "tiny letters"
    for name in ("left", "top", "text-indent", "margin-left"):
        if (_pixels(said.get(name, "")) or 0.0) <= OFF_SCREEN:
            return "outside the page"
    return ""


def _pixels(value: str) -> float | None:
    match = _SIZE.match(value)
    try:
        return float(match[1]) * SCALE.get(match[2], 1.0) if match else None
    except ValueError:
        return None


def _background(value: str | None) -> str | None:
    if value is None:
        return None
    found = (_color(word) for word in re.split(r"\s+(?![^(]*\))", value))
    return next((color for color in found if color is not None), "?" if value else None)


def _color(value: str) -> str | None:
    if value in _NAMED:
        return _NAMED[value]
    if match := _CHANNELS.match(value):
        opaque = match[4] is None or float(match[4]) > 0
        return "".join(f"{min(255, int(match[n])):02x}" for n in (1, 2, 3)) if opaque else ""
    if match := _HEX.match(value):
        digits = match[1]
        return "".join(2 * digit for digit in digits[:3]) if len(digits) < 6 else digits[:6]
    return None
