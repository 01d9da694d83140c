"""What the language model was used for, and what that cost. Needs the permission `usage`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from sangdam.bootstrap import Service
from sangdam.channels.callers import may
from sangdam.models import DayOfSpending, Permission

router = APIRouter(prefix="/v1/desk/usage", tags=["desk"])

Permitted = Annotated[Service, may(Permission.USAGE)]

MOST_DAYS = 92


class UsageReport(BaseModel):
    currency: str
    daily_budget: float | None
    budget_spent: bool
    """Today's: turns go on without the model."""
    days: tuple[DayOfSpending, ...]


@router.get("")
def usage(service: Permitted, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 7) -> UsageReport:
    """Today and the days before it in the shop's zone, newest first."""
    cost = service.settings.cost
    return UsageReport(
        currency=cost.currency,
        daily_budget=cost.daily_budget,
        budget_spent=service.spending.over(),
        days=service.spending.days(days),
    )
