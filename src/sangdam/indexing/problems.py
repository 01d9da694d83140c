"""What is wrong with the knowledge: gathered while reading, raised all at once."""

from __future__ import annotations

from typing import NamedTuple

from sangdam.errors import KnowledgeError


class Place(NamedTuple):
    """Where something stands, as an author finds it in an editor."""

    source: str
    """Path below the knowledge folder."""
    line: int = 1

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"


class Problems:
    """Collects every problem, so that an author mends them in one go."""

    def __init__(self) -> None:
        self._found: list[tuple[Place, str]] = []

    def add(self, place: Place, what: str) -> None:
        self._found.append((place, what))

    def raise_any(self) -> None:
        """Raise KnowledgeError with all problems, by path and line, if there are any."""
        if self._found:
            raise KnowledgeError([f"{place}: {what}" for place, what in sorted(self._found)])
