"""How every part of the service is. Needs the permission `status`; with the operator key no
database."""

from __future__ import annotations

import os
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from sangdam import __version__
from sangdam.bootstrap import Service
from sangdam.channels.callers import may
from sangdam.models import PartState, PartStatus, Permission

router = APIRouter(prefix="/v1/desk/status", tags=["desk"])

Permitted = Annotated[Service, may(Permission.STATUS)]

WORST_FIRST = (PartState.DOWN, PartState.UNKNOWN, PartState.DEGRADED, PartState.OK)


class ServiceStatus(BaseModel):
    state: PartState
    """The worst of its parts."""
    version: str
    process: int
    """Which one tells: each sees its own parts, and the database as they all do."""
    parts: tuple[PartStatus, ...]
    """As they were a few seconds ago."""


@router.get("")
async def status(service: Permitted) -> ServiceStatus:
    """Every part: well, degraded or down, since when, and what is known of it."""
    parts = service.checkup.parts
    return ServiceStatus(
        state=min((part.state for part in parts), key=WORST_FIRST.index, default=PartState.UNKNOWN),
        version=__version__,
        process=os.getpid(),
        parts=parts,
    )
