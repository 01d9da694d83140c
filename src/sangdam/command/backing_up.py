"""`sangdam backup`: everything that must not be lost, in one file, while the service runs.

The database goes as lines of JSON read in one transaction. So one way serves SQLite and
PostgreSQL, a backup of the one can be restored into the other, and neither needs a program of the
server's own version as pg_dump is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from sangdam.bootstrap_index import now
from sangdam.command.archive import PIECE, Manifest, Writing, writing
from sangdam.command.words import Words
from sangdam.errors import SetupError
from sangdam.indexing.carrying import carried
from sangdam.indexing.generations import current_name
from sangdam.routing.own_fit import FILE as OWN_FIT
from sangdam.settings import Settings
from sangdam.storage.copies import snapshot
from sangdam.storage.database import Database, sqlite_file


def run(file: Path, words: Words) -> None:
    """Raises SangdamError; there is no file then."""
    manifest = backed_up(Settings.load(), file)
    print(
        words(
            "backup.made",
            file=file,
            megabytes=f"{file.stat().st_size / 1e6:,.1f}",
            files=sum(name.startswith("attachments/") for name in manifest.files),
            generation=manifest.generation or words("backup.no_generation"),
        )
    )


def backed_up(settings: Settings, file: Path) -> Manifest:
    place = sqlite_file(settings.database)
    if place is not None and not place.exists():
        raise SetupError(f"there is no database {place}: nothing to back up yet")
    with (
        closing(Database(settings.database)) as database,
        snapshot(database) as copy,
        writing(file) as archive,
    ):
        for table in copy.tables:
            archive.add(f"database/{table}.jsonl", copy.lines(table))
        # After the rows: a file that a row names was there before it.
        _add_attachments(archive, settings.attachments_dir)
        return archive.end(
            version=version("sangdam"),
            revision=copy.revision,
            generation=_add_index(archive, settings.index),
            made_at=now().isoformat(),
        )


def _add_attachments(archive: Writing, folder: Path) -> None:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        with suppress(FileNotFoundError), path.open("rb") as file:  # erased meanwhile
            archive.add(f"attachments/{path.name}", _pieces(file))


def _add_index(archive: Writing, index: Path) -> str | None:
    """Name of the Generation."""
    paths = carried(index)
    fit = (Path(OWN_FIT),) if paths and (index / OWN_FIT).is_file() else ()
    for path in (*paths, *fit):
        with (index / path).open("rb") as file:
            archive.add(f"index/{path.as_posix()}", _pieces(file))
    return current_name(index) if paths else None


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
