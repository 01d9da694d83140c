"""One writer at a time: two of them would otherwise undo each other."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sangdam.errors import SetupError
from sangdam.indexing.generations import current_name
from sangdam.indexing.publishing import IN_FOLDERS, remove_leftovers, remove_old
from sangdam.ports import Elsewhere

LOCK = "lock"


@contextmanager
def one_writer(index: Path, elsewhere: Elsewhere = IN_FOLDERS) -> Iterator[None]:
    """Hold the index's lock. Raises SetupError at once where another process holds it.

    The kernel lets go when the process ends, however it ends: a lock is never left behind.
    What a writer that was killed has left behind, on the disk and elsewhere, is mended first.
    """
    with _opened(index) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(
                f"another reindex is writing to {index}; wait until it has ended, then try again"
            ) from None
        if served := current_name(index):
            elsewhere.serve(served)
        remove_leftovers(index, elsewhere)
        remove_old(index, elsewhere)
        yield


def _opened(index: Path) -> TextIO:
    try:
        index.mkdir(parents=True, exist_ok=True)
        return (index / LOCK).open("w")
    except OSError as error:
        raise SetupError(
            f"the index folder {index} can't be written to ({error.strerror}); "
            "mend its rights or set SANGDAM_INDEX_DIR"
        ) from None
