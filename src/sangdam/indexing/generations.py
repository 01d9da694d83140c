"""Generations on disk: `<index>/generations/<name>/`, and the pointer `<index>/current`.

A Generation is built in a folder of its own, made durable, and then switched to by replacing
one small file; who reads keeps the Generation that it opened.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sangdam.errors import SetupError
from sangdam.indexing.contents import Contents
from sangdam.models import Manifest
from sangdam.ports import Generation, LexicalIndexes, VectorIndexes

CURRENT = "current"
GENERATIONS = "generations"
BUILDING = ".building"
MANIFEST = "manifest.json"
KEPT = 3
"""Generations left on disk, the current one among them: the others are for rollback."""

_NAME = re.compile(r"[\w-]+")


def current_name(index: Path) -> str | None:
    """Name of the current Generation, or None; reads one small file."""
    try:
        name = (index / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return name if _NAME.fullmatch(name) else None


def open_current(
    index: Path,
    vectors: VectorIndexes,
    lexical: LexicalIndexes,
    *,
    embedding_model: str | None = None,
) -> Generation:
    """The current Generation, verified.

    Raises SetupError where there is none, where it is damaged, or where it was made with
    another embedding model than `embedding_model` (None: any will do).
    """
    name = current_name(index)
    if name is None:
        raise SetupError(f"there is no index in {index}; run `make reindex`")
    generation = open_generation(index / GENERATIONS / name, vectors, lexical)
    made_with = generation.manifest.embedding_model
    if embedding_model not in (None, made_with):
        raise SetupError(
            f"the index in {index} was made with the embedding model {made_with}, "
            f"not {embedding_model}; run `make reindex`"
        )
    return generation


def open_generation(folder: Path, vectors: VectorIndexes, lexical: LexicalIndexes) -> Generation:
    """The Generation in `folder`. Raises SetupError where it is incomplete or damaged."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
        contents = Contents.read(folder)
        generation = Generation(
            manifest=manifest,
            documents=contents.documents,
            passages=contents.passages,
            vector_texts=contents.vector_texts,
            vector_index=vectors.open(folder),
            lexical_index=lexical.open(folder),
        )
        _verify(generation)
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        raise SetupError(
            f"the index in {folder} is damaged ({reason}); run `make reindex`"
        ) from error
    return generation


def _verify(generation: Generation) -> None:
    manifest = generation.manifest
    promised = (manifest.documents, manifest.passages, manifest.vectors)
    found = (
        len(generation.documents),
        len(generation.passages),
        len(generation.vector_texts),
    )
    if promised != found:
        raise ValueError(f"documents, passages and vectors are {found}, not {promised}")
    last = generation.vector_index.vectors([manifest.vectors - 1])
    if last.shape != (1, manifest.dimension):
        raise ValueError(f"vectors have the shape {last.shape}, not (1, {manifest.dimension})")


@contextmanager
def building(index: Path) -> Iterator[Path]:
    """An empty folder to build in; removed at the end, unless `publish` has moved it.

    What an earlier run left half-built is removed first: hold the index's lock.
    Raises SetupError where the disk refuses.
    """
    folder = index / GENERATIONS / BUILDING
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        raise SetupError(f"the index in {index} can't be written ({error})") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Written last: without it a folder is no Generation."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def publish(index: Path, folder: Path, name: str) -> None:
    """Make the built folder the Generation `name`, durable before it can be pointed to."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)
    folder.rename(index / GENERATIONS / name)
    _sync(index / GENERATIONS)


def switch(index: Path, name: str) -> None:
    """Point to the Generation `name`, all at once. Raises SetupError where it isn't there."""
    if not (index / GENERATIONS / name / MANIFEST).is_file():
        raise SetupError(f"there is no Generation {name} in {index}")
    fresh = index / f"{CURRENT}.new"
    fresh.write_text(f"{name}\n", encoding="utf-8")
    _sync(fresh)
    fresh.replace(index / CURRENT)
    _sync(index)


def free_name(index: Path, wanted: str) -> str:
    """`wanted`, numbered where a Generation of this very second has the name already."""
    name, number = wanted, 1
    while (index / GENERATIONS / name).exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


def names(index: Path) -> tuple[str, ...]:
    """Names of the Generations on disk, newest first."""
    folder = index / GENERATIONS
    found = [path.name for path in folder.iterdir() if path.name != BUILDING]
    return tuple(sorted(found, reverse=True))


def remove_old(index: Path) -> None:
    """Leave the current Generation and the newest of the others, KEPT in all."""
    current = current_name(index)
    others = [name for name in names(index) if name != current]
    for name in others[KEPT - 1 :]:
        shutil.rmtree(index / GENERATIONS / name, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
