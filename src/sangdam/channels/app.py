"""The web application: every router over one Service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from sangdam import __version__
from sangdam.bootstrap import Service
from sangdam.channels import (
    agents,
    chat,
    conversation,
    deliveries,
    desk,
    docs,
    gaps,
    health,
    metrics,
    privacy,
    problems,
    search,
    status,
    usage,
)
from sangdam.channels.attachments import attachments
from sangdam.channels.live import Live
from sangdam.channels.pages import pages
from sangdam.channels.turns import TurnPool


def create_app(service: Service) -> FastAPI:
    """The ASGI application; it closes the service when it shuts down."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = service
        app.state.live = Live(service.events, counted=service.metrics.streams_are)
        app.state.turns = TurnPool(service.settings.limits.concurrent_turns)
        yield
        await app.state.live.close()
        app.state.turns.close()
        service.close()

    app = FastAPI(
        title="Sangdam",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        max_body_size=service.settings.limits.body_bytes,
        responses=problems.RESPONSES,
    )
    problems.install(app)
    for router in (
        health.router,
        metrics.router,
        chat.router,
        conversation.router,
        attachments(service.settings.attachments),
        search.router,
        desk.router,
        agents.router,
        deliveries.router,
        status.router,
        usage.router,
        privacy.router,
        gaps.router,
        docs.router,
        pages(service),
    ):
        app.include_router(router)
    if service.settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(service.settings.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
            expose_headers=["Retry-After"],
        )
    return app
