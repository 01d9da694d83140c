"""One zip file with a manifest that tells the size and sha256 of everything else in it."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import ValidationError

from sangdam.command.own_file import own_file
from sangdam.errors import SetupError
from sangdam.models import Value

MANIFEST = "manifest.json"
LONGEST_MANIFEST = 64 << 20
"""Bytes; a folder of a hundred thousand files needs a quarter of it."""
FORMAT = 1
PIECE = 1 << 20
FOLDERS = ("database", "index", "attachments")
DAMAGE = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for a damaged, encrypted or strange archive."""


class Content(Value):
    size: int
    sha256: str


class Manifest(Value):
    format: int
    version: str
    """Of Sangdam."""
    revision: str
    """Of the database's schema."""
    generation: str | None
    made_at: str
    files: dict[str, Content]
    """By path: `<one of FOLDERS>/…`."""


class Writing:
    """An archive under way."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped
        self._files: dict[str, Content] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        self._files[name] = Content(size=size, sha256=digest.hexdigest())

    def end(self, **told: Any) -> Manifest:
        """Write the manifest, as the last of all."""
        manifest = Manifest(format=FORMAT, files=self._files, **told)
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        return manifest


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """As `own_file`."""
    with own_file(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        yield Writing(zipped)


class Archive:
    """A written archive, all of whose names are harmless. `close` it.

    Raises SetupError for what is no archive of ours, here and wherever it is read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = ZipFile(path)
        except OSError as error:
            raise SetupError(f"{path} can't be read: {error.strerror}") from None
        except DAMAGE:
            self._refuse("it is no zip file, or is cut off")
        self.manifest = self._manifest()
        self._must_be_ours()

    def close(self) -> None:
        self._zip.close()

    def names(self, folder: str) -> Iterator[str]:
        """Paths below one of FOLDERS."""
        for name in self.manifest.files:
            first, _, rest = name.partition("/")
            if first == folder:
                yield rest

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a file, never more than the manifest tells; checked at its end."""
        told, digest, left = self.manifest.files[name], hashlib.sha256(), 0
        left = told.size
        try:
            with self._zip.open(name) as member:
                while piece := member.read(min(PIECE, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        break
                    digest.update(piece)
                    yield piece
        except DAMAGE:
            self._refuse(f"{name} can't be read")
        if left or digest.hexdigest() != told.sha256:
            self._refuse(f"{name} is not as it was written")

    def lines(self, name: str) -> Iterator[bytes]:
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def check(self) -> None:
        """Read all of it once. Raises SetupError where anything is not as it was written."""
        for name in self.manifest.files:
            for _ in self.pieces(name):
                pass

    def unpack(self, folder: str, into: Path) -> None:
        """Everything below one of FOLDERS, for the owner only, and on the disk. Raises OSError."""
        for name in self.names(folder):
            path = into / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as file:
                for piece in self.pieces(f"{folder}/{name}"):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())

    def _manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as member:
                told = json.loads(member.read(LONGEST_MANIFEST))
            if told["format"] != FORMAT:
                self._refuse("another version of Sangdam wrote it; restore it with that one")
            return Manifest.model_validate(told)
        except (*DAMAGE, TypeError, ValidationError):
            self._refuse("it has no readable manifest")

    def _must_be_ours(self) -> None:
        found = sorted(self._zip.namelist())
        if found != sorted([*self.manifest.files, MANIFEST]):
            self._refuse("its files are not those that its manifest names")
        for name in self.manifest.files:
            if not _harmless(name):
                self._refuse(f"the path {name!r} leads out of its folder")

    def _refuse(self, why: str) -> NoReturn:
        self._zip_closed()
        raise SetupError(f"{self._path} is no whole backup: {why}") from None

    def _zip_closed(self) -> None:
        if hasattr(self, "_zip"):
            self._zip.close()


def _harmless(name: str) -> bool:
    first, *rest = name.split("/")
    plain = all(part not in {"", ".", ".."} and not set(part) & set("\\:\0") for part in rest)
    return first in FOLDERS and bool(rest) and plain
