"""What comes from outside: unknown fields are refused."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

HIGHEST = 2**31 - 1
"""Most that a number may be which the database counts by."""
NUL = "\0"
"""No text may hold it: PostgreSQL keeps none that does, and SQLite cuts some off there."""


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_nul(cls, sent: Any) -> Any:
        if _holds_nul(sent):
            raise ValueError("a text holds a NUL character; leave it out")
        return sent


def _holds_nul(sent: object) -> bool:
    """In one of the texts, or of the texts in a list."""
    match sent:
        case str():
            return NUL in sent
        case dict():
            return any(_holds_nul(each) for each in sent.values())
        case list():
            return any(isinstance(each, str) and NUL in each for each in sent)
    return False
