"""Word lists written as running text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def numbered(text: str, values: range) -> dict[str, int]:
    """Each word with its value. Raises ValueError where the counts differ."""
    return dict(zip(text.split(), values, strict=True))


def first_of_line(groups: str) -> dict[str, str]:
    """Every word of a line -> the line's first word, which stands for its meaning."""
    lines = (line.split() for line in groups.strip().splitlines())
    return {word: line[0] for line in lines for word in line}
