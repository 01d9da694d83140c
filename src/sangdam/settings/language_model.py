"""Which language model, and what it costs."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from sangdam.settings.group import Group


class LLM(StrEnum):
    """Which language model writes or chooses."""

    AUTO = "auto"
    """openai where a key or a base URL is set, else local where its file is there, else none."""
    OPENAI = "openai"
    LOCAL = "local"
    NONE = "none"


class Cost(Group):
    """What the language model costs, for a million tokens. Nothing is reckoned without prices."""

    input_per_million: float | None = Field(default=None, ge=0)
    cached_per_million: float | None = Field(default=None, ge=0)
    """Of the input, what the server had read before. Default: as any input."""
    output_per_million: float | None = Field(default=None, ge=0)
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    daily_budget: float | None = Field(default=None, ge=0)
    """Once a day of the shop's has cost so much, turns go on without the model until the next."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.input_per_million is None) != (self.output_per_million is None):
            raise ValueError("give input_per_million and output_per_million, both or none")
        if self.daily_budget is not None and self.input_per_million is None:
            raise ValueError("daily_budget needs input_per_million and output_per_million")
        return self
