"""A language model whose every call is told of."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sangdam.errors import ModelUnavailable
from sangdam.models import ModelCall, Usage
from sangdam.ports import Completion, LanguageModel


class Metered:
    """Satisfies ports.LanguageModel by another one. Whoever is in `told` hears of each call right
    after it, in its thread."""

    def __init__(
        self, model: LanguageModel, *, told: Sequence[Callable[[ModelCall], None]]
    ) -> None:
        self._model = model
        self._told = told

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def ready(self) -> bool:
        return self._model.ready

    @property
    def writes_prose(self) -> bool:
        return self._model.writes_prose

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        began = time.perf_counter()
        try:
            completion = self._model.complete(system, user, schema=schema, max_tokens=max_tokens)
        except ModelUnavailable as error:
            likely = Usage(
                prompt_tokens=error.prompt_tokens, completion_tokens=error.completion_tokens
            )
            self._tell(began, likely, failed=True)
            raise
        self._tell(began, completion.usage, failed=False)
        return completion

    def _tell(self, began: float, usage: Usage, *, failed: bool) -> None:
        seconds = time.perf_counter() - began
        call = ModelCall(model=self.name, usage=usage, seconds=seconds, failed=failed)
        for tell in self._told:
            tell(call)
