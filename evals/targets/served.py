"""A service behind a real server on this machine, for customers who come over HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.errors import SetupError

STARTS_S = 30


@contextmanager
def served(service: Service) -> Iterator[str]:
    """The address of a server on a free port. It closes the service when the block ends.

    Raises SetupError where it does not start.
    """
    server = uvicorn.Server(uvicorn.Config(create_app(service), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port(server, thread)}"
    finally:
        server.should_exit = True
        thread.join()


def _port(server: uvicorn.Server, thread: threading.Thread) -> int:
    deadline = time.monotonic() + STARTS_S
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise SetupError(f"no server started within {STARTS_S} s")
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
