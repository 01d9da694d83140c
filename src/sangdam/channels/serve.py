"""`python -m sangdam.channels.serve`: the whole service on one address."""

from __future__ import annotations

import logging
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
    socket = config.bind_socket()
    address = f"http://{settings.host}:{socket.getsockname()[1]}"
    sys.stdout.write(f"\nReady: chat {address}/  desk {address}/desk  API {address}/docs\n\n")
    sys.stdout.flush()
    uvicorn.Server(config).run(sockets=[socket])
    return 0


if __name__ == "__main__":
    sys.exit(main())
