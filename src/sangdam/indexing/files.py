"""Which files of a knowledge folder are read, and their text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sangdam.indexing.problems import Place, Problems
from sangdam.models import Audience, DocumentKind

KINDS = {"faqs": DocumentKind.FAQ, "notices": DocumentKind.NOTICE}
"""Folder right below the knowledge folder -> kind of its Markdown files."""

AUDIENCES = {"playbooks": Audience.INTERNAL}
"""Folder -> audience where a file names none: a forgotten line must not publish a playbook."""


class KnowledgeFile(NamedTuple):
    path: Path
    source: str
    """Path below the knowledge folder, with `/`, in Unicode form NFC."""

    @property
    def folder(self) -> str:
        head, slash, _ = self.source.partition("/")
        return head.lower() if slash else ""

    @property
    def kind(self) -> DocumentKind:
        return KINDS.get(self.folder, DocumentKind.DOCUMENT)

    @property
    def audience(self) -> Audience:
        return AUDIENCES.get(self.folder, Audience.CUSTOMER)

    @property
    def id(self) -> str:
        """The path without its suffix: the id of what is in the file, unless it gives one."""
        return self.source.removesuffix(self.path.suffix)

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]


def knowledge_files(folder: Path) -> Iterator[KnowledgeFile]:
    """Every visible file below `folder`, by path; README.md and links out of it left out."""
    root = folder.resolve()
    for path in _below(root):
        if path.resolve().is_relative_to(root):
            source = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
            yield KnowledgeFile(path, source)


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.name.lower() == "readme.md":
            continue
        if path.is_dir():
            if not path.is_symlink():
                yield from _below(path)
        elif path.is_file():
            yield path


def text_of(file: KnowledgeFile, problems: Problems, *, fallback: str = "utf-8") -> str:
    """The file's text in NFC with `\\n` line ends; tried as UTF-8 first, then as `fallback`.

    Empty where the file can't be read or decoded; the problem is noted.
    """
    try:
        data = file.path.read_bytes()
    except OSError as error:
        problems.add(Place(file.source), f"can't be read: {error.strerror}")
        return ""
    try:
        text = _decoded(data, fallback)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Place(file.source, line), "not UTF-8; save the file as UTF-8")
        return ""
    if not text.strip():
        problems.add(Place(file.source), "the file is empty; write its text or delete it")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes, fallback: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return data.decode(fallback)
        except UnicodeDecodeError:
            raise error from None
