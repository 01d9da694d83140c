"""The service as it runs on many processors: processes of its own on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import psutil

from scripts.benchmarks.serving import free_port

KEY = "the-key-of-this-run"
PATIENCE_S = 180


class Workers:
    """`stop` it."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        index: Path,
        *,
        count: int = 2,
        settings: Mapping[str, str] | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`settings`: more environment variables, which win over those here."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / "log"
        self._environment = {
            **os.environ,
            "SANGDAM_WORKERS": str(count),
            "SANGDAM_DATABASE_URL": database_url,
            "SANGDAM_DATA_DIR": str(folder),
            "SANGDAM_INDEX_DIR": str(index),
            "SANGDAM_LLM": "none",
            "SANGDAM_OPERATOR_KEY": KEY,
            "SANGDAM_PORT": str(port),
            "SANGDAM_RATES__CONVERSATION__TIMES": "100000",  # nobody types as fast as this asks
            "SANGDAM_HOURS__OPENS": "00:00",
            "SANGDAM_HOURS__CLOSES": "00:00",
            "SANGDAM_HOURS__WEEKDAYS": "[0, 1, 2, 3, 4, 5, 6]",
            "SANGDAM_HOURS__COUNTRY": "US",
            **(settings or {}),
        }
        self._count = count
        with self._log.open("wb") as log:
            self._parent = psutil.Popen(
                [sys.executable, "-m", "sangdam.channels.serve"],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._patience_s = patience_s
        try:
            self.wait_until_all_answer()
        except BaseException:
            self.stop()
            raise

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def processes(self) -> list[psutil.Process]:
        """The workers that live, without what watches over them."""
        children = self._parent.children()
        return [child for child in children if _is_worker(child)]

    def wait_until_all_answer(self) -> None:
        deadline = time.monotonic() + self._patience_s
        started = "Application startup complete"
        while len(self.processes()) < self._count or self.log.count(started) < self._count:
            assert time.monotonic() < deadline and self._parent.is_running(), self.log
            time.sleep(0.1)

    def wait_until(self, lines: int, said: str = "Application startup complete") -> None:
        deadline = time.monotonic() + self._patience_s
        while self.log.count(said) < lines:
            assert time.monotonic() < deadline, self.log
            time.sleep(0.1)

    def post(self, path: str, body: object = None, **headers: str) -> httpx2.Response:
        """Over a connection of its own: any worker may take it."""
        return httpx2.post(f"{self.url}{path}", json=body, headers=headers, timeout=PATIENCE_S)

    def get(self, path: str, **headers: str) -> Any:
        return httpx2.get(f"{self.url}{path}", headers=headers, timeout=PATIENCE_S).json()

    def stop(self) -> int:
        """The exit code."""
        self._parent.terminate()
        return int(self._parent.wait(PATIENCE_S))


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
