"""A model's version of what the customer wants, kept only where its words are the customer's.

The ticket already has its summary by rule; this replaces one sentence of it, later, or never.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from sangdam.errors import ModelUnavailable
from sangdam.models import HandoffSummary, Language, Statement
from sangdam.ports import LanguageModel, Morphology
from sangdam.prompts import prompt
from sangdam.routing.summary import MOST_WORDS

LANGUAGE_NAMES = {Language.KOREAN: "Korean", Language.ENGLISH: "English"}
LATEST = 6
"""Messages that the model gets to read."""
MOST_TOKENS = 120
NAMES = ("NNG", "NNP", "SL", "SN", "XR")
ABOUT_ANYONE = frozenset(
    {"고객", "요청", "문의", "희망", "상품", "custom", "want", "ask", "the", "a", "to"}
)
"""Words a summary may add without claiming anything."""
GOAL_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "goal": {"type": "string"},
        "messages": {"type": "array", "items": {"type": "integer"}},
    },
    "required": ["goal", "messages"],
    "additionalProperties": False,
}


class Said(NamedTuple):
    """One message of the customer, personal data masked."""

    id: str
    text: str


class ModelSummary:
    """Rewrites the goal of a summary with the model's help."""

    def __init__(self, *, model: LanguageModel, morphology: Morphology, language: Language) -> None:
        self._model = model
        self._morphology = morphology
        self._language = language

    def rewrite(self, summary: HandoffSummary, said: Sequence[Said]) -> HandoffSummary | None:
        """The summary with the model's goal, or None where the summary by rule stays: the model
        is away, or its sentence says what the customer did not say."""
        latest = said[-LATEST:]
        goal = self._goal(latest)
        if goal is None or not self._is_theirs(goal.text, latest):
            return None
        better = summary.model_copy(update={"goal": goal, "author": self._model.name})
        return better if better.words <= MOST_WORDS else None

    def _goal(self, said: Sequence[Said]) -> Statement | None:
        listed = "\n".join(f"{n}. {message.text}" for n, message in enumerate(said, start=1))
        user = prompt(
            "messages_to_summarise", language=LANGUAGE_NAMES[self._language], messages=listed
        )
        try:
            completion = self._model.complete(
                prompt("summarise"), user, schema=GOAL_SCHEMA, max_tokens=MOST_TOKENS
            )
            answer = json.loads(completion.text)
            pointers = tuple(said[n - 1].id for n in answer["messages"] if 1 <= n <= len(said))
            goal = str(answer["goal"]).strip()
        except (ModelUnavailable, ValueError, KeyError, TypeError):
            return None
        return Statement(text=goal, pointers=pointers) if goal and pointers else None

    def _is_theirs(self, goal: str, said: Sequence[Said]) -> bool:
        known = self._nouns(" ".join(message.text for message in said)) | ABOUT_ANYONE
        return self._nouns(goal) <= known

    def _nouns(self, text: str) -> frozenset[str]:
        return frozenset(m.form for m in self._morphology.analyse(text) if m.tag.startswith(NAMES))
