"""What holds for every request and answer: how long a body may be and may take, and which headers
keep a browser from doing more with an answer than was meant."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sangdam.channels.problems import too_large, unreadable
from sangdam.channels.sent import NUL

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Where an answer does not say otherwise itself."""

ENCODED_NUL = b"%00"


class Guard:
    """Stands before the whole application. `uploads` are the paths that count a longer body
    themselves, as they read it."""

    def __init__(
        self, app: ASGIApp, *, body_bytes: int, body_seconds: float, uploads: re.Pattern[str]
    ) -> None:
        self._app = app
        self._body_bytes = body_bytes
        self._body_seconds = body_seconds
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _with_headers(scope, send)
        if NUL in scope["path"] or ENCODED_NUL in scope["query_string"]:
            await unreadable("The address holds a NUL character.")(scope, receive, send)
            return
        most = None if self._uploads.fullmatch(scope["path"]) else self._body_bytes
        if most is not None and told_length(Headers(scope=scope)) > most:
            await too_large()(scope, receive, send)
            return
        await self._app(scope, _Body(receive, self._body_seconds, most).receive, send)


def told_length(headers: Headers) -> int:
    """How many bytes the caller says the body has; 0 where they say nothing that is a number, for
    all are counted as they come."""
    told = headers.get("content-length", "")
    return int(told) if told.isdecimal() else 0


class _Body:
    """The body within so many seconds from the first look at it and, where `most` is given, so
    many bytes; what comes after it, such as that the caller left, whenever it comes."""

    def __init__(self, receive: Receive, seconds: float, most: int | None) -> None:
        self._receive = receive
        self._seconds = seconds
        self._most = most
        self._ends: float | None = None
        self._length = 0
        self._whole = False

    async def receive(self) -> Message:
        """Raises HTTPException, which every reader of a body lets through."""
        if self._whole:
            return await self._receive()
        message = await self._in_time()
        self._whole = not message.get("more_body", False)
        self._length += len(message.get("body", b""))
        if self._most is not None and self._length > self._most:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    async def _in_time(self) -> Message:
        now = asyncio.get_running_loop().time()
        self._ends = self._ends or now + self._seconds
        try:
            return await asyncio.wait_for(self._receive(), max(0, self._ends - now))
        except TimeoutError:
            raise HTTPException(
                HTTPStatus.REQUEST_TIMEOUT,
                f"The body took longer than {self._seconds:g} s to arrive.",
                headers={"Connection": "close"},
            ) from None


def _with_headers(scope: Scope, send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if scope["path"].startswith("/v1/"):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_with_headers
