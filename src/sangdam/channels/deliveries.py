"""What was told to the shop's other systems, and what could not be. Needs the operator key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from sangdam.channels.callers import Operated
from sangdam.models import Delivery, DeliveryState

router = APIRouter(prefix="/v1/desk/deliveries", tags=["desk"])

LONGEST_LIST = 200
HIGHEST_ID = 2**31 - 1
Id = Annotated[int, Path(ge=1, le=HIGHEST_ID)]


class DeliveryList(BaseModel):
    deliveries: tuple[Delivery, ...]


@router.get("")
def deliveries(
    service: Operated,
    state: DeliveryState = DeliveryState.DEAD,
    limit: Annotated[int, Query(ge=1, le=LONGEST_LIST)] = 50,
    after: Annotated[int, Query(ge=0, le=HIGHEST_ID)] = 0,
) -> DeliveryList:
    """By id, those above `after`; the dead ones are what a person must look at."""
    return DeliveryList(deliveries=service.outbox.list(state, limit=limit, after=after))


@router.post("/{delivery_id}/replay")
def replay(delivery_id: Id, service: Operated) -> Delivery:
    """Send a dead one again, before what waits behind it in its conversation."""
    return service.outbox.replay(delivery_id)
