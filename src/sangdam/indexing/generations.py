"""Generations on disk: `<index>/generations/<name>/`, and the pointer `<index>/current`.

Who reads keeps the Generation that it opened. `<index>/served` lists what was pointed to, latest
first: it decides what stands in for a damaged one, and what is kept.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tokenize import TokenError

from sangdam.errors import IndexUnavailable, SetupError
from sangdam.indexing.contents import Contents
from sangdam.models import Manifest
from sangdam.ports import Generation, LexicalIndexes, VectorIndexes

CURRENT = "current"
SERVED = "served"
GENERATIONS = "generations"
BUILDING = ".building"
MANIFEST = "manifest.json"
DAMAGE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    RuntimeError,
    SyntaxError,
    TokenError,
)
"""What readers of damaged files raise: numpy parses the head of a file as Python."""

log = logging.getLogger(__name__)

_NAME = re.compile(r"[\w-]+")
_NEVER = datetime.min.replace(tzinfo=UTC)


def current_name(index: Path) -> str | None:
    """Name of the current Generation; None where the pointer is missing or damaged."""
    name = _text(index / CURRENT).strip()
    return name if _NAME.fullmatch(name) else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def open_current(
    index: Path,
    vectors: VectorIndexes,
    lexical: LexicalIndexes,
    *,
    embedding_model: str | None = None,
) -> Generation:
    """The current Generation, verified. Where it or the pointer is damaged, what was last in
    use and is whole stands in for it, with a warning.

    Raises SetupError where there is nothing of the kind, or where it was made with another
    embedding model than `embedding_model` (None: any will do).
    """
    generation = _current_or_stand_in(index, vectors, lexical)
    if embedding_model is not None:
        _require(embedding_model, generation)
    return generation


def open_pointed_to(
    index: Path, vectors: VectorIndexes, lexical: LexicalIndexes, *, embedding_model: str
) -> Generation:
    """The current Generation and no other, verified. Raises SetupError."""
    generation = open_generation(_pointed_to(index), vectors, lexical)
    _require(embedding_model, generation)
    return generation


def _current_or_stand_in(
    index: Path, vectors: VectorIndexes, lexical: LexicalIndexes
) -> Generation:
    name = current_name(index)
    try:
        return open_generation(_pointed_to(index), vectors, lexical)
    except IndexUnavailable:
        raise
    except SetupError as damage:
        if current_name(index) != name:
            return _current_or_stand_in(index, vectors, lexical)
        for other in names(index):
            with suppress(SetupError):
                found = open_generation(index / GENERATIONS / other, vectors, lexical)
                log.warning("%s. Until then %s is used", damage, other)
                return found
        raise


def _require(embedding_model: str, generation: Generation) -> None:
    made_with = generation.manifest.embedding_model
    if made_with != embedding_model:
        raise SetupError(
            f"the index was made with the embedding model {made_with}, "
            f"not {embedding_model}; run `sangdam reindex`"
        )


def _pointed_to(index: Path) -> Path:
    name = current_name(index)
    if name:
        return index / GENERATIONS / name
    if names(index):
        raise SetupError(
            f"the pointer {index / CURRENT} names no Generation; run `sangdam reindex`"
        )
    raise SetupError(f"there is no index in {index}; run `sangdam reindex`")


def open_generation(folder: Path, vectors: VectorIndexes, lexical: LexicalIndexes) -> Generation:
    """The Generation in `folder`. Raises SetupError where it is incomplete or damaged."""
    try:
        manifest = _manifest(folder)
        contents = Contents.read(folder)
        generation = Generation(
            manifest=manifest,
            documents=contents.documents,
            notices=contents.notices,
            passages=contents.passages,
            vector_texts=contents.vector_texts,
            columns=contents.columns,
            vector_index=vectors.open(folder),
            lexical_index=lexical.open(folder),
        )
        _verify(generation)
    except DAMAGE as error:
        reason = str(error).partition("\n")[0]
        if folder.parent.name == BUILDING:
            raise SetupError(
                f"what was just written to {folder} can't be read back ({reason}); "
                "make sure that the disk is sound and not full, then try again"
            ) from error
        raise SetupError(
            f"the index in {folder} is damaged ({reason}); run `sangdam reindex`"
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


def manifest_of(index: Path, name: str) -> Manifest | None:
    """What the Generation says of itself; None where that can't be read."""
    try:
        return _manifest(index / GENERATIONS / name)
    except (OSError, ValueError):
        return None


def _manifest(folder: Path) -> Manifest:
    return Manifest.model_validate_json((folder / MANIFEST).read_bytes())


def served(index: Path) -> list[str]:
    """Generations that are there and were pointed to, latest first."""
    found = dict.fromkeys(_text(index / SERVED).split())
    return [n for n in found if _NAME.fullmatch(n) and (index / GENERATIONS / n).is_dir()]


def names(index: Path) -> tuple[str, ...]:
    """The Generations on disk: those that were in use, latest first, then the others, newest
    first."""
    used = served(index)
    others = {path.name for path in index.glob(f"{GENERATIONS}/[!.]*/")} - set(used)
    newest = sorted(((_created(index, name), name) for name in others), reverse=True)
    return (*used, *(name for _, name in newest))


def _created(index: Path, name: str) -> datetime:
    manifest = manifest_of(index, name)
    return manifest.created if manifest else _NEVER
