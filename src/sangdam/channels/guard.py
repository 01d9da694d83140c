"""What holds for every request and answer: how long a body may take, and which headers keep a
browser from doing more with an answer than was meant."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sangdam.channels.problems import MEDIA_TYPE, too_large

CLOSE = {"Connection": "close"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Where an answer does not say otherwise itself."""


class Guard:
    """Stands before the whole application."""

    def __init__(self, app: ASGIApp, *, body_seconds: float) -> None:
        self._app = app
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        await self._app(scope, _in_time(receive, self._body_seconds), answer.send)


def _in_time(receive: Receive, seconds: float) -> Receive:
    """The body within so many seconds from the first look at it; what comes after it, such as
    that the caller left, whenever it comes."""
    ends: float | None = None
    whole = False

    async def receive_in_time() -> Message:
        nonlocal ends, whole
        if whole:
            return await receive()
        now = asyncio.get_running_loop().time()
        ends = ends or now + seconds
        try:
            message = await asyncio.wait_for(receive(), max(0, ends - now))
        except TimeoutError:
            raise HTTPException(
                HTTPStatus.REQUEST_TIMEOUT,
                f"The body took longer than {seconds:g} s to arrive.",
                headers=CLOSE,
            ) from None
        whole = not message.get("more_body", False)
        return message

    return receive_in_time


class _Answer:
    """Adds the headers; and makes a problem document of the web framework's own refusal of a body
    that is too long, which is a bare line of text."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._replaced = False

    async def send(self, message: Message) -> None:
        if message["type"] != "http.response.start":
            if not self._replaced:
                await self._send(message)
            return
        headers = MutableHeaders(scope=message)
        refused = message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if refused and headers.get("content-type") != MEDIA_TYPE:
            self._replaced = True
            await too_large()(self._scope, _nothing, self.send_start)
            return
        await self.send_start(message)

    async def send_start(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if self._scope["path"].startswith("/v1/"):
                headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
