"""Files that are no plain text -> Markdown, in a process of its own, within bounds."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.conversion.limits import SECONDS, TEXT_BYTES
from sangdam.indexing.conversion.unreadable import Unreadable
from sangdam.indexing.conversion.zips import Member

ANSWER_BYTES = 8 * TEXT_BYTES
"""Most that is taken of one answer: text as JSON, with its lines and notes."""
HEAD_BYTES = 8
"""An answer begins with its length in so many bytes, the highest first."""
CHUNK = 2**16
COMMAND = (sys.executable, "-P", "-m", "sangdam.indexing.conversion.worker")
HANDED_ON = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")
"""Of the environment: none of the keys and passwords that stand there."""


class Worker(NamedTuple):
    process: subprocess.Popen[bytes]
    link: socket.socket


class Converter:
    """Starts its process with the first file; one that dies or takes too long is replaced, and
    only the file that it had at hand is unreadable. Use it in a `with` block.

    The process is handed open files, never names: it has no business with any other file.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._worker: Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def convert(self, handle: BinaryIO, suffix: str) -> Converted:
        """Raises Unreadable."""
        return Converted.from_dict(self._asked(handle, {"suffix": suffix}))

    def unpack(self, handle: BinaryIO, folder: Path, wanted: Collection[str]) -> tuple[Member, ...]:
        """A zip's files into `folder`; see `zips.unpack`. Raises Unreadable."""
        request = {"suffix": ".zip", "folder": str(folder), "wanted": [*wanted]}
        return tuple(Member(*member) for member in self._asked(handle, request))

    def _asked(self, handle: BinaryIO, request: Mapping[str, object]) -> Any:
        worker = self._running()
        try:
            socket.send_fds(worker.link, [json.dumps(request).encode()], [handle.fileno()])
            answer = json.loads(self._answer(worker.link))
        except TimeoutError:
            self._end()
            what = f"not read within {self._seconds:g} s; split it, or run again with --full"
            raise Unreadable(what) from None
        except (OSError, ValueError):
            self._end()
            what = "it broke what reads it; save it anew or in another format"
            raise Unreadable(what) from None
        if "unreadable" in answer:
            raise Unreadable(answer["unreadable"], answer["line"])
        return answer["read"]

    def _running(self) -> Worker:
        if self._worker is None:
            ours, theirs = socket.socketpair()
            with theirs:
                process = subprocess.Popen(
                    [*COMMAND, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
                )
            self._worker = Worker(process, ours)
        return self._worker

    def _answer(self, link: socket.socket) -> bytes:
        """Raises TimeoutError after too long, OSError where the process has died."""
        deadline = time.monotonic() + self._seconds
        length = int.from_bytes(_received(link, HEAD_BYTES, deadline))
        if length > ANSWER_BYTES:
            raise OSError
        return _received(link, length, deadline)

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.link.close()
            self._worker.process.kill()
            self._worker.process.wait()
            self._worker = None


def _received(link: socket.socket, length: int, deadline: float) -> bytes:
    found = bytearray()
    while len(found) < length:
        link.settimeout(max(0.001, deadline - time.monotonic()))
        part = link.recv(min(CHUNK, length - len(found)))
        if not part:
            raise OSError
        found += part
    return bytes(found)
