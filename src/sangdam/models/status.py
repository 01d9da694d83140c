"""How the parts of the service are, as an operator sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from sangdam.models.words import Value


class BreakerState(StrEnum):
    """Whether a language model may be asked."""

    CLOSED = "closed"
    """It may."""
    OPEN = "open"
    """It failed, and rests."""
    TRYING = "trying"
    """One turn tries whether it works again."""


class ModelFailure(StrEnum):
    """How a language model failed. The list is closed."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"
    """By any other status from 400 to 499: a wrong key, an unknown model."""
    BROKEN = "broken"
    """A status from 500 on."""
    UNUSABLE = "unusable"
    """What came is no answer: empty, cut off, not what was asked for."""


class ModelTrouble(Value):
    kind: ModelFailure
    at: datetime


class Part(StrEnum):
    DATABASE = "database"
    INDEX = "index"
    EMBEDDER = "embedder"
    LANGUAGE_MODEL = "language_model"
    DELIVERIES = "deliveries"
    DISK = "disk"
    WORKERS = "workers"
    BUDGET = "budget"


class PartState(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    """Customers are served, with less."""
    DOWN = "down"
    """Customers are not served until it is back."""
    UNKNOWN = "unknown"
    """It could not be looked at."""


class PartStatus(Value):
    part: Part
    state: PartState
    since: datetime
    """When this process saw it come to this state."""
    facts: Mapping[str, str | int | float | None] = Field(default_factory=dict)
    """Figures and words of closed lists; nothing secret, nothing personal."""
