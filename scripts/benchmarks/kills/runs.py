"""Real reindex and rollback runs, each in a process of its own that may be killed.

One process loads what takes seconds to load and then forks for every run, so that a run takes
milliseconds; it has no threads, which a fork would lose.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from tqdm import tqdm

from sangdam.errors import SangdamError
from sangdam.indexing.reindex import reindex
from sangdam.indexing.rollback import rollback
from sangdam.offline import HashEmbedder
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.vectors import FaissIndex, FaissIndexes
from scripts.benchmarks.kills.points import kill_at

PASSAGE_TOKENS = 40
ENDS_WITHIN_S = 300
"""A run takes a tenth of a second; a machine under load may need longer."""


@dataclass(frozen=True)
class Run:
    knowledge: Path
    index: Path
    kill_at: str | None = None
    """A name in POINTS."""
    kill_after_s: float | None = None
    file_bytes: int | None = None
    """No file may grow longer: what a full disk is to a writer."""
    hold: Path | None = None
    """Once it has the lock, make the file `held` in this folder and wait for the file `go`."""
    full: bool = False
    """Build anew though nothing changed."""
    back: bool = False
    """Roll back instead of reindexing."""


@dataclass(frozen=True)
class Ended:
    killed: bool
    refused: str
    """What the program said where it refused; empty where it did what it was told."""
    fault: str
    """Traceback of anything that it did not mean to raise."""
    seconds: float


class Runs:
    """Use it as a context manager; one run at a time."""

    def __init__(self) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._ours, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_serve, args=(theirs,), daemon=True)
        self._theirs = theirs

    def __enter__(self) -> Self:
        self._process.start()
        self._theirs.close()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ours.close()
        self._process.join()

    def __call__(self, run: Run) -> Ended:
        self.begin(run)
        return self.end()

    def begin(self, run: Run) -> None:
        self._ours.send(run)

    def end(self) -> Ended:
        """What became of the run that was begun."""
        if not self._ours.poll(ENDS_WITHIN_S):
            raise TimeoutError(f"a run did not end within {ENDS_WITHIN_S} s")
        ended: Ended = self._ours.recv()
        return ended


def _serve(orders: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Its own lock is a semaphore of the system, and every killed process would leave one behind.
    tqdm.set_lock(threading.RLock())
    lexical = KiwiBm25Indexes(KiwiMorphology())
    while True:
        try:
            run: Run = orders.recv()
        except EOFError:
            return
        orders.send(_forked(run, lexical))


def _forked(run: Run, lexical: KiwiBm25Indexes) -> Ended:
    reading, writing = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if not child:
        os.close(reading)
        os.write(writing, _said(run, lexical))
        os._exit(0)
    os.close(writing)
    if run.kill_after_s is not None:
        time.sleep(run.kill_after_s)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        refused, _, fault = pipe.read().decode().partition("\0")
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return Ended(killed, refused, fault, time.perf_counter() - began)


def _said(run: Run, lexical: KiwiBm25Indexes) -> bytes:
    try:
        _do(run, lexical)
    except SangdamError as error:
        return str(error).encode()
    except BaseException:  # noqa: BLE001 - told to the process that ordered the run
        return f"\0{traceback.format_exc()}".encode()
    return b""


def _do(run: Run, lexical: KiwiBm25Indexes) -> None:
    if run.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (run.file_bytes, run.file_bytes))
    if run.kill_at:
        kill_at(run.kill_at, run.index)
    if run.back:
        rollback(run.index, vectors=Waiting(run.hold), lexical=lexical)
        return
    reindex(
        run.knowledge,
        run.index,
        embedder=HashEmbedder(),
        vectors=FaissIndexes(),
        lexical=lexical,
        count=lambda text: len(text.split()),
        progress=lambda _what, _done, _total: None,
        clock=lambda: datetime.now(UTC),
        passage_tokens=PASSAGE_TOKENS,
        full=run.full,
        accept=lambda _live, _new: _wait(run.hold),
    )


class Waiting(FaissIndexes):
    def __init__(self, hold: Path | None) -> None:
        self._hold = hold

    def open(self, folder: Path) -> FaissIndex:
        _wait(self._hold)
        return super().open(folder)


def _wait(folder: Path | None) -> None:
    if folder:
        (folder / "held").touch()
        while not (folder / "go").exists():
            time.sleep(0.01)
