"""The service as a process of its own, which can be killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as of_day
from pathlib import Path

import httpx2 as httpx

from sangdam.desk.service_hours import ServiceHours
from sangdam.settings import Hours
from scripts.benchmarks.serving import free_port

KEY = "the-key-of-this-run"
COUNTRIES = ("KR", "US", "JP", "GB")
"""A run on a public holiday of the first is a day in another one."""


class House:
    """Open at every hour; its log and its SQLite file lie in `folder`."""

    def __init__(self, folder: Path, index: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.kills = 0
        self.starts_s: list[float] = []
        self.database = folder / "sangdam.db"
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **os.environ,
            "SANGDAM_DATA_DIR": str(folder),
            "SANGDAM_INDEX_DIR": str(index),
            "SANGDAM_LLM": "none",
            "SANGDAM_OPERATOR_KEY": KEY,
            "SANGDAM_PORT": str(port),
            "SANGDAM_LOG_LEVEL": "WARNING",
            "SANGDAM_RATES__CONVERSATION__TIMES": "100000",  # nobody types as fast as this asks
            "SANGDAM_HOURS__OPENS": "00:00",
            "SANGDAM_HOURS__CLOSES": "00:00",
            "SANGDAM_HOURS__WEEKDAYS": "[0, 1, 2, 3, 4, 5, 6]",
            "SANGDAM_HOURS__COUNTRY": country_without_holiday(),
        }

    async def open(self) -> None:
        """Returns once it answers; raises SystemExit with its log where it never will."""
        began = time.monotonic()
        command = [sys.executable, "-m", "sangdam.channels.serve"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        async with httpx.AsyncClient() as client:
            while not await self._answers(client):
                await asyncio.sleep(0.05)
        self.starts_s.append(time.monotonic() - began)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)
        self.kills += 1

    def close(self) -> None:
        self._end(signal.SIGTERM)

    def log(self) -> str:
        """What the service wrote, without the lines of every start."""
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return "\n".join(line for line in lines if line and not line.startswith("Ready: "))

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise SystemExit(f"the server ended before it was ready:\n{self.log()}")
        try:
            return (await client.get(f"{self.url}/readyz")).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait()


def country_without_holiday() -> str:
    """Where people work today and tomorrow: a run may pass midnight."""
    days = [datetime.now(UTC) + timedelta(hours=hours) for hours in (0, 1)]
    return next(country for country in COUNTRIES if all(_works(country, day) for day in days))


def _works(country: str, day: datetime) -> bool:
    hours = Hours(opens=of_day(0), closes=of_day(0), weekdays=tuple(range(7)), country=country)
    return ServiceHours(hours, clock=lambda: day).open_now()
