"""What was told to the shop's other systems, and what could not be. Needs the permission
`deliveries`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from sangdam.bootstrap import Service
from sangdam.channels.callers import may
from sangdam.channels.sent import HIGHEST
from sangdam.models import Delivery, DeliveryState, Permission

router = APIRouter(prefix="/v1/desk/deliveries", tags=["desk"])

Permitted = Annotated[Service, may(Permission.DELIVERIES)]

LONGEST_LIST = 200
Id = Annotated[int, Path(ge=1, le=HIGHEST)]


class DeliveryList(BaseModel):
    deliveries: tuple[Delivery, ...]
    dead: int
    """How many there are of either kind, listed here or not."""
    waiting: int


class Replayed(BaseModel):
    replayed: int


@router.get("")
def deliveries(
    service: Permitted,
    state: DeliveryState = DeliveryState.DEAD,
    limit: Annotated[int, Query(ge=1, le=LONGEST_LIST)] = 50,
    after: Annotated[int, Query(ge=0, le=HIGHEST)] = 0,
) -> DeliveryList:
    """By id, those above `after`; the dead ones are what a person must look at."""
    return DeliveryList(
        deliveries=service.outbox.list(state, limit=limit, after=after),
        dead=service.outbox.count(DeliveryState.DEAD),
        waiting=service.outbox.count(DeliveryState.WAITING),
    )


@router.post("/replay")
def replay_all(service: Permitted, destination: str | None = None) -> Replayed:
    """Send every dead one again, or those of one destination, in the order of their events."""
    return Replayed(replayed=service.outbox.replay_all(destination))


@router.post("/{delivery_id}/replay")
def replay(delivery_id: Id, service: Permitted) -> Delivery:
    """Send a dead one again, before what waits behind it in its conversation."""
    return service.outbox.replay(delivery_id)
