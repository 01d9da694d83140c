"""The way of a Generation from building to serving, and out.

It is built in a folder of its own, made durable, and then switched to by replacing one small
file. That file alone decides what is served: what lies elsewhere follows it, is shown to others
after the switch and removed before the folder that names it. All of this is a writer's: hold the
index's lock.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sangdam.errors import IndexUnavailable, SetupError
from sangdam.indexing.durable import FRESH, replace_text, sync
from sangdam.indexing.generations import (
    BUILDING,
    CURRENT,
    GENERATIONS,
    MANIFEST,
    SERVED,
    current_name,
    names,
    served,
)
from sangdam.models import Manifest
from sangdam.ports import Elsewhere

REMOVED = ".removed"
"""Folder of those that are being removed."""
KEPT = 3
"""Generations left on disk, the current one among them: the others are for rollback."""


class InFolders:
    """Satisfies ports.Elsewhere where nothing lies outside the folders."""

    def serve(self, name: str) -> None:
        del name

    def remove(self, name: str) -> None:
        del name


IN_FOLDERS = InFolders()


def free_name(index: Path, wanted: str) -> str:
    """`wanted`, numbered where a Generation of this very second has the name already."""
    name, number = wanted, 1
    while (index / GENERATIONS / name).exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


@contextmanager
def building(index: Path, name: str, elsewhere: Elsewhere = IN_FOLDERS) -> Iterator[Path]:
    """An empty folder to build the Generation `name` in; removed at the end, unless it has gone
    live.

    Raises SetupError where the disk refuses.
    """
    folder = index / GENERATIONS / BUILDING / name
    try:
        _emptied(folder.parent, elsewhere)
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        raise _refused(index, error) from error
    finally:
        _emptied(folder.parent, elsewhere)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Written last: without it a folder is no Generation."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def go_live(index: Path, folder: Path, elsewhere: Elsewhere = IN_FOLDERS) -> None:
    """Make the built folder a Generation and switch to it; both or nothing.

    Raises SetupError where the disk refuses.
    """
    publish(index, folder)
    try:
        switch(index, folder.name, elsewhere)
    except SetupError:
        if current_name(index) != folder.name:
            _remove(index, folder.name, elsewhere)
        raise


def publish(index: Path, folder: Path) -> None:
    """Make the built folder a Generation, durable before it can be pointed to."""
    for path in (*folder.rglob("*"), folder):
        sync(path)
    folder.rename(index / GENERATIONS / folder.name)
    sync(index / GENERATIONS)


def switch(index: Path, name: str, elsewhere: Elsewhere = IN_FOLDERS) -> None:
    """Point to the Generation `name`, all at once.

    Raises SetupError where it isn't there, or where the disk refuses; IndexUnavailable where it
    is pointed to, but could not be shown to others. The next writer shows it to them.
    """
    if not (index / GENERATIONS / name / MANIFEST).is_file():
        raise SetupError(f"there is no Generation {name} in {index}")
    before = filter(None, [current_name(index)])
    used = dict.fromkeys([name, *before, *served(index)])
    try:
        replace_text(index / CURRENT, f"{name}\n")
    except OSError as error:
        raise _refused(index, error) from error
    with suppress(OSError):
        replace_text(index / SERVED, "".join(f"{one}\n" for one in used))
    elsewhere.serve(name)


def _refused(index: Path, error: OSError) -> SetupError:
    return SetupError(
        f"the disk refused to write the index in {index} ({error}); make room or mend the rights, "
        "then try again. The current Generation stays in use"
    )


def remove_old(index: Path, elsewhere: Elsewhere = IN_FOLDERS) -> None:
    """Leave the current Generation and the first of the others, KEPT in all."""
    current = current_name(index)
    others = [name for name in names(index) if name != current]
    for name in others[KEPT - 1 :]:
        _remove(index, name, elsewhere)


def _remove(index: Path, name: str, elsewhere: Elsewhere) -> None:
    """Set aside first: what is half removed must not be taken for a Generation."""
    aside = index / GENERATIONS / REMOVED
    with suppress(OSError):
        aside.mkdir(exist_ok=True)
        (index / GENERATIONS / name).rename(aside / name)
    _emptied(aside, elsewhere)


def _emptied(aside: Path, elsewhere: Elsewhere) -> None:
    """Remove the folder with the Generations in it. One whose part elsewhere can't be removed now
    stays, so that the next writer knows of it."""
    for folder in aside.glob("*/"):
        with suppress(IndexUnavailable):
            elsewhere.remove(folder.name)
            shutil.rmtree(folder, ignore_errors=True)
    if not any(aside.glob("*/")):
        shutil.rmtree(aside, ignore_errors=True)


def remove_leftovers(index: Path, elsewhere: Elsewhere = IN_FOLDERS) -> None:
    """What a writer that was killed has left half-written or half-removed."""
    for aside in index.glob(f"{GENERATIONS}/.*/"):
        _emptied(aside, elsewhere)
    for file in index.glob(f"*{FRESH}"):
        with suppress(OSError):
            file.unlink()
