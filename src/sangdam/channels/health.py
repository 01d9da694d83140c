"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from sangdam.bootstrap import Service
from sangdam.channels.callers import Calls
from sangdam.errors import Unavailable

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: str


class Readiness(BaseModel):
    status: str
    generation: str
    passages: int
    language_model: str
    """Name of the model, and whether it is ready; `none` where answers go without one."""
    model_budget: Literal["none", "left", "spent"]
    """Today's. Once it is spent, answers go without the model until tomorrow."""


@router.get("/healthz")
async def healthz() -> Health:
    """The process lives, also where all its threads wait for something."""
    return Health(status="ok")


@router.get("/readyz")
def readyz(service: Calls) -> Readiness:
    """The service can answer, with or without its language model."""
    if not service.checkup.able:
        raise Unavailable("A part that customers can't be served without is down.")
    manifest = service.current().manifest
    model = service.model
    state = f"{model.name} ({'ready' if model.ready else 'not ready'})" if model else "none"
    return Readiness(
        status="ready",
        generation=manifest.generation,
        passages=manifest.passages,
        language_model=state,
        model_budget=_budget(service),
    )


def _budget(service: Service) -> Literal["none", "left", "spent"]:
    if service.settings.cost.daily_budget is None:
        return "none"
    return "spent" if service.spending.over() else "left"
