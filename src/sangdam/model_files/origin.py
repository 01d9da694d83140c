"""What stands beside a fetched model: where it is from, its licence, and what belongs to it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from sangdam.model_files.catalogue import Model
from sangdam.model_files.package_index import sha256_of
from sangdam.models import Value

ORIGIN = "origin.json"
LICENCE = "LICENSE"


class Content(Value):
    size: int
    sha256: str


class Origin(Value):
    """The content of origin.json."""

    name: str
    licence: str
    copyright: str
    origin: str
    recipe: int
    wheels: tuple[str, ...]
    taken: dict[str, str]
    """Name of a file taken out of the wheels -> its sha256."""
    files: dict[str, Content]
    """Path below the folder -> what it must be; without origin.json itself."""


def write_origin(model: Model, folder: Path) -> None:
    """Write licence and origin into a folder in which all else is in place."""
    (folder / LICENCE).write_text(licence_text(model), encoding="utf-8")
    origin = Origin(
        name=model.name,
        licence=model.licence,
        copyright=model.copyright,
        origin=model.origin,
        recipe=model.recipe,
        wheels=tuple(
            f"{part.wheel.project} {part.wheel.version} sha256:{part.wheel.sha256}"
            for file in model.files
            for part in file.parts
        ),
        taken=_taken(model),
        files=_contents(folder),
    )
    _write(origin, folder)


def add_to_origin(model: Model, folder: Path, name: str) -> None:
    """Enter the file that the model's newest recipe added to a folder whole without it."""
    older = _read(folder)
    files = {**older.files, name: _content(folder / name)}
    newest = {"recipe": model.recipe, "origin": model.origin, "files": files}
    _write(older.model_copy(update=newest), folder)


def _read(folder: Path) -> Origin:
    return Origin.model_validate_json((folder / ORIGIN).read_bytes())


def _write(origin: Origin, folder: Path) -> None:
    (folder / ORIGIN).write_text(origin.model_dump_json(indent=1), encoding="utf-8")


def _taken(model: Model) -> dict[str, str]:
    return {file.name: file.sha256 for file in model.files}


def _contents(folder: Path) -> dict[str, Content]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _content(path) for path in paths}


def _content(path: Path) -> Content:
    return Content(size=path.stat().st_size, sha256=sha256_of(path))


def licence_text(model: Model) -> str:
    text = files("sangdam.model_files") / "licences" / f"{model.licence}.md"
    return text.read_text(encoding="utf-8").replace("{copyright}", model.copyright)


def is_whole(model: Model, folder: Path) -> bool:
    """Whether the folder holds this very model, every file present in its size.

    Hashes were checked when it was fetched; reading gigabytes at every start would be slow.
    """
    return is_known(model, folder) and all(
        _size(folder / name) == content.size for name, content in _read(folder).files.items()
    )


def is_known(model: Model, folder: Path) -> bool:
    """Whether the folder says that it holds this very model."""
    try:
        origin = _read(folder)
    except (OSError, ValidationError):
        return False
    return (origin.recipe, origin.taken) == (model.recipe, _taken(model))


def damaged(folder: Path) -> tuple[str, ...]:
    """Files that are not as they were fetched, every byte read."""
    return tuple(
        name
        for name, content in _read(folder).files.items()
        if _size(folder / name) != content.size or sha256_of(folder / name) != content.sha256
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
