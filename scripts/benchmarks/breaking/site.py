"""The service on two workers, PostgreSQL and a language model, with breakable wires between."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from scripts.benchmarks.breaking.model import StubModel
from scripts.benchmarks.breaking.proxy import Proxy, to_port, to_socket
from scripts.benchmarks.figures import ROOT
from scripts.benchmarks.postgres import Server
from scripts.benchmarks.workers import Workers

STARTS_S = 300
"""How long the workers may take to come up: other work on the machine slows them."""
WATCH_EVERY_S = 0.5
"""How soon a supervisor sees that PostgreSQL is gone."""


class Site:
    """`open` it inside the loop, and `close` it."""

    def __init__(self, folder: Path, index: Path, server: Server) -> None:
        self.server = server
        self.index = index
        self.model = StubModel()
        self.to_database = Proxy(to_socket(server.socket))
        self.to_model = Proxy(to_port(self.model.port))
        self.knowledge = folder / "knowledge"
        self._folder = folder
        self._edits = 0
        self._workers: Workers | None = None
        self._supervisor: asyncio.Task[None] | None = None

    async def open(self) -> None:
        shutil.copytree(ROOT / "knowledge", self.knowledge)
        await asyncio.to_thread(self.model.start)
        await self.to_database.open()
        await self.to_model.open()
        url = f"postgresql://sangdam@127.0.0.1:{self.to_database.port}/postgres"
        settings = {
            "SANGDAM_LLM": "openai",
            "SANGDAM_MODEL": "stub",
            "SANGDAM_OPENAI_BASE_URL": f"http://127.0.0.1:{self.to_model.port}/v1",
            "SANGDAM_LIMITS__CACHED_ANSWERS": "0",
            "NO_PROXY": "127.0.0.1",
        }
        self._workers = await asyncio.to_thread(
            Workers, self._folder, url, self.index, settings=settings, patience_s=STARTS_S
        )
        self._supervisor = asyncio.create_task(self._keep_database())

    async def close(self) -> None:
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
        if self._workers is not None:
            await asyncio.to_thread(self._workers.stop)
        await self.to_database.close()
        await self.to_model.close()
        self.model.kill()

    @property
    def workers(self) -> Workers:
        assert self._workers is not None
        return self._workers

    def reindex(self, *, largest_file: int | None = None) -> subprocess.Popen[bytes]:
        """Of knowledge that has changed since the last one. `largest_file`, in bytes, is how much
        the disk has room for."""
        self._edits += 1
        page = self.knowledge / "policies" / "page-of-this-run.ko.md"
        page.write_text(_page(self._edits), "utf-8")
        command = [sys.executable, "scripts/reindex.py"]
        if largest_file is not None:
            command = ["prlimit", f"--fsize={largest_file}", *command]
        settings = {
            "SANGDAM_KNOWLEDGE_DIR": str(self.knowledge),
            "SANGDAM_INDEX_DIR": str(self.index),
            "SANGDAM_DATA_DIR": str(self._folder),
        }
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, **silent)  # type: ignore[call-overload, no-any-return]

    async def _keep_database(self) -> None:
        """As a supervisor would."""
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            if not self.server.runs:
                with suppress(subprocess.CalledProcessError):  # a full disk: another try
                    await asyncio.to_thread(self.server.start_again)


def _page(number: int) -> str:
    front = "id: page-of-this-run.ko\ntitle: 오늘의 안내\naudience: customer\nlanguage: ko\n"
    text = f"# 오늘의 안내\n\n오늘의 안내는 {number}번째입니다.\n"
    return f"---\n{front}updated: 2026-11-23\n---\n\n{text}"
