"""Where a handoff goes."""

from __future__ import annotations

import pytest

from sangdam.desk.queues import QUEUES, queue_for
from sangdam.models import ReasonCode


def test_every_reason_has_its_queue() -> None:
    assert set(QUEUES) == set(ReasonCode)
    assert all(queue.name for queue in QUEUES.values())


@pytest.mark.parametrize(
    ("priority", "reasons"),
    [
        (1, "safety self_harm fraud"),
        (2, "legal anger abuse payment_dispute complaint accessibility erasure"),
        (3, "request account_data third_failure"),
        (4, "no_evidence low_confidence failed_checks system"),
    ],
)
def test_how_urgent_each_reason_is(priority: int, reasons: str) -> None:
    found = {reason.value for reason in ReasonCode if queue_for(reason).priority == priority}
    assert found == set(reasons.split())


def test_no_queues_name_tells_the_customer_off() -> None:
    # The queue's name is part of the reply that the customer gets.
    assert not {queue.name for queue in QUEUES.values()} & {"abuse", "anger", "self_harm"}
