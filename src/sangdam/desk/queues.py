"""Which queue a handoff goes to, and how urgent it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sangdam.models import ReasonCode

LEAST_URGENT = 4


class Queue(NamedTuple):
    name: str
    priority: int
    """1 is most urgent, LEAST_URGENT least."""


QUEUES: Mapping[ReasonCode, Queue] = MappingProxyType(
    {
        ReasonCode.SAFETY: Queue("safety", 1),
        ReasonCode.SELF_HARM: Queue("safety", 1),
        ReasonCode.FRAUD: Queue("fraud", 1),
        ReasonCode.LEGAL: Queue("legal", 2),
        ReasonCode.ERASURE: Queue("privacy", 2),
        ReasonCode.PAYMENT_DISPUTE: Queue("payments", 2),
        ReasonCode.ANGER: Queue("complaints", 2),
        ReasonCode.ABUSE: Queue("complaints", 2),
        ReasonCode.COMPLAINT: Queue("complaints", 2),
        ReasonCode.ACCESSIBILITY: Queue("accessibility", 2),
        ReasonCode.REQUEST: Queue("general", 3),
        ReasonCode.ACCOUNT_DATA: Queue("orders", 3),
        ReasonCode.THIRD_FAILURE: Queue("general", 3),
        ReasonCode.NO_EVIDENCE: Queue("general", 4),
        ReasonCode.LOW_CONFIDENCE: Queue("general", 4),
        ReasonCode.FAILED_CHECKS: Queue("general", 4),
        ReasonCode.SYSTEM: Queue("general", 4),
    }
)


def queue_for(reason: ReasonCode) -> Queue:
    return QUEUES[reason]
