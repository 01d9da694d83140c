"""Back to a Generation that was in use before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sangdam.errors import IndexUnavailable, SetupError
from sangdam.indexing.generations import (
    GENERATIONS,
    current_name,
    manifest_of,
    names,
    open_generation,
)
from sangdam.indexing.lock import one_writer
from sangdam.indexing.publishing import IN_FOLDERS, switch
from sangdam.models import Manifest
from sangdam.ports import Elsewhere, LexicalIndexes, VectorIndexes

AFTERWARDS = (
    "the knowledge folder is as it was: the next reindex brings its state back, "
    "so mend the knowledge first"
)
"""What an owner must be told with every rollback."""


def rollback(
    index: Path,
    name: str | None = None,
    *,
    vectors: VectorIndexes,
    lexical: LexicalIndexes,
    elsewhere: Elsewhere = IN_FOLDERS,
) -> str:
    """Point to the Generation `name`, or else to the one in use before; returns its name.

    Without a name, only what is whole, older than the current one and made with the same
    embedding model is gone back to. Raises SetupError where there is no such Generation, where
    it is damaged, or where a reindex is running; the pointer is then as it was.
    """
    with one_writer(index, elsewhere):
        for candidate in [_named(index, name)] if name else _older(index):
            try:
                open_generation(index / GENERATIONS / candidate, vectors, lexical)
            except IndexUnavailable:
                raise
            except SetupError:
                if name:
                    raise
                continue
            switch(index, candidate, elsewhere)
            return candidate
    raise SetupError(f"there is no older Generation in {index} to go back to")


def _named(index: Path, name: str) -> str:
    found = names(index)
    if name not in found:
        there = ", ".join(found) or "none"
        raise SetupError(f"there is no Generation {name} in {index}; there are: {there}")
    return name


def _older(index: Path) -> Iterator[str]:
    current = current_name(index)
    held = manifest_of(index, current) if current else None
    for name in names(index):
        if name != current and _may_follow(held, manifest_of(index, name)):
            yield name


def _may_follow(held: Manifest | None, older: Manifest | None) -> bool:
    """Anything whole may, where the current Generation can't be read."""
    if held is None or older is None:
        return older is not None
    return older.created < held.created and older.embedding_model == held.embedding_model
