"""Stand-ins that ship with the package: they need no model file and no network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zlib import crc32

import numpy as np

from sangdam.errors import ModelUnavailable
from sangdam.models import Language, Usage
from sangdam.ports import Completion, Matrix


class HashEmbedder:
    """Satisfies ports.Embedder: hashed character pairs and triples, so like spelling means near.

    Queries and passages are embedded alike. `embedded` holds every text it was given, in order.
    """

    dimension = 64

    def __init__(self, name: str = "hash-64") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Matrix:
        self.embedded.extend(texts)
        return np.array([self._vector(text) for text in texts], np.float32).reshape(-1, 64)

    def _vector(self, text: str) -> Matrix:
        vector = np.zeros(self.dimension, np.float32)
        padded = f" {text.lower()} "
        for size in (2, 3):
            for start in range(len(padded) - size + 1):
                value = crc32(padded[start : start + size].encode())
                vector[value % self.dimension] += 1 if value >> 31 else -1
        length = float(np.linalg.norm(vector))
        if not length:
            vector[0] = length = 1.0
        return vector / np.float32(length)


class ScriptedModel:
    """A language model that says what it was told to, records what it was asked, and fails
    when its script runs out. An exception in the script is raised in its turn."""

    name = "scripted"
    ready = True

    def __init__(self, *answers: str | ModelUnavailable, writes_prose: bool = False) -> None:
        self.writes_prose = writes_prose
        self.calls: list[tuple[str, str]] = []
        self._answers = list(answers)

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        del schema, max_tokens
        self.calls.append((system, user))
        if not self._answers:
            raise AssertionError(f"the script has no answer for call {len(self.calls)}")
        answer = self._answers.pop(0)
        if isinstance(answer, ModelUnavailable):
            raise answer
        return Completion(answer, Usage(prompt_tokens=1, completion_tokens=1, model=self.name))


class InventiveModel:
    """A language model that answers whatever it is asked with a sentence of its own invention,
    and cites the first passage for it: what the checks on drafts are there to stop."""

    name = "inventive"
    ready = True
    writes_prose = True
    invention: Mapping[Language, str] = {
        Language.KOREAN: "네, 어떤 경우든 90일 안에 전액 무료로 처리해 드립니다.",
        Language.ENGLISH: "Yes, we always do that free of charge within 90 days.",
    }

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        del system, schema, max_tokens
        language = Language.KOREAN if "Korean" in user else Language.ENGLISH
        sentence = {"text": self.invention[language], "passages": [1]}
        answer = json.dumps({"sentences": [sentence]}, ensure_ascii=False)
        return Completion(answer, Usage(prompt_tokens=1, completion_tokens=1, model=self.name))


class StoppedClock:
    """A clock that moves only when told to."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **parts: float) -> None:
        """`advance(hours=25)`; the parts are those of timedelta."""
        self.moment += timedelta(**parts)
