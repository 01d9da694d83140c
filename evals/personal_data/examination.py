"""Screens made sentences, written messages and public ones; keeps figures, never a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from evals.cases import Half
from evals.figures import Figure
from evals.intervals import Estimate
from evals.personal_data import measures
from evals.personal_data.inspection import Inspected, inspected
from evals.personal_data.made import sentences
from evals.personal_data.measures import Row, hidden_for_nothing, rows
from evals.personal_data.public import to_measure
from evals.personal_data.slots import filled
from evals.personal_data.tagged import Tagged
from evals.signals.reading import SaidTurn
from sangdam.guardrails.screening import Screening
from sangdam.models import Language, Value
from sangdam.settings import Settings

FILE = "personal_data.json"
COUNT = 4000
TIMES = 3
"""How often each sealed message is filled."""
SEED = 20261122


class PersonalDataExam(Value):
    made: tuple[Row, ...]
    """Of sentences made by a program."""
    messages: tuple[Row, ...]
    """Of written ones with names and addresses that the tagger was not fitted to."""
    public: tuple[Row, ...]
    """Empty without the folder of public data."""
    ordinary: Estimate | None
    """Of messages that hold none: the share in which something is hidden."""
    p50_ms: float
    p95_ms: float
    """Of screening one ordinary message."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        return measures.figures(self.made, self.messages, self.ordinary)

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(self.model_dump_json(indent=1), "utf-8")
        return folder / FILE


def examine_personal_data(
    settings: Settings,
    ordinary: Sequence[SaidTurn],
    *,
    data: Path | None = None,
    count: int = COUNT,
) -> PersonalDataExam:
    """`ordinary` are messages that hold no personal data; `data` adds public sentences.

    Raises OSError where the folder is not one of public data.
    """
    screening = Screening(settings.limits)
    spent: list[float] = []
    calm = [Tagged(text=turn.say, language=turn.language) for turn in ordinary]
    found = [*_inspected(calm, screening, spent)]
    p50, p95 = np.percentile(spent, [50, 95]).tolist() if spent else (0.0, 0.0)
    return PersonalDataExam(
        made=rows([*_inspected(sentences(count, seed=SEED), screening)]),
        messages=rows([*_inspected(_sealed(), screening)]),
        public=rows([*_inspected(to_measure(data) if data else (), screening)]),
        ordinary=hidden_for_nothing(found),
        p50_ms=p50,
        p95_ms=p95,
    )


def _sealed() -> Iterator[Tagged]:
    for language in Language:
        yield from filled(Half.SEALED, language, times=TIMES, seed=SEED)


def _inspected(
    texts: Iterable[Tagged], screening: Screening, spent: list[float] | None = None
) -> Iterator[Inspected]:
    for text in texts:
        began = time.perf_counter()
        screened = screening.screen(text.text, text.language)
        if spent is not None:
            spent.append((time.perf_counter() - began) * 1000)
        yield inspected(text, screened)
