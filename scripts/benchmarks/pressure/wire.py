"""As little HTTP as a page needs: this process shares the processors with what it measures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Event(NamedTuple):
    """One server-sent event."""

    kind: str
    id: str
    data: Any


class Response:
    """Status and headers, names in lower case; the body is read by one of its methods."""

    def __init__(self, reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> None:
        self.status = status
        self.headers = headers
        self._reader = reader

    async def json(self) -> Any:
        return json.loads(await self._reader.readexactly(int(self.headers["content-length"])))

    async def events(self) -> AsyncIterator[Event]:
        """Until the server ends them. Comments that keep the line open are passed over."""
        fields: dict[str, str] = {}
        async for line in self._lines():
            name, _, value = line.partition(":")
            if name:
                fields[name] = value.strip()
            elif fields:
                data = json.loads(fields.get("data", "null"))
                yield Event(fields.get("event", ""), fields.get("id", ""), data)
            if not line:
                fields = {}

    async def _lines(self) -> AsyncIterator[str]:
        left = b""
        async for chunk in self._chunks():
            *whole, left = (left + chunk).split(b"\n")
            for line in whole:
                yield line.rstrip(b"\r").decode()

    async def _chunks(self) -> AsyncIterator[bytes]:
        while size := int(await self._reader.readline(), 16):
            yield await self._reader.readexactly(size)
            await self._reader.readline()
        await self._reader.readline()


@asynccontextmanager
async def asked(
    url: str, method: str, path: str, headers: Mapping[str, str], body: object = None
) -> AsyncIterator[Response]:
    """The answer, over a connection of its own: any worker may take it.

    Raises OSError and EOFError where the connection breaks.
    """
    parts = urlsplit(url)
    sent = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {len(sent)}"]
    lines += ["Content-Type: application/json", *(f"{n}: {v}" for n, v in headers.items())]
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + sent)
        status, found = await _head(reader)
        yield Response(reader, status, found)
    finally:
        writer.close()


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}
