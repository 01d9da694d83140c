"""A throw-away Milvus, for tests and benchmarks: milvus-lite as a server of its own on loopback.

It is reached as a cluster is, by URL, and several processes may ask it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from sangdam.errors import IndexUnavailable
from sangdam.retrieval.milvus import Milvus
from scripts.benchmarks.serving import free_port

PATIENCE_S = 90
ANSWER_S = 60
"""A test on a busy machine waits longer than a customer does."""
RUN = "from milvus_lite.cmdline import main; main()"


def missing() -> str | None:
    """Why there can be none; None where there can."""
    absent = [name for name in ("pymilvus", "milvus_lite") if find_spec(name) is None]
    if absent:
        return f"{' and '.join(absent)} not installed: pip install 'sangdam[milvus]' milvus-lite"
    return None


class MilvusServer:
    """`start` it, and again after a `stop`; `remove` it in the end."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sangdam-milvus-"))
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Returns once it answers."""
        arguments = ["server", "--host", "127.0.0.1", "--port", str(self._port)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", RUN, *arguments, "--data-dir", str(self._folder / "data")],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + PATIENCE_S
        while not self._answers():
            said = (self._folder / "log").read_text("utf-8", "replace")
            assert time.monotonic() < deadline and self._process.poll() is None, said
            time.sleep(0.1)

    def connect(self) -> Milvus:
        return Milvus(self.url, answer_s=ANSWER_S)

    def stop(self) -> None:
        """As a machine that loses its power."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except IndexUnavailable:
            return False
        return True
