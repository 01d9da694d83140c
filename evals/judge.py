"""A model as judge: an extra opinion beside the rules, never one of the checks.

It is asked one thing, whether the reply answers the question as the case's facts say. Its word
depends on the model and on the prompt, so `name` tells both.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from string import Template
from typing import Literal

from pydantic import BaseModel, ValidationError

from evals.cases import Case
from evals.observed import Score, Seen
from sangdam.errors import ModelUnavailable
from sangdam.models import Outcome
from sangdam.ports import LanguageModel

PROMPTS = Path(__file__).parent / "prompts"
MOST_TOKENS = 200
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"why": {"type": "string"}, "verdict": {"enum": ["yes", "no"]}},
    "required": ["why", "verdict"],
    "additionalProperties": False,
}


class Judge:
    """Satisfies Scorer. Scores answers to cases with facts; an unusable opinion is none."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._instructions = (PROMPTS / "judge.md").read_text("utf-8").strip()
        self._question = (PROMPTS / "judged_reply.md").read_text("utf-8").strip()

    @property
    def name(self) -> str:
        """The model and a fingerprint of what it is asked: equal names judge alike."""
        asked = f"{self._instructions}\n{self._question}".encode()
        return f"{self._model.name} {hashlib.sha256(asked).hexdigest()[:12]}"

    def __call__(self, case: Case, seen: Seen) -> Score | None:
        if not case.facts or seen.reply.outcome is not Outcome.ANSWERED:
            return None
        asked = Template(self._question).substitute(
            question=_conversation(case),
            facts="\n".join(f"- {' / '.join(wordings)}" for wordings in case.facts),
            reply=seen.reply.text,
        )
        opinion = self._opinion(asked)
        if opinion is None:
            return None
        right = opinion.verdict == "yes"
        return Score(value=float(right), why="" if right else opinion.why)

    def _opinion(self, asked: str) -> _Opinion | None:
        try:
            completion = self._model.complete(
                self._instructions, asked, schema=SCHEMA, max_tokens=MOST_TOKENS
            )
            return _Opinion.model_validate_json(completion.text)
        except (ModelUnavailable, ValidationError):
            return None


def _conversation(case: Case) -> str:
    """All that the customer said, for a last message may not stand alone."""
    return "\n".join(case.say)


class _Opinion(BaseModel):
    why: str
    verdict: Literal["yes", "no"]
