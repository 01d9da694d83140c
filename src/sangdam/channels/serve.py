"""`python -m sangdam.channels.serve`: the whole service on one address, in one process or many."""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
import time
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from sangdam.bootstrap import build, prepare_database, start_llama, start_logging
from sangdam.channels.app import create_app
from sangdam.channels.patience import Patient
from sangdam.errors import SangdamError, SetupError
from sangdam.settings import LLAMA_KEY, LLAMA_URL, LLM, Settings
from sangdam.telemetry.metrics import SHARED

log = logging.getLogger(__name__)

GRACE_S = 3
"""How long open streams may go on after the service was told to stop."""
SILENT_S = 60
"""A worker that gives no sign for so long is replaced; loading models may take it some seconds."""
CANT_START = 3
"""Exit status by which a worker tells that another try would fail too."""


DATABASE_AGAIN_S = 1.0
"""Between two looks of a worker that is started while the database is away."""


def main() -> int:
    try:
        settings = Settings.load()
        if settings.workers > 1:
            return _serve_by_many(settings)
        return _serve_alone(settings)
    except SangdamError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def worker() -> FastAPI:
    """The application of one worker among many. It waits for a database that is away, as it was
    there when the first one started."""
    try:
        settings = Settings.load()
        _wait_for_database(settings)
        return _application(settings)
    except SangdamError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(CANT_START)


def _serve_alone(settings: Settings) -> int:
    config = _config(settings, _application(settings))
    uvicorn.Server(config).run(sockets=[_bound(config, "Ready")])
    return 0


def _serve_by_many(settings: Settings) -> int:
    if settings.database.startswith("sqlite"):
        raise SetupError(
            f"SANGDAM_WORKERS is {settings.workers}, but SQLite serves one process; set"
            " SANGDAM_DATABASE_URL to a PostgreSQL, or leave out SANGDAM_WORKERS"
        )
    start_logging(settings)
    prepare_database(settings)
    # One embedded language model for all: it takes more memory than all the rest.
    llama = start_llama(settings, shared=True) if settings.llm_in_use is LLM.LOCAL else None
    if llama is not None:
        os.environ[LLAMA_URL], os.environ[LLAMA_KEY] = llama.base_url, llama.api_key
    try:
        with TemporaryDirectory(prefix="sangdam-metrics-") as folder:
            os.environ[SHARED] = folder
            config = _config(settings, "sangdam.channels.serve:worker", workers=settings.workers)
            Multiprocess(config, sockets=[_bound(config, "Workers start")]).run()
    finally:
        if llama is not None:
            llama.stop()
    return 0


def _wait_for_database(settings: Settings) -> None:
    start_logging(settings)
    while True:
        try:
            prepare_database(settings)
        except SetupError as error:
            log.warning("%s; another look in %g s", error, DATABASE_AGAIN_S)
            time.sleep(DATABASE_AGAIN_S)
        else:
            return


def _application(settings: Settings) -> FastAPI:
    start_logging(settings)
    service = build(settings)
    if made := service.operator_key.made:
        sys.stdout.write(f"\nOperator key (shown once): {made.get_secret_value()}\n")
        sys.stdout.flush()
    application = create_app(service)
    # What is loaded stays for good; looking through it for garbage would hold up turns by 25 ms.
    gc.freeze()
    return application


def _config(settings: Settings, application: FastAPI | str, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        factory=isinstance(application, str),
        workers=workers,
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level.lower(),
        log_config=None,  # its lines go where all lines go, in the same form
        access_log=False,
        http=Patient,
        server_header=False,
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=SILENT_S,
    )


def _bound(config: uvicorn.Config, state: str) -> socket.socket:
    bound = config.bind_socket()
    # asyncio does this itself only for sockets that name their protocol, which this one does not;
    # without it every answer waits 40 ms for the browser's acknowledgement.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    address = f"http://{config.host}:{bound.getsockname()[1]}"
    sys.stdout.write(f"\n{state}: chat {address}/  desk {address}/desk  API {address}/docs\n\n")
    sys.stdout.flush()
    return bound


if __name__ == "__main__":
    sys.exit(main())
