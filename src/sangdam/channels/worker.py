"""The application of one process, made in that process."""

from __future__ import annotations

import gc
import logging
import sys
import time

from fastapi import FastAPI

from sangdam.bootstrap import build, start_logging
from sangdam.bootstrap_database import prepare_database
from sangdam.channels.app import create_app
from sangdam.errors import SangdamError, SetupError
from sangdam.settings import Settings

log = logging.getLogger(__name__)

CANT_START = 3
"""Exit status by which a worker tells that another try would fail too."""
DATABASE_AGAIN_S = 1.0
"""Between two looks of a worker that is started while the database is away."""


def alone() -> FastAPI:
    """Of the only process there is. Raises SangdamError."""
    settings = Settings.load()
    start_logging(settings)
    return _application(settings)


def one_of_many() -> FastAPI:
    """It waits for a database that is away, as it was there when the first one started."""
    try:
        settings = Settings.load()
        start_logging(settings)
        _wait_for_database(settings)
        return _application(settings)
    except SangdamError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(CANT_START)


def _wait_for_database(settings: Settings) -> None:
    while True:
        try:
            prepare_database(settings)
        except SetupError as error:
            log.warning("%s; another look in %g s", error, DATABASE_AGAIN_S)
            time.sleep(DATABASE_AGAIN_S)
        else:
            return


def _application(settings: Settings) -> FastAPI:
    service = build(settings)
    if made := service.operator_key.made:
        sys.stdout.write(f"\nOperator key (shown once): {made.get_secret_value()}\n")
        sys.stdout.flush()
    application = create_app(service)
    # What is loaded stays for good; looking through it for garbage would hold up turns by 25 ms.
    gc.freeze()
    return application
