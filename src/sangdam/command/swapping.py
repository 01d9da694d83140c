"""A folder that takes another one's place, and gives it back where something fails."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import Self


class Swap:
    """In its block `fresh` is filled and put in place of `target`. An error that leaves the block
    brings back what was there; else that is removed at the end. Raises OSError."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._before = target.with_name(f".{target.name}.before")
        self.fresh = target.with_name(f".{target.name}.restoring")
        self._taken = False

    def __enter__(self) -> Self:
        if self._before.exists():  # a run before this one was killed
            shutil.rmtree(self._target, ignore_errors=True)
            self._before.rename(self._target)
        shutil.rmtree(self.fresh, ignore_errors=True)
        self.fresh.mkdir(mode=0o700, parents=True)
        return self

    def take_place(self) -> None:
        if self._target.exists():
            self._target.rename(self._before)
        self._taken = True
        self.fresh.rename(self._target)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        if kind is not None and self._taken:
            shutil.rmtree(self._target, ignore_errors=True)
            if self._before.exists():
                self._before.rename(self._target)
        for scrap in (self.fresh, self._before):
            shutil.rmtree(scrap, ignore_errors=True)
