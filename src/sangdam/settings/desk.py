"""Who gets what at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from sangdam.models import Language, ReasonCode
from sangdam.settings.group import Group


class QueueRule(Group):
    """One line of the routing table: tickets that fit all it names go to its queue."""

    queue: str = Field(min_length=1)
    priority: int = Field(ge=1, le=4)
    """1 is most urgent."""
    answer_minutes: float = Field(gt=0)
    """Open minutes within which a person should have taken the ticket."""
    skills: tuple[str, ...] = ()
    """What an agent must be able to do to be handed such a ticket unasked."""
    reasons: tuple[ReasonCode, ...] = ()
    """Empty, here and below: any."""
    languages: tuple[Language, ...] = ()
    products: tuple[str, ...] = ()
    """Product codes, with * for anything: `HB-*`."""
    tiers: tuple[str, ...] = ()
    """Customer tiers, as the shop gave them to PUT /v1/desk/customers."""


def _rule(queue: str, priority: int, minutes: float, *reasons: ReasonCode) -> QueueRule:
    return QueueRule(queue=queue, priority=priority, answer_minutes=minutes, reasons=reasons)


ROUTING = (
    _rule("safety", 1, 5, ReasonCode.SAFETY, ReasonCode.SELF_HARM),
    _rule("fraud", 1, 5, ReasonCode.FRAUD),
    _rule("legal", 2, 60, ReasonCode.LEGAL),
    _rule("privacy", 2, 60, ReasonCode.ERASURE),
    _rule("payments", 2, 30, ReasonCode.PAYMENT_DISPUTE),
    _rule("complaints", 2, 15, ReasonCode.ANGER, ReasonCode.ABUSE, ReasonCode.COMPLAINT),
    _rule("accessibility", 2, 30, ReasonCode.ACCESSIBILITY),
    _rule("orders", 3, 30, ReasonCode.ACCOUNT_DATA),
    _rule("general", 3, 30, ReasonCode.REQUEST, ReasonCode.THIRD_FAILURE),
    _rule("general", 4, 120),
)
"""Who is in danger or losing money comes first, then who is upset, then who asked, then what the
assistant did not know."""


class Desk(Group):
    """Who gets what at the desk. The first rule that fits decides, so the last must fit all."""

    routing: tuple[QueueRule, ...] = ROUTING
    capacity: int = Field(default=4, ge=1)
    """Conversations that one agent may have at once, unless their own number says otherwise.
    The most urgent tickets may be claimed beyond it."""
    away_seconds: float = Field(default=90, gt=0)
    """An agent whose desk was silent for so long counts as offline."""
    give_back_minutes: float = Field(default=10, gt=0)
    """What an agent holds goes back to the queue so long after they went offline."""
    canned_replies: Path | None = None
    """A YAML file of ready replies instead of the shipped ones."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        last = self.routing[-1] if self.routing else None
        if last is None or last.reasons or last.languages or last.products or last.tiers:
            raise ValueError(
                "the last rule of desk.routing must fit every ticket: give it only queue,"
                " priority and answer_minutes"
            )
        return self
