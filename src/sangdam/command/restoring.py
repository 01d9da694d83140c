"""`sangdam restore`: a backup comes back whole, or nothing changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sangdam.bootstrap_database import open_database
from sangdam.command.archive import Archive
from sangdam.command.swapping import Swap
from sangdam.command.words import Words
from sangdam.errors import Conflict, SetupError
from sangdam.indexing.carrying import complete
from sangdam.indexing.generations import names
from sangdam.indexing.lock import one_writer
from sangdam.settings import Settings
from sangdam.storage.copies import filling

TABLE = ".jsonl"


def run(file: Path, words: Words, *, force: bool) -> None:
    """Raises SangdamError; nothing has changed then."""
    settings = Settings.load()
    with closing(Archive(file)) as archive:
        archive.check()
        restore(archive, settings, force=force)
        manifest = archive.manifest
    print(
        words(
            "backup.restored",
            made_at=manifest.made_at,
            generation=manifest.generation or words("backup.no_generation"),
        )
    )


def restore(archive: Archive, settings: Settings, *, force: bool) -> None:
    """Files first lie beside their place; they go there, and back, with the database's rows."""
    if not force:
        _must_be_empty(settings)
    _must_have_room(archive, settings.data_dir)
    rows = {
        name.removesuffix(TABLE): archive.lines(f"database/{name}")
        for name in archive.names("database")
    }
    with closing(open_database(settings)) as database, _disk(settings):
        database.occupy()
        with Swap(settings.attachments_dir) as attachments, Swap(settings.index) as index:
            archive.unpack("attachments", attachments.fresh)
            archive.unpack("index", index.fresh)
            with (
                filling(database, archive.manifest.revision, rows, force=force),
                one_writer(settings.index),
            ):
                attachments.take_place()
                if archive.manifest.generation is not None:
                    complete(index.fresh)
                    index.take_place()


@contextmanager
def _disk(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(
            f"the disk refused ({error}); make room in {settings.data_dir} or mend its rights."
            " Nothing has changed"
        ) from error


def _must_be_empty(settings: Settings) -> None:
    """What the database holds is seen to where it is filled."""
    if names(settings.index):
        raise Conflict(f"there is an index in {settings.index} already; --force throws it away")
    folder = settings.attachments_dir
    if folder.is_dir() and any(folder.iterdir()):
        raise Conflict(f"there are files in {folder} already; --force throws them away")


def _must_have_room(archive: Archive, folder: Path) -> None:
    needed = 2 * sum(content.size for content in archive.manifest.files.values())
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise SetupError(
            f"the backup needs {needed / 1e6:,.0f} MB and {there} has {free / 1e6:,.0f} MB free;"
            " make room"
        )
