"""What comes from outside: unknown fields are refused."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")
