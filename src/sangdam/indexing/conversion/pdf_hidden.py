"""Letters of a PDF page that its reader never sees."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import Any

TINY = 2.0
"""Points; smaller letters can't be read."""
WHITE = 0.98
"""Share of light from which a colour is white on paper."""

Thing = dict[str, Any]


def hidden_letters(page: Any) -> dict[str, list[Thing]]:
    """How letters and spaces are hidden -> those letters, in the order of the file."""
    grounds = [*page.images, *(shape for shape in (*page.rects, *page.curves) if _colours(shape))]
    found: dict[str, list[Thing]] = defaultdict(list)
    for letter in page.chars:
        if how := _how(letter, page, grounds):
            found[how].append(letter)
    return found


def words_of(letters: list[Thing]) -> str:
    """The letters' text; a new line is a space."""
    lines = groupby(letters, key=lambda letter: letter["top"])
    texts = ("".join(letter["text"] for letter in line) for _, line in lines)
    return " ".join(" ".join(texts).split())


def _how(letter: Thing, page: Any, grounds: list[Thing]) -> str:
    if letter["size"] < TINY:
        return "tiny letters"
    left, top, right, bottom = page.bbox
    if not (left <= _across(letter) <= right and top <= _down(letter) <= bottom):
        return "outside the page"
    white = _is_white(letter.get("non_stroking_color"))
    return "white on white" if white and not any(_lies_on(letter, one) for one in grounds) else ""


def _colours(shape: Thing) -> bool:
    return bool(shape.get("fill")) and not _is_white(shape.get("non_stroking_color"))


def _is_white(colour: object) -> bool:
    """In grey, RGB or CMYK; a pattern or no colour is none."""
    values = colour if isinstance(colour, list | tuple) else (colour,)
    numbers = [value for value in values if isinstance(value, int | float)]
    if not numbers or len(numbers) != len(values):
        return False
    return max(numbers) <= 1 - WHITE if len(numbers) == 4 else min(numbers) >= WHITE


def _lies_on(letter: Thing, ground: Thing) -> bool:
    return bool(
        ground["x0"] <= _across(letter) <= ground["x1"]
        and ground["top"] <= _down(letter) <= ground["bottom"]
    )


def _across(letter: Thing) -> float:
    return float(letter["x0"] + letter["x1"]) / 2


def _down(letter: Thing) -> float:
    return float(letter["top"] + letter["bottom"]) / 2
