"""How long one call of a language model may take, its retries and the whole stream included."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

LONGEST_WAIT_S = 2.0
"""A server that asks for more time before a retry is not waited for in this turn."""

_CALL: ContextVar[Patience] = ContextVar("_CALL")
"""The call under way in this thread."""


class Patience:
    """Of one call, from now on."""

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._began = monotonic()
        self._seconds = seconds

    @property
    def spent_s(self) -> float:
        return self._monotonic() - self._began

    @property
    def left_s(self) -> float:
        return self._seconds - self.spent_s

    @contextmanager
    def during(self) -> Generator[None]:
        """The hooks of the HTTP client keep to it meanwhile."""
        token = _CALL.set(self)
        try:
            yield
        finally:
            _CALL.reset(token)

    @contextmanager
    def cutting(self, response: Any) -> Generator[None]:
        """Breaks the response's stream off at the end, however long it is silent before."""
        connection = response.extensions["network_stream"].get_extra_info("socket")
        timer = threading.Timer(max(self.left_s, 0), _cut, [connection])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def before_request(request: Any) -> None:
    """Hook: no attempt may take longer than what is left. Raises TimeoutError."""
    if (left := _CALL.get().left_s) <= 0:
        raise TimeoutError("no time is left for another attempt")
    request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), left)


def after_response(response: Any) -> None:
    """Hook: a retry that would come too late is not waited for."""
    wait = retry_after_s(response.headers)
    too_long = wait is not None and wait > min(LONGEST_WAIT_S, _CALL.get().left_s)
    if response.status_code >= HTTPStatus.BAD_REQUEST and too_long:
        response.headers["x-should-retry"] = "false"  # the openai SDK heeds it


def retry_after_s(headers: Any) -> float | None:
    """Seconds by the Retry-After header, which names them or a moment; None without one."""
    said = headers.get("retry-after", "")
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is over already
