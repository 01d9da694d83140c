"""Points of a reindex at which a process can be killed, by what the interpreter is about to do.

The interpreter announces every opening, renaming and removing of a file before it happens
(`sys.addaudithook`), so the product needs no hook of its own.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Point:
    """The `nth` time that `what` is about to be done to a path below the index."""

    what: str
    """make, write, read, sync, rename, remove or unlink."""
    path: str
    """Pattern of the whole path below the index; of a renaming the new one."""
    nth: int = 1


NEW = r"generations/\.building/[^/]+"
REMOVED = r"generations/\.removed/[^/]+"

POINTS: Mapping[str, Point] = {
    "before the building folder is made": Point("make", NEW),
    "before the first file is written": Point("write", f"{NEW}/.*"),
    "before the third file is written": Point("write", f"{NEW}/.*", 3),
    "before the fifth file is written": Point("write", f"{NEW}/.*", 5),
    "before the manifest is written": Point("write", f"{NEW}/manifest.json"),
    "before what was built is read back": Point("read", f"{NEW}/manifest.json"),
    "before the first file is synced": Point("sync", f"{NEW}/.*"),
    "before the fourth file is synced": Point("sync", f"{NEW}/.*", 4),
    "before the building folder is synced": Point("sync", NEW),
    "before the building folder gets its name": Point("rename", r"generations/[^.].*"),
    "after the building folder got its name": Point("sync", "generations"),
    "before the new pointer is written": Point("write", r"current\.new"),
    "before the new pointer is synced": Point("sync", r"current\.new"),
    "before the pointer is replaced": Point("rename", "current"),
    "after the pointer was replaced": Point("sync", r"\."),
    "before the list of what was served is replaced": Point("rename", "served"),
    "before an old Generation is set aside": Point("rename", REMOVED),
    "before what was set aside is removed": Point("remove", REMOVED),
    "before its third file is removed": Point("unlink", ".*", 3),
}


class Killer:
    """An audit hook that ends its own process, as kill -9 does, at a point."""

    def __init__(self, point: Point, index: Path) -> None:
        self._point = point
        self._index = index
        self._left = point.nth

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS and self._matches(event, arguments):
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def _matches(self, event: str, arguments: tuple[Any, ...]) -> bool:
        what = _opening(*arguments) if event == "open" else EVENTS[event]
        path = arguments[event == "os.rename"]
        if what != self._point.what or isinstance(path, int):
            return False
        below = os.path.relpath(os.fsdecode(path), self._index)
        return re.fullmatch(self._point.path, below) is not None


EVENTS = {
    "open": "",
    "os.mkdir": "make",
    "os.rename": "rename",
    "shutil.rmtree": "remove",
    "os.remove": "unlink",
}


def _opening(_path: object, mode: str | None, flags: int) -> str:
    """Only `os.open`, by which files are synced here, names no mode."""
    if mode is None:
        return "sync"
    return "write" if flags & (os.O_WRONLY | os.O_RDWR) else "read"


def kill_at(name: str, index: Path) -> None:
    """From now on this process dies when it comes to that point."""
    sys.addaudithook(Killer(POINTS[name], index))
