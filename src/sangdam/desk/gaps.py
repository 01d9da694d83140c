"""What the knowledge can't answer yet: questions without a good answer, grouped by meaning."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

import numpy as np

from sangdam.models import Document, Language, Value
from sangdam.ports import Matrix

FARTHEST: Mapping[Language, float] = {Language.KOREAN: 0.105, Language.ENGLISH: 0.12}
"""Mean cosine distance up to which two sets of wordings are one gap; lower keeps more apart.

English wordings lie farther apart in e5 than Korean ones. `python evals/gap_line.py` draws 200
questions from the FAQ entries' wordings and evals/fitting, an entry a group: in Korean .74 of
what stands together belongs together and .62 of what belongs together stands together, in
English .75 and .58; of 60 questions .89 and .62, .91 and .59. The F1 is flat around these lines,
so they lie on the side of purity: a gap shown twice costs less than a question hidden in another.
"""


class Asked(Protocol):
    """One question that got no good answer. Nothing in it tells who asked."""

    @property
    def text(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def ended(self) -> StrEnum:
        """Why it counts as unanswered."""

    @property
    def asker(self) -> int:
        """Tells one customer from another among the questions of one reading."""

    @property
    def at(self) -> datetime: ...
    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the passages that were found, best first."""


class Wording(Value):
    text: str
    times: int
    """How often it was asked."""


class Gap(Value):
    """Questions that mean the same and want one entry."""

    id: str
    """`gap_id` of `question`."""
    question: str
    """The most typical wording."""
    language: Language
    wordings: tuple[Wording, ...]
    """All of them, the question among them, most often asked first."""
    ended: dict[str, int]
    """Why it counts as unanswered -> how often, most often first."""
    askers: int
    """How many customers asked; who gives no name counts anew in each conversation."""
    last: datetime
    evidence: tuple[str, ...]
    """Ids of the passages found for the most typical wording, best first."""

    @property
    def times(self) -> int:
        return sum(wording.times for wording in self.wordings)

    def holds(self, question: Asked) -> bool:
        """Whether the question is one of these."""
        wordings = {key(wording.text) for wording in self.wordings}
        return question.language is self.language and key(question.text) in wordings


def gap_id(text: str) -> str:
    """Eight hex digits of a wording, the same on every machine and whoever asked."""
    return sha256(key(text).encode()).hexdigest()[:8]


def key(text: str) -> str:
    """Equal for wordings that differ in spaces or capitals only."""
    return " ".join(text.split()).casefold()


def gaps_of(
    asked: Sequence[Asked], vectors: Matrix, farthest: Mapping[Language, float] = FARTHEST
) -> tuple[Gap, ...]:
    """Questions in the order given, newest first, as gaps, the one asked last first.

    Row n of `vectors` is the unit vector of question n. Two languages are never one gap: an
    entry is written in one.
    """
    rows: dict[Language, dict[str, list[int]]] = {language: {} for language in Language}
    for n, question in enumerate(asked):
        rows[question.language].setdefault(key(question.text), []).append(n)
    groups: list[list[int]] = []
    for language, wordings in rows.items():
        alike = list(wordings.values())
        near = together(vectors[[same[0] for same in alike]], farthest[language])
        groups += [sorted(n for place in places for n in alike[place]) for places in near]
    return tuple(gap_of([asked[n] for n in group], vectors[group]) for group in sorted(groups))


def together(vectors: Matrix, farthest: float) -> tuple[tuple[int, ...], ...]:
    """Positions of like vectors, by agglomeration: two sets are joined while the mean cosine
    distance between them stays below `farthest`."""
    if len(vectors) < 2:
        return tuple((n,) for n in range(len(vectors)))
    from sklearn.cluster import AgglomerativeClustering  # takes a second: not at every start

    clustering = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=farthest
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(clustering.fit_predict(vectors)):
        groups[int(label)].append(position)
    return tuple(map(tuple, groups.values()))


def answering(gap: Gap, entries: Iterable[Document]) -> Document | None:
    """The entry that was written for this gap since: it has one of its wordings as a question
    or an alias and, where an answer did not help, was updated on the day of the last one or
    later."""
    wordings = {key(wording.text) for wording in gap.wordings}
    for entry in entries:
        asks = {key(text) for text in (entry.title, *entry.aliases)}
        if entry.language is gap.language and wordings & asks and _since(gap, entry):
            return entry
    return None


def _since(gap: Gap, entry: Document) -> bool:
    was_there = UNHELPFUL in gap.ended
    return not was_there or bool(entry.updated and entry.updated >= gap.last.date())


UNHELPFUL = "unhelpful"
"""Ended: answered, by an entry that was there then, and the customer said it did not help."""


def gap_of(asked: Sequence[Asked], vectors: Matrix) -> Gap:
    """`asked` mean the same, newest first. The most typical lies nearest to all of them."""
    typical = asked[int(np.argmax(np.round((vectors @ vectors.T).sum(axis=1), 4)))]
    texts = {key(question.text): question.text for question in reversed(asked)}
    times = Counter(key(question.text) for question in asked)
    ended = Counter(question.ended.value for question in asked)
    return Gap(
        id=gap_id(typical.text),
        question=typical.text,
        language=typical.language,
        wordings=tuple(Wording(text=texts[k], times=n) for k, n in times.most_common()),
        ended=dict(ended.most_common()),
        askers=len({question.asker for question in asked}),
        last=asked[0].at,
        evidence=typical.evidence,
    )
