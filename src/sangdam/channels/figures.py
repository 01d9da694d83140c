"""The figures of the last days, for the support lead. Needs the permission `usage`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from sangdam.bootstrap import Service
from sangdam.channels.callers import may
from sangdam.models import Figures, Permission

router = APIRouter(prefix="/v1/desk/figures", tags=["desk"])

Permitted = Annotated[Service, may(Permission.USAGE)]

MOST_DAYS = 90


@router.get("")
def figures(service: Permitted, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 7) -> Figures:
    """Today and the days before it in the shop's zone: how much customers wrote, how it ended,
    why and how soon people came, and what customers thought of it. Counts alone."""
    return service.reckoning.figures(days)
