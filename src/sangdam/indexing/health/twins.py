"""Pairs of FAQ entries that ask the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

import numpy as np

from sangdam.indexing.health.entries import Entry, meet
from sangdam.ports import Matrix

CROWD = 20
"""Entries that share one wording beyond which each is compared with the first alone: so many
copies are one fault, and all their pairs would be millions."""
SEEN_TO_JUDGE = 50
"""Questions from which the average cosine of the model is known well enough to judge by it."""
NEAR = 0.5
"""Share of the way from the average cosine to 1 that two wordings must have come. On shipped
knowledge the average is .80 and pairs of one meaning lie above .92 (e5-small-q4)."""
NEAREST = 0.92
"""The cosine that is near enough however high the average is: of a folder that says one thing."""


class Asked(NamedTuple):
    entry: int
    number: int
    """0 is the title, aliases follow."""


class Twins(NamedTuple):
    one: Entry
    other: Entry
    """Further down: by path and line after `one`."""
    said_by_one: str
    said_by_other: str
    titles: bool
    """Whether the title of at least one is asked by the other."""


def twins(entries: Sequence[Entry], matrix: Matrix, day: date) -> tuple[Twins, ...]:
    """Pairs in one language that the same reader can come upon, each once."""
    ordered = sorted(entries, key=lambda entry: (entry.document.source, entry.document.line))
    line = _line(ordered, matrix)
    closest: dict[tuple[int, int], tuple[Asked, Asked]] = {}
    for one, other in _candidates(ordered):
        pair = (one.entry, other.entry)
        if not meet(ordered[one.entry].document, ordered[other.entry].document, day):
            continue
        if pair in closest and _rank((one, other)) >= _rank(closest[pair]):
            continue
        if _near(ordered, one, other, matrix, line):
            closest[pair] = (one, other)
    return tuple(_twins(ordered, *closest[pair]) for pair in sorted(closest))


def _candidates(entries: Sequence[Entry]) -> Iterator[tuple[Asked, Asked]]:
    for group in _groups(entries):
        pairs = combinations(group, 2) if len(group) <= CROWD else _with_first(group)
        yield from ((one, other) for one, other in pairs if one.entry != other.entry)


def _groups(entries: Sequence[Entry]) -> Iterator[Sequence[Asked]]:
    """Questions that share a key in one language; those that share none are left out early."""
    first: dict[str, Asked] = {}
    groups: dict[str, list[Asked]] = {}
    for position, entry in enumerate(entries):
        for number, keys in enumerate(entry.keys):
            asked = Asked(position, number)
            for key in keys:
                known = first.setdefault(f"{entry.document.language} {key}", asked)
                if known.entry != position:
                    name = f"{entry.document.language} {key}"
                    groups.setdefault(name, [known]).append(asked)
    return iter(groups.values())


def _with_first(group: Sequence[Asked]) -> Iterator[tuple[Asked, Asked]]:
    return ((group[0], other) for other in group[1:])


def _rank(pair: tuple[Asked, Asked]) -> tuple[int, int]:
    """Titles before aliases."""
    numbers = sorted(asked.number for asked in pair)
    return numbers[0], numbers[1]


def _line(entries: Sequence[Entry], matrix: Matrix) -> float:
    """The cosine that two wordings of one question must reach."""
    rows = [entry.first for entry in entries]
    if len(rows) < SEEN_TO_JUDGE:
        return -1.0
    average = float(np.square(matrix[rows].mean(axis=0)).sum())
    return min(NEAREST, average + NEAR * (1 - average))


def _near(entries: Sequence[Entry], one: Asked, other: Asked, matrix: Matrix, line: float) -> bool:
    rows = [entries[asked.entry].first + asked.number for asked in (one, other)]
    return float(matrix[rows[0]] @ matrix[rows[1]]) >= line


def _twins(entries: Sequence[Entry], one: Asked, other: Asked) -> Twins:
    first, second = entries[one.entry], entries[other.entry]
    return Twins(
        first,
        second,
        first.questions[one.number],
        second.questions[other.number],
        titles=0 in (one.number, other.number),
    )
