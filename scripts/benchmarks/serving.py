"""The service as it is shipped: a real server, real questions over HTTP, medians.

python -m scripts.benchmarks.serving [--without-model]
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx2 as httpx
import psutil

from sangdam import bootstrap_index
from sangdam.settings import Settings
from scripts.benchmarks.figures import MIB, show, silent, spread

DIRECT = (
    "제주도는 배송 며칠 걸려요?",
    "how long do refunds take?",
    "세일 상품도 반품돼요?",
    "배송비는 얼마인가요?",
    "can I change my delivery address?",
    "포인트는 언제 소멸되나요?",
)
FOR_THE_MODEL = (
    "HB-200X 용기는 식기세척기에 넣어도 되나요?",
    "is the HB-200X jar dishwasher safe?",
    "HB-300X 용기 용량이 얼마예요?",
    "how do I clean the vacuum filter?",
)
ROUNDS = 20
MODEL_STARTS_S = 120


JUDGING = ("standalone", "judge", "check")
"""Steps of a turn that neither search nor write: what confidence and checks cost."""


class Server(NamedTuple):
    url: str
    process: psutil.Process
    ready_s: float


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-model", action="store_true", help="skip the embedded model")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        bootstrap_index.reindex(Settings.load(data_dir=Path(folder)), progress=silent)
        direct_answers(Path(folder))
        if not options.without_model:
            embedded_model(Path(folder))


def direct_answers(folder: Path) -> None:
    with server(folder, llm="none") as running, httpx.Client(base_url=running.url) as client:
        show("ready without a language model", f"{running.ready_s:.1f} s")
        for question in DIRECT:
            ask(client, question)
        timed = [ask(client, question) for _ in range(ROUNDS) for question in DIRECT]
        answered = [ms for ms, reply in timed if reply["route"] == "direct"]
        memory = running.process.memory_info().rss / MIB
        show("questions answered directly", f"{len(answered)} of {len(timed)}")
        show("direct answer over HTTP", spread(answered))
        inside = [reply["timings_ms"]["total"] for _, reply in timed]
        show("  of which inside the turn", spread(inside))
        judging = [sum(reply["timings_ms"].get(step, 0) for step in JUDGING) for _, reply in timed]
        show("  of which judging and checking", spread(judging))
        show("server memory, no language model", f"{memory:.0f} MiB resident")


def embedded_model(folder: Path) -> None:
    with server(folder, llm="local") as running, httpx.Client(base_url=running.url) as client:
        began = time.perf_counter()
        while "(ready)" not in client.get("/readyz").json()["language_model"]:
            if time.perf_counter() - began > MODEL_STARTS_S:
                show("embedded model", f"not ready after {MODEL_STARTS_S} s")
                return
            time.sleep(0.2)
        show("embedded model ready after", f"{running.ready_s + time.perf_counter() - began:.1f} s")
        timed = [ask(client, question) for question in FOR_THE_MODEL * 2]
        generated = [(ms, r) for ms, r in timed if r["route"] == "generated"]
        show("questions answered by the model", f"{len(generated)} of {len(timed)}")
        if generated:
            show("first token", spread([r["usage"]["first_token_ms"] for _, r in generated]))
            show("generated answer over HTTP", spread([ms for ms, _ in generated]))
            tokens = statistics.median(r["usage"]["prompt_tokens"] for _, r in generated)
            show("prompt tokens", f"{tokens:.0f} median")


@contextmanager
def server(folder: Path, *, llm: str) -> Iterator[Server]:
    """The service as a process of its own, until the block ends."""
    port = free_port()
    environment = {
        **os.environ,
        "SANGDAM_DATA_DIR": str(folder),
        "SANGDAM_LLM": llm,
        "SANGDAM_PORT": str(port),
        "SANGDAM_LOG_LEVEL": "WARNING",
    }
    began = time.perf_counter()
    command = [sys.executable, "-m", "sangdam.channels.serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(url, process)
            yield Server(url, psutil.Process(process.pid), time.perf_counter() - began)
        finally:
            process.terminate()


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    while True:
        if process.poll() is not None:
            raise SystemExit("the server ended before it was ready")
        try:
            if httpx.get(f"{url}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)


def ask(client: httpx.Client, question: str) -> tuple[float, dict[str, Any]]:
    """Milliseconds from the request to the whole reply, and the reply."""
    began = time.perf_counter()
    answer = client.post("/v1/chat", json={"message": question}, timeout=60)
    reply: dict[str, Any] = answer.raise_for_status().json()
    return (time.perf_counter() - began) * 1000, reply


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
