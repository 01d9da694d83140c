"""Word lists written as running text."""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def first_of_line(groups: str) -> dict[str, str]:
    """Every word of a line -> the line's first word, which stands for them all."""
    lines = (line.split() for line in groups.strip().splitlines())
    return {word: line[0] for line in lines for word in line}
