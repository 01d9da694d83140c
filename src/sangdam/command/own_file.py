"""A new file that is for its owner only, and whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sangdam.errors import Conflict, SetupError
from sangdam.indexing.durable import FRESH, sync


@contextmanager
def own_file(path: Path) -> Iterator[BinaryIO]:
    """The file is there once the block has ended; after an error it is not.

    Raises Conflict where there is such a file, SetupError where the disk refuses.
    """
    if path.exists():
        raise Conflict(f"{path} is there already; name another file")
    fresh = path.with_name(path.name + FRESH)
    try:
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            yield file
        sync(fresh)
        fresh.rename(path)
        sync(path.parent)
    except OSError as error:
        raise SetupError(f"{path} can't be written: {error}; name another place") from error
    finally:
        fresh.unlink(missing_ok=True)
