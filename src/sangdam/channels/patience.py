"""A connection that does not say what it wants is not waited for."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Patient(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, which would wait for the head of a request forever."""

    head_seconds = 15.0
    """From the connection, or the end of the last answer, to the end of a head."""
    _cut: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait_or_not()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait_or_not()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait_or_not()

    def _wait_or_not(self) -> None:
        """One timer for the whole head, however many pieces it comes in."""
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._cut is None and not self.transport.is_closing():
            self._cut = self.loop.call_later(self.head_seconds, self.transport.close)

    def _stop(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None
