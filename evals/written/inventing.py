"""A scripted language model that departs from its passages in twenty ways, and tells which."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from evals.written.faults import Fault
from evals.written.inventions.told import (
    Given,
    Invention,
    Standing,
    Told,
    given_in,
    sentences_of,
)
from evals.written.inventions.ways import WAYS
from sangdam.models import Usage
from sangdam.ports import Completion

FAITHFUL = 0.25
"""Share of drafts in which every sentence is copied word for word."""
MOST_COPIED = 2
INVENTIONS = 2
"""In each other draft, beside one copied sentence."""
NOTHING = Standing("", 1)
"""To depart from, where no passage has a sentence in the asker's language."""


class Said(NamedTuple):
    """A sentence of the model."""

    text: str
    markers: tuple[int, ...]
    fault: Fault | None
    """None: copied word for word from the passage that it cites."""


class InventingModel:
    """Satisfies LanguageModel. The same seed and questions give the same sentences; each of the
    twenty ways is taken about as often as the passages allow. `said` holds every draft."""

    name = "inventing"
    ready = True
    writes_prose = True

    def __init__(self, seed: int = 0) -> None:
        self.said: list[tuple[Said, ...]] = []
        self._seed = seed
        self._taken: Counter[Fault] = Counter()

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        del system, schema, max_tokens
        chance = random.Random(f"{self._seed} {user}")
        said = tuple(_draft(given_in(user), chance, self._taken))
        self._taken.update(sentence.fault for sentence in said if sentence.fault)
        self.said.append(said)
        sentences = [{"text": one.text, "passages": list(one.markers)} for one in said]
        answer = json.dumps({"sentences": sentences}, ensure_ascii=False)
        return Completion(answer, Usage(prompt_tokens=1, completion_tokens=1, model=self.name))


def _draft(given: Given, chance: random.Random, taken: Counter[Fault]) -> list[Said]:
    standing = list(sentences_of(given))
    if standing and chance.random() < FAITHFUL:
        return [_copied(one) for one in standing[:MOST_COPIED]]
    chance.shuffle(standing)
    said = [_copied(one) for one in standing[:1]]
    said += islice(_departures(given, standing or [NOTHING], chance, taken), INVENTIONS)
    chance.shuffle(said)
    return said


def _departures(
    given: Given, standing: list[Standing], chance: random.Random, taken: Counter[Fault]
) -> Iterator[Said]:
    """One by each way that the passages allow, the way least taken so far first."""
    lots = {fault: chance.random() for fault in WAYS}
    for fault in sorted(WAYS, key=lambda fault: (taken[fault], lots[fault])):
        tries = (WAYS[fault](Told(one.text, one.marker, given, chance)) for one in standing)
        if invention := next(filter(None, tries), None):
            yield _invented(invention, fault)


def _copied(one: Standing) -> Said:
    return Said(one.text, (one.marker,), None)


def _invented(invention: Invention, fault: Fault) -> Said:
    return Said(invention.text, invention.markers, fault)
