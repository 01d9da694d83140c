"""A wire that can be cut, or fall silent, between the service and what it depends on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from scripts.benchmarks.serving import free_port

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PIECE = 65_536


class Proxy:
    """Listens on loopback and passes everything on, until it is told otherwise. Made inside the
    loop that it runs in; `open` it, and `close` it."""

    def __init__(self, connect: Callable[[], Awaitable[Streams]]) -> None:
        self.port = free_port()
        self._connect = connect
        self._passes = asyncio.Event()
        self._passes.set()
        self._refuses = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    def cut(self) -> None:
        """Ends every connection and refuses new ones, until `mend`."""
        self._refuses = True
        for writer in self._writers:
            writer.transport.abort()

    def fall_silent(self) -> None:
        """Takes everything, and passes nothing on until `mend`."""
        self._passes.clear()

    def mend(self) -> None:
        self._refuses = False
        self._passes.set()

    async def close(self) -> None:
        if self._server is None:
            return
        self._server.close()
        self.cut()
        self._passes.set()
        await self._server.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if not self._refuses:
                await self._join(reader, writer)
        except OSError:
            pass  # one side is gone, and so the other is let go
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._passes.wait()
        there, back = await self._connect()
        self._writers.add(back)
        try:
            both = (self._pump(reader, back), self._pump(there, writer))
            ways = [asyncio.create_task(way) for way in both]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._writers.discard(back)
            back.close()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(PIECE):
                await self._passes.wait()
                target.write(piece)
                await target.drain()


def to_socket(path: Path) -> Callable[[], Awaitable[Streams]]:
    return lambda: asyncio.open_unix_connection(path)


def to_port(port: int) -> Callable[[], Awaitable[Streams]]:
    return lambda: asyncio.open_connection("127.0.0.1", port)
