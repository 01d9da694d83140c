"""Which files of a knowledge folder are read, and their bytes."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sangdam.indexing.conversion.encoding import decoded
from sangdam.indexing.conversion.limits import FILE_BYTES, LINES, TEXT_BYTES, megabytes
from sangdam.indexing.conversion.unreadable import Unreadable
from sangdam.indexing.conversion.zips import CONTROL, Member
from sangdam.indexing.problems import Place, Problems
from sangdam.models import Audience, DocumentKind

KINDS = {"faqs": DocumentKind.FAQ, "notices": DocumentKind.NOTICE}
"""Folder right below the knowledge folder -> kind of its Markdown files."""

AUDIENCES = {"playbooks": Audience.INTERNAL}
"""Folder -> audience where a file names none: a forgotten line must not publish a playbook."""

SIDECAR = ".yaml"
"""What `manual.pdf` says of itself stands beside it in `manual.pdf.yaml`."""


class KnowledgeFile(NamedTuple):
    path: Path
    source: str
    """Path below the knowledge folder, with `/`, in Unicode form NFC."""
    sidecar: Path | None = None
    """The file beside it that describes it."""

    @property
    def folder(self) -> str:
        """Right below the knowledge folder; in a zip the first one that has a meaning."""
        folders = self.source.lower().split("/")[:-1]
        if any(name.endswith(".zip") for name in folders):
            folders = [name for name in folders if name in KINDS or name in AUDIENCES]
        return folders[0] if folders else ""

    @property
    def kind(self) -> DocumentKind:
        return KINDS.get(self.folder, DocumentKind.DOCUMENT)

    @property
    def audience(self) -> Audience:
        return AUDIENCES.get(self.folder, Audience.CUSTOMER)

    @property
    def suffix(self) -> str:
        """In lower case, with its dot."""
        return PurePosixPath(self.source).suffix.lower()

    @property
    def id(self) -> str:
        """The path without its suffix: the id of what is in the file, unless it gives one."""
        return self.source[: len(self.source) - len(self.suffix)]

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]


def knowledge_files(folder: Path, problems: Problems | None = None) -> Iterator[KnowledgeFile]:
    """Every visible file below `folder`, by path, but for README.md.

    What leads out of the folder is never opened, a pipe or device neither; they are noted.
    """
    root = Path(os.path.realpath(folder))
    yield from _below(root, root, problems or Problems())


def is_knowledge(source: str) -> bool:
    """Whether no part of the path is hidden or a program's own, and it is no README."""
    parts = source.split("/")
    own = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
    return not own and parts[-1].lower() != "readme.md"


def packed_files(
    file: KnowledgeFile, folder: Path, members: Sequence[Member], problems: Problems
) -> Iterator[KnowledgeFile]:
    """The files of a zip that was unpacked into `folder`, by path, as of a folder of its name."""
    paths: dict[str, Path] = {}
    for number, member in enumerate(members):
        if member.refused:
            problems.skip(Place(f"{file.source}/{member.name}"), member.refused)
        if is_knowledge(member.name):
            paths[member.name] = folder / str(number)
    refused = {member.name for member in members if member.refused}
    for name in sorted(paths.keys() - refused):
        yield KnowledgeFile(paths[name], f"{file.source}/{name}", paths.get(name + SIDECAR))


def _below(folder: Path, root: Path, problems: Problems) -> Iterator[KnowledgeFile]:
    paths = {_source(path, root): path for path in _entries(folder, root, problems)}
    for source, path in paths.items():
        file = KnowledgeFile(Path(os.path.realpath(path)), source, paths.get(source + SIDECAR))
        if wrong := _wrong(path, file, root):
            problems.skip(Place(source), wrong)
        elif not path.is_dir():
            yield file
        elif not path.is_symlink():
            yield from _below(path, root, problems)


def _entries(folder: Path, root: Path, problems: Problems) -> Iterable[Path]:
    try:
        return sorted(path for path in folder.iterdir() if is_knowledge(path.name))
    except OSError as error:
        what = f"the folder can't be opened: {error.strerror}; mend its rights"
        problems.skip(Place(_source(folder, root)), what)
        return ()


def _source(path: Path, root: Path) -> str:
    name = path.relative_to(root).as_posix().encode("utf-8", "surrogateescape")
    return CONTROL.sub("\ufffd", unicodedata.normalize("NFC", name.decode("utf-8", "replace")))


def _wrong(path: Path, file: KnowledgeFile, root: Path) -> str:
    if not file.path.is_relative_to(root):
        return "a link that leads out of the knowledge folder; put the file itself here"
    if not file.path.exists():
        return "a link that leads nowhere; delete it"
    if not path.is_file() and not path.is_dir():
        return "a pipe or device, no file; move it away"
    if "\ufffd" in file.source:
        return "its name holds what is not UTF-8 or can't be shown; rename it"
    return ""


@contextmanager
def opened(file: KnowledgeFile, limit: int = FILE_BYTES) -> Iterator[BufferedReader]:
    """The file for reading. Raises Unreadable where it is larger than `limit` bytes, no ordinary
    file, closed to us, or written to while it is read.
    """
    try:
        # Not blocking: between the look at it and now, it may have become a pipe.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(file.path, flags), "rb") as handle:
            before = os.fstat(handle.fileno())
            _refuse(before, limit)
            yield handle
            after = os.fstat(handle.fileno())
    except OSError as error:
        raise Unreadable(f"can't be read: {error.strerror or error}; mend its rights") from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Unreadable("was being written; run again once it is saved")


def _refuse(state: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable("no ordinary file; move it away")
    if state.st_size > limit:
        size, most = megabytes(state.st_size), megabytes(limit)
        raise Unreadable(f"{size}, over {most}; split it")


def text_of(file: KnowledgeFile, problems: Problems) -> str:
    """The file's text in NFC with `\\n` line ends; a file without any is a problem.

    UTF-8, UTF-16 with its mark, or CP949. Raises Unreadable.
    """
    with opened(file, TEXT_BYTES) as handle:
        text = plain(decoded(handle.read()))
    if text.count("\n") > LINES:
        raise Unreadable(f"holds over {LINES:,} lines; split it")
    if not text.strip():
        problems.add(Place(file.source), "the file is empty; write its text or delete it")
    return text


def plain(text: str) -> str:
    """In NFC, with `\\n` line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
