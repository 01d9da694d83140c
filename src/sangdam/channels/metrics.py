"""The service's figures, for Prometheus. Needs the permission `metrics`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from sangdam.bootstrap import Service
from sangdam.channels.callers import may
from sangdam.models import Permission

router = APIRouter(tags=["health"])

Permitted = Annotated[Service, may(Permission.METRICS)]

TEXT = {"content": {"text/plain": {}}, "description": "Figures, one a line"}


@router.get("/metrics", response_class=Response, responses={200: TEXT})
def metrics(service: Permitted) -> Response:
    """Every figure in Prometheus's text format."""
    return Response(service.metrics.text(), media_type=service.metrics.content_type)
