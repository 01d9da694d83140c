"""The stub of a language model as a process of its own, which can be killed and started again."""

from __future__ import annotations

import subprocess
import sys
import time

import httpx2

from scripts.benchmarks.figures import ROOT
from scripts.benchmarks.serving import free_port


class StubModel:
    """Starts it, kills it, starts it again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it answers."""
        command = [sys.executable, "-m", "scripts.benchmarks.breaking.stub", str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT)
        while not self._answers():
            time.sleep(0.02)

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"http://127.0.0.1:{self.port}/").is_success
        except httpx2.TransportError:
            return False
