"""`python -m sangdam.channels.serve`: the whole service on one address."""

from __future__ import annotations

import logging
import sys

import uvicorn

from sangdam.bootstrap import build
from sangdam.channels.app import create_app
from sangdam.errors import SangdamError
from sangdam.settings import Settings


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
    address = f"http://{settings.host}:{settings.port}"
    sys.stdout.write(f"\nReady: chat {address}/  desk {address}/desk  API {address}/docs\n\n")
    sys.stdout.flush()
    uvicorn.run(
        create_app(service),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
