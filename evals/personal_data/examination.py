"""Screens made sentences and a public set, and keeps what came of it; never a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from evals.personal_data.made import MAKERS, MadeSentence, sentences
from evals.personal_data.measures import Inspected, Row, rows
from sangdam.guardrails.screening import Screening
from sangdam.models import Screened, Value
from sangdam.settings import Settings

FILE = "personal_data.json"
COUNT = 4000
SEED = 20261122
LABELS = {
    **dict.fromkeys(("전화번호", "phone"), "phone"),
    **dict.fromkeys(("이메일", "email"), "email"),
    **dict.fromkeys(("계좌번호", "account"), "account"),
    **dict.fromkeys(("주소", "address"), "address"),
    **dict.fromkeys(("이름", "name"), "name"),
}
"""Of placeholders: "[전화번호 1]"."""


class PersonalDataExam(Value):
    rows: tuple[Row, ...]
    p50_ms: float
    p95_ms: float
    """Of screening one sentence."""

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(self.model_dump_json(indent=1), "utf-8")
        return folder / FILE


def examine_personal_data(settings: Settings, *, count: int = COUNT) -> PersonalDataExam:
    screening = Screening(settings.limits)
    spent: list[float] = []
    inspected = [*_inspected(sentences(count, seed=SEED), screening, spent)]
    p50, p95 = np.percentile(spent, [50, 95]).tolist()
    return PersonalDataExam(rows=rows(inspected, MAKERS), p50_ms=p50, p95_ms=p95)


def _inspected(
    made: Iterable[MadeSentence], screening: Screening, spent: list[float]
) -> Iterator[Inspected]:
    for sentence in made:
        began = time.perf_counter()
        screened = screening.screen(sentence.text, sentence.language)
        spent.append((time.perf_counter() - began) * 1000)
        yield Inspected(
            language=sentence.language,
            planted=tuple(one.kind for one in sentence.planted),
            kept=tuple(one.kind for one in sentence.planted if one.text in screened.text),
            taken=(*screened.removed, *_masked(screened)),
        )


def _masked(screened: Screened) -> Iterator[str]:
    for placeholder in screened.masked:
        yield LABELS[placeholder.strip("[]").rpartition(" ")[0]]
