"""`python -m sangdam.channels.serve`: the whole service on one address."""

from __future__ import annotations

import logging
import socket
import sys

import uvicorn

from sangdam.bootstrap import build
from sangdam.channels.app import create_app
from sangdam.errors import SangdamError
from sangdam.settings import Settings

GRACE_S = 3
"""How long open streams may go on after the service was told to stop."""


def main() -> int:
    try:
        settings = Settings.load()
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        logging.getLogger("httpx2").setLevel(logging.WARNING)  # a line for every model call
        service = build(settings)
    except SangdamError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if made := service.operator_key.made:
        sys.stdout.write(f"\nOperator key (shown once): {made.get_secret_value()}\n")
    config = uvicorn.Config(
        create_app(service),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level.lower(),
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    bound = config.bind_socket()
    # asyncio does this itself only for sockets that name their protocol, which this one does not;
    # without it every answer waits 40 ms for the browser's acknowledgement.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    address = f"http://{settings.host}:{bound.getsockname()[1]}"
    sys.stdout.write(f"\nReady: chat {address}/  desk {address}/desk  API {address}/docs\n\n")
    sys.stdout.flush()
    uvicorn.Server(config).run(sockets=[bound])
    return 0


if __name__ == "__main__":
    sys.exit(main())
