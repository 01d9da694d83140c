"""All that a load run needs, in processes: PostgreSQL, workers, a language model."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil

from sangdam.storage.database import Database
from sangdam.storage.master import master_key
from sangdam.storage.traces import Traces
from scripts.benchmarks import postgres
from scripts.benchmarks.serving import free_port
from scripts.benchmarks.workers import Workers

STUB_STARTS_S = 20
ALL = 1_000_000
"""More turns than any run has."""


class Stub:
    """The language model's process. `stop` it."""

    def __init__(self, first_token_ms: float, pace: float) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "scripts.benchmarks.pressure.stub_model"]
        command += ["--port", str(port), "--first-token-ms", str(first_token_ms)]
        self.process = psutil.Popen([*command, "--pace", str(pace)])
        self._until_it_answers()

    def ended(self) -> dict[str, float]:
        """Question -> when the model's last token was sent, by time.monotonic()."""
        told: dict[str, float] = httpx2.get(f"{self.url}/ended").json()
        return told

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def _until_it_answers(self) -> None:
        deadline = time.monotonic() + STUB_STARTS_S
        while True:
            try:
                self.ended()
            except httpx2.TransportError:
                assert time.monotonic() < deadline and self.process.is_running()
                time.sleep(0.05)
            else:
                return


class House:
    """Workers on an emptied database."""

    def __init__(
        self, workers: Workers, stub: Stub, server: postgres.Server, url: str, folder: Path
    ) -> None:
        self.workers = workers
        self.stub = stub
        self.url = workers.url
        self.processes = workers.processes()
        self.database = [server.process] if server.process else []
        self._database_url = url
        self._folder = folder

    def reused(self) -> dict[str, int]:
        """How many turns so far took what of the answer cache."""
        database = Database(self._database_url, master=master_key(None, self._folder))
        found = Counter(trace.reused.value for trace in Traces(database).recent(ALL))
        database.close()
        return dict(found)


@contextmanager
def server() -> Iterator[postgres.Server]:
    """Raises SystemExit where PostgreSQL is not installed."""
    programs = postgres.programs()
    if programs is None:
        raise SystemExit(postgres.missing())
    made = postgres.Server(programs)
    made.start()
    try:
        yield made
    finally:
        made.stop()


@contextmanager
def house(
    folder: Path, database: postgres.Server, stub: Stub, index: Path, *, cached: int | None = None
) -> Iterator[House]:
    """`cached`: answers that each worker remembers, None for as many as is shipped."""
    folder.mkdir()
    settings = {
        "SANGDAM_LLM": "openai",
        "SANGDAM_OPENAI_BASE_URL": f"{stub.url}/v1",
        "SANGDAM_MODEL": "stub",
        "SANGDAM_LOG_LEVEL": "INFO",
    }
    if cached is not None:
        settings["SANGDAM_LIMITS__CACHED_ANSWERS"] = str(cached)
    url = database.empty_database()
    workers = Workers(folder, url, index, settings=settings)
    try:
        yield House(workers, stub, database, url, folder)
    finally:
        workers.stop()
