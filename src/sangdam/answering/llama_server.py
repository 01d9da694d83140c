"""llama.cpp's OpenAI-compatible server, kept running as a child process on loopback."""

from __future__ import annotations

import http.client
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from pathlib import Path

from sangdam.answering.llama_child import ENVIRONMENT, HOST, KEY

LONGEST_PAUSE_S = 60.0
TICK_S = 0.2

log = logging.getLogger(__name__)


class LlamaServer:
    """Keeps one server running from `start` to `stop`; its death is an outage, never an error.

    The key is random and kept from the command line, so no other local user can use the server.
    What it prints is thrown away: it may hold customers' texts.
    """

    def __init__(
        self, file: Path, *, executable: str | None = None, keeps_address: bool = False
    ) -> None:
        """`executable`: a llama-server to run in place of the embedded one. `keeps_address`: it
        starts again where it was, for others who were told."""
        self.model = file.stem
        self.api_key = secrets.token_urlsafe(24)
        self._child = (str(file.resolve()), executable or "")
        self._port = _free_port() if keeps_address else 0
        self._keeps_address = keeps_address
        self._ready, self._stopping = threading.Event(), threading.Event()
        # Daemon, and alive while the child is: Linux ends a child with the thread that made it.
        self._keeper = threading.Thread(target=self._keep, name="llama-server", daemon=True)

    def start(self) -> None:
        """Returns at once; `ready` turns true some seconds later."""
        self._keeper.start()

    @property
    def base_url(self) -> str:
        """Another one after every restart, unless it keeps it; ask for it before every call."""
        return f"http://{HOST}:{self._port}/v1"

    @property
    def ready(self) -> bool:
        """True from the first good health check until the process ends."""
        return self._ready.is_set()

    def stop(self) -> None:
        self._stopping.set()
        if self._keeper.ident:
            self._keeper.join()

    def _keep(self) -> None:
        pause = TICK_S
        while not self._stopping.is_set():
            was_ready = self._run_once()
            pause = TICK_S if was_ready else min(2 * pause, LONGEST_PAUSE_S)
            self._stopping.wait(pause)

    def _run_once(self) -> bool:
        """Run a server until it or the service ends; whether it ever was ready."""
        was_ready = False
        if not self._keeps_address:
            self._port = _free_port()
        with self._spawn() as process:
            while process.poll() is None and not self._stopping.wait(TICK_S):
                if not was_ready and _healthy(self._port):
                    was_ready = True
                    self._ready.set()
            self._ready.clear()
            process.kill()
        if not self._stopping.is_set():
            log.warning("the language model's server ended with code %s", process.returncode)
        return was_ready

    def _spawn(self) -> subprocess.Popen[bytes]:
        words = (*self._child, str(self._port), str(os.getpid()))
        return subprocess.Popen(
            (sys.executable, "-m", "sangdam.answering.llama_child", *words),
            env={**os.environ, **ENVIRONMENT, KEY: self.api_key},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
