"""Made-up questions without an answer, and vectors for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from sangdam.models import Language
from sangdam.ports import Matrix
from sangdam.storage.gaps import Ended
from tests.moments import MONDAY_MORNING

KOREAN, ENGLISH = Language.KOREAN, Language.ENGLISH
JAPAN, STUDENT, DAWN = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Question:
    text: str
    language: Language = KOREAN
    ended: Ended = Ended.NO_EVIDENCE
    asker: int = 1
    hours_ago: int = 0
    evidence: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        return MONDAY_MORNING - timedelta(hours=self.hours_ago)


def unit(*rows: tuple[float, ...]) -> Matrix:
    vectors = np.array(rows, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
