"""xllamacpp's one home: the process that LlamaServer starts.

`python -m sangdam.answering.llama_child FILE EXECUTABLE PORT PARENT`: a server on loopback with
the GGUF file, by the executable where one is named, by xllamacpp where it is an empty string.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

HOST = "127.0.0.1"
KEY = "LLAMA_API_KEY"
"""Environment variable with the key; llama.cpp's own llama-server reads the same one."""
ENVIRONMENT = {"OMP_WAIT_POLICY": "passive"}
"""Threads that wait sleep: on a busy machine it writes up to nine times the tokens a second."""
CONTEXT = 4096
THREADS = 2
SLOTS = 1
PROMPT_CACHE_MB = 128
"""For prompts that lost the slot to another one; about 28 MB per 1,000 tokens."""
NICENESS = 10
"""The service and its embedder come first."""

_SET_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux."""


def main(file: str, executable: str, port: str, parent: str) -> None:
    _die_with(int(parent))
    os.nice(NICENESS)
    if executable:
        _become(executable, file, int(port))
    _serve(file, int(port))


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the service is gone")


def _become(executable: str, file: str, port: int) -> None:
    words = {
        "--model": file,
        "--alias": Path(file).stem,
        "--host": HOST,
        "--port": port,
        "--ctx-size": CONTEXT,
        "--parallel": SLOTS,
        "--threads": THREADS,
    }
    os.execvp(executable, [executable, *(str(word) for pair in words.items() for word in pair)])


def _serve(file: str, port: int) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = file
    params.model_alias = {Path(file).stem}
    params.hostnames = [HOST]
    params.port = port
    params.api_keys = [os.environ[KEY]]
    params.n_ctx = CONTEXT
    params.n_parallel = SLOTS
    params.cpuparams.n_threads = THREADS
    params.cpuparams_batch.n_threads = THREADS
    params.cache_ram_mib = PROMPT_CACHE_MB
    params.ui = False
    params.endpoint_slots = False
    _server = xllamacpp.Server(params)
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
