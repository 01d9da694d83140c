"""The way of a Generation from building to serving, and out.

It is built in a folder of its own, made durable, and then switched to by replacing one small
file. All of this is a writer's: hold the index's lock.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sangdam.errors import SetupError
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

REMOVED = ".removed-"
"""Begins the name of a folder that is being removed."""
KEPT = 3
"""Generations left on disk, the current one among them: the others are for rollback."""


def free_name(index: Path, wanted: str) -> str:
    """`wanted`, numbered where a Generation of this very second has the name already."""
    name, number = wanted, 1
    while (index / GENERATIONS / name).exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


@contextmanager
def building(index: Path) -> Iterator[Path]:
    """An empty folder to build in; removed at the end, unless it has gone live.

    Raises SetupError where the disk refuses.
    """
    folder = index / GENERATIONS / BUILDING
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        raise _refused(index, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Written last: without it a folder is no Generation."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def go_live(index: Path, folder: Path, name: str) -> None:
    """Make the built folder the Generation `name` and switch to it; both or nothing.

    Raises SetupError where the disk refuses.
    """
    publish(index, folder, name)
    try:
        switch(index, name)
    except SetupError:
        if current_name(index) != name:
            _remove(index / GENERATIONS / name)
        raise


def publish(index: Path, folder: Path, name: str) -> None:
    """Make the built folder the Generation `name`, durable before it can be pointed to."""
    for path in (*folder.rglob("*"), folder):
        sync(path)
    folder.rename(index / GENERATIONS / name)
    sync(index / GENERATIONS)


def switch(index: Path, name: str) -> None:
    """Point to the Generation `name`, all at once.

    Raises SetupError where it isn't there, or where the disk refuses.
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


def _refused(index: Path, error: OSError) -> SetupError:
    return SetupError(
        f"the disk refused to write the index in {index} ({error}); make room or mend the rights, "
        "then try again. The current Generation stays in use"
    )


def remove_old(index: Path) -> None:
    """Leave the current Generation and the first of the others, KEPT in all."""
    current = current_name(index)
    others = [name for name in names(index) if name != current]
    for name in others[KEPT - 1 :]:
        _remove(index / GENERATIONS / name)


def _remove(folder: Path) -> None:
    """Under another name first: what is half removed must not be taken for a Generation."""
    aside = folder.with_name(REMOVED + folder.name)
    with suppress(OSError):
        folder.rename(aside)
        shutil.rmtree(aside)


def remove_leftovers(index: Path) -> None:
    """What a writer that was killed has left half-written or half-removed."""
    for folder in index.glob(f"{GENERATIONS}/.*/"):
        shutil.rmtree(folder, ignore_errors=True)
    for file in index.glob(f"*{FRESH}"):
        with suppress(OSError):
            file.unlink()
