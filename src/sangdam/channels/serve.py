"""`python -m sangdam.channels.serve`: the whole service on one address, in one process or many.

What watches over many workers takes in little of what they take in: they start once it is there.
"""

from __future__ import annotations

import os
import socket
import sys
from tempfile import TemporaryDirectory

import uvicorn

from sangdam.bootstrap_database import prepare_database
from sangdam.bootstrap_llama import start_llama
from sangdam.bootstrap_logging import start_logging
from sangdam.channels.patience import Patient
from sangdam.channels.supervisor import Supervisor
from sangdam.errors import SangdamError, SetupError
from sangdam.settings import LLAMA_KEY, LLAMA_URL, LLM, Settings
from sangdam.telemetry.metrics import SHARED

GRACE_S = 3
"""How long open streams may go on after the service was told to stop."""
SILENT_S = 60
"""A worker that gives no sign for so long is replaced; loading models may take it some seconds."""
ALONE, ONE_OF_MANY = "sangdam.channels.worker:alone", "sangdam.channels.worker:one_of_many"


def main() -> int:
    try:
        settings = Settings.load()
        if settings.workers > 1:
            return _serve_by_many(settings)
        return _serve_alone(settings)
    except SangdamError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _serve_alone(settings: Settings) -> int:
    config = _config(settings, ALONE)
    config.load()
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
            config = _config(settings, ONE_OF_MANY, workers=settings.workers)
            Supervisor(config, sockets=[_bound(config, "Workers start")]).run()
    finally:
        if llama is not None:
            llama.stop()
    return 0


def _config(settings: Settings, application: str, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        factory=True,
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
