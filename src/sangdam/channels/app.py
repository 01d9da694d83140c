"""The web application: every router over one Service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from sangdam import __version__
from sangdam.bootstrap import Service
from sangdam.channels import (
    accounts,
    agents,
    chat,
    company,
    conversation,
    deliveries,
    desk,
    docs,
    figures,
    gaps,
    health,
    metrics,
    privacy,
    problems,
    search,
    session,
    status,
    usage,
)
from sangdam.channels.attachments import UPLOADS, attachments
from sangdam.channels.guard import Guard
from sangdam.channels.live import Live
from sangdam.channels.pages import pages
from sangdam.channels.turns import TurnPool
from sangdam.channels.widget import widget


def create_app(service: Service) -> FastAPI:
    """The ASGI application; it closes the service when it shuts down."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = service
        app.state.live = Live(service.events, counted=service.metrics.streams_are)
        app.state.turns = TurnPool(service.settings.limits.concurrent_turns, service.processors)
        yield
        await app.state.live.close()
        app.state.turns.close()
        service.close()

    app = problems.Described(
        title="Sangdam",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
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
        session.router,
        company.router,
        accounts.router,
        deliveries.router,
        status.router,
        usage.router,
        figures.router,
        privacy.router,
        gaps.router,
        docs.router,
        pages(service),
        widget(service),
    ):
        app.include_router(router)
    limits = service.settings.limits
    app.add_middleware(
        Guard,
        body_bytes=limits.body_bytes,
        body_seconds=limits.body_seconds,
        uploads=UPLOADS,
    )
    # Around the guard: a page elsewhere may read its refusals too.
    open_to(app, service.settings.allowed_origins)
    return app


def open_to(app: FastAPI, origins: tuple[str, ...]) -> None:
    """Let pages of these origins call the chat API; a browser refuses it to those of any other."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
            expose_headers=["Retry-After"],
        )
