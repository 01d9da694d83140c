"""The service's figures, for Prometheus. Needs the operator key."""

from __future__ import annotations

from fastapi import APIRouter, Response

from sangdam.channels.callers import Operated

router = APIRouter(tags=["health"])


@router.get("/metrics")
def metrics(service: Operated) -> Response:
    """Every figure in Prometheus's text format."""
    return Response(service.metrics.text(), media_type=service.metrics.content_type)
