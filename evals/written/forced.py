"""A language model that has to write, whatever it thinks of the passages."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

from sangdam.ports import Completion, LanguageModel

NUMBERED = re.compile(r"^\[(\d+)\] ", re.MULTILINE)
"""The head of a passage in the prompt."""
WHOLE = re.compile(
    r'\{\s*"text"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"passages"\s*:\s*\[[\d,\s]*\]\s*\}', re.DOTALL
)
MOST_SENTENCES = 4
MOST_CITED = 2


class Forced:
    """Satisfies LanguageModel over another one. It must write a sentence at least and cite what
    it was given; a sentence that the limit of tokens cut off is left out, the others stay."""

    writes_prose = True

    def __init__(self, model: LanguageModel) -> None:
        self.name = model.name
        self._model = model

    @property
    def ready(self) -> bool:
        return self._model.ready

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        obliging = obliged(schema, passages=len(NUMBERED.findall(user))) if schema else None
        said = self._model.complete(system, user, schema=obliging, max_tokens=max_tokens)
        return said._replace(text=whole_sentences(said.text))


def obliged(schema: dict[str, object], *, passages: int) -> dict[str, object]:
    """The schema of a written draft, with at least one sentence and one citation in each."""
    bound: dict[str, Any] = deepcopy(schema)
    sentences = bound["properties"]["sentences"]
    sentences |= {"minItems": 1, "maxItems": MOST_SENTENCES}
    cited = sentences["items"]["properties"]["passages"]
    cited |= {"minItems": 1, "maxItems": MOST_CITED}
    cited["items"] = {"type": "integer", "minimum": 1, "maximum": passages}
    return bound


def whole_sentences(text: str) -> str:
    """JSON with the sentences that were finished."""
    sentences = [json.loads(found, strict=False) for found in WHOLE.findall(text)]
    return json.dumps({"sentences": sentences}, ensure_ascii=False)
