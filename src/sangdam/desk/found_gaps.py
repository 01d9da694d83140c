"""The gaps there are now: those that want an entry, and those that were dismissed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Protocol

import numpy as np

from sangdam.desk.gaps import FARTHEST, Asked, Gap, gap_id, gap_of, gaps_of, key
from sangdam.errors import NotFound
from sangdam.models import Language, Value
from sangdam.ports import Embedder, Matrix

MOST = 300
"""Questions looked at, the newest. On 2 busy cores 300 new ones take 1 to 3 s, known ones 0.2."""
MOST_DISMISSED = 1000
"""Dismissed questions looked at, the newest. Behind them a dismissed gap opens again."""


class Dismissed(Protocol):
    """One decision never to answer what these questions ask."""

    @property
    def id(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def questions(self) -> Sequence[Asked]:
        """At least one, all of one language, newest first."""


class DismissedGap(Value):
    id: str
    """Of the decision."""
    at: datetime
    gap: Gap
    """As it was dismissed."""
    since: int
    """How often it was asked since in like words."""


class FoundGaps(Value):
    open: tuple[Gap, ...]
    """The one asked last first."""
    dismissed: tuple[DismissedGap, ...]
    """In the order of the decisions given."""


class Gaps:
    """The newest questions, grouped; a wording is embedded once while it stays among them."""

    def __init__(
        self,
        *,
        embedder: Embedder,
        unanswered: Callable[[int], Sequence[Asked]],
        dismissed: Callable[[int], Sequence[Dismissed]],
    ) -> None:
        """`unanswered(n)` gives the newest n questions that are open, newest first; `dismissed(n)`
        the decisions on the newest n that are not."""
        self._embedder = embedder
        self._unanswered = unanswered
        self._dismissed = dismissed
        self._vectors: Mapping[str, Matrix] = {}

    def found(self) -> FoundGaps:
        asked, decisions = self._unanswered(MOST), self._dismissed(MOST_DISMISSED)
        decided = [question for decision in decisions for question in decision.questions]
        vectors = self._embedded([question.text for question in (*asked, *decided)])
        return found_gaps(asked, decisions, vectors)

    def newest(self) -> tuple[Gap, ...]:
        """Every open gap of the newest MOST questions, the one asked last first."""
        return self.found().open

    def get(self, gap: str) -> Gap:
        """The open gap of this id, or that which a wording of this id belongs to by now. Raises
        NotFound."""
        newest = self.newest()
        same = (each for each in newest if each.id == gap)
        grown = (each for each in newest if gap in {gap_id(w.text) for w in each.wordings})
        if found := next(chain(same, grown), None):
            return found
        raise NotFound(f"no open gap {gap}; read the list again")

    def _embedded(self, texts: Sequence[str]) -> Matrix:
        known = self._vectors
        new = [text for text in dict.fromkeys(texts) if text not in known]
        rows = dict(zip(new, self._embedder.embed_queries(new) if new else (), strict=True))
        self._vectors = {text: rows[text] if text in rows else known[text] for text in texts}
        vectors: Matrix = np.array([self._vectors[text] for text in texts], np.float32)
        return vectors


def found_gaps(
    asked: Sequence[Asked],
    decisions: Sequence[Dismissed],
    vectors: Matrix,
    farthest: Mapping[Language, float] = FARTHEST,
) -> FoundGaps:
    """Open questions as gaps, but those that mean what was dismissed: they stand with it.

    Rows of `vectors` are the unit vectors of `asked`, then of the questions of each decision. A
    question goes to the nearest decision if it would be one gap with it by `farthest`, or has one
    of its wordings. Only what was dismissed itself draws others, so that a decision never spreads.
    """
    ends = np.cumsum([len(asked), *(len(one.questions) for one in decisions)])
    theirs = np.split(vectors, ends[:-1])[1:] if decisions else []
    groups: dict[int | None, list[int]] = defaultdict(list)
    for row, place in enumerate(_drawn(asked, decisions, vectors[: len(asked)], theirs, farthest)):
        groups[place].append(row)
    dismissed = []
    for place, (decision, own) in enumerate(zip(decisions, theirs, strict=True)):
        gap, since = gap_of(decision.questions, own), len(groups[place])
        dismissed.append(DismissedGap(id=decision.id, at=decision.at, gap=gap, since=since))
    left = groups[None]
    still_open = gaps_of([asked[row] for row in left], vectors[left], farthest)
    return FoundGaps(open=still_open, dismissed=tuple(dismissed))


def _drawn(
    asked: Sequence[Asked],
    decisions: Sequence[Dismissed],
    vectors: Matrix,
    theirs: Sequence[Matrix],
    farthest: Mapping[Language, float],
) -> Iterator[int | None]:
    """For each open question the place of the decision that it goes to."""
    known = [{key(question.text): n for n, question in enumerate(d.questions)} for d in decisions]
    centres = [rows[[*n.values()]].mean(axis=0) for n, rows in zip(known, theirs, strict=True)]
    for question, vector in zip(asked, vectors, strict=True):
        apart = {
            place: 0.0 if key(question.text) in known[place] else 1 - float(centres[place] @ vector)
            for place, decision in enumerate(decisions)
            if decision.questions[0].language is question.language
        }
        nearest = min(apart, key=lambda place: apart[place], default=None)
        near = nearest is not None and apart[nearest] < farthest[question.language]
        yield nearest if near else None
