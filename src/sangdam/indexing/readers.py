"""The knowledge folder -> Documents; all that is wrong with it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import NamedTuple

from sangdam.errors import KnowledgeError
from sangdam.indexing.conversion.converter import Converter
from sangdam.indexing.conversion.formats import FORMATS
from sangdam.indexing.conversion.unreadable import Unreadable
from sangdam.indexing.conversions import Conversions
from sangdam.indexing.converted_files import documents_of
from sangdam.indexing.fields import Field
from sangdam.indexing.files import SIDECAR, KnowledgeFile, knowledge_files, opened, packed_files
from sangdam.indexing.front_matter import sidecar_fields
from sangdam.indexing.markdown import read_markdown
from sangdam.indexing.problems import Place, Problems
from sangdam.indexing.tables import read_csv, read_jsonl
from sangdam.models import Document, DocumentKind, Finding

Reader = Callable[[KnowledgeFile, Mapping[str, Field], Problems], list[Document]]

READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_markdown,
    ".csv": read_csv,
    ".jsonl": read_jsonl,
}
ZIP = ".zip"
SAVE_AS = {
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".tsv"), "a workbook (.xlsx) or CSV UTF-8 (.csv)"),
    ".json": "one object a line (.jsonl)",
    **dict.fromkeys((".doc", ".hwp", ".hwpx", ".odt", ".rtf", ".pages"), "Word (.docx) or PDF"),
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".key", ".epub"), "PDF (.pdf)"),
    **dict.fromkeys((".rst", ".adoc", ".tex"), "Markdown (.md)"),
    **dict.fromkeys((".mht", ".mhtml"), "a web page (.html)"),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".alz", ".egg"), "a zip (.zip)"),
}
"""Suffix of files with text that is not read -> how to save it. Others, say images, are skipped
without a word."""
READ = frozenset({*READERS, *FORMATS})


class Knowledge(NamedTuple):
    """What a folder says, and which of its files could not be read."""

    documents: tuple[Document, ...]
    """By id."""
    skipped: tuple[Finding, ...] = ()
    """Files that could not be read, and hidden text that was left out of those that could."""


NOTHING: Mapping[str, Knowledge] = MappingProxyType({})


def read_knowledge(
    folder: Path, *, lent: Mapping[str, Knowledge] = NOTHING, conversions: Path | None = None
) -> Knowledge:
    """All documents below `folder`. Files in `lent`, by their path below it, are not read: that
    is what they said before. Converted text is kept in `conversions` from run to run.

    FAQ entries are the Markdown files below `faqs/`, the rows of tables and the questions of pages
    that are mostly questions; notices are the files below `notices/`; every other file is a
    document. What can't be read is skipped and told; what is read and says something wrong raises
    KnowledgeError with every problem in every file.
    """
    if not folder.is_dir():
        raise KnowledgeError([f"{folder}: no such folder; name the folder with your knowledge"])
    problems = Problems()
    with Converter() as converter:
        reading = Reading(problems, converter, Conversions(converter, conversions))
        documents = [*reading.all_of([*knowledge_files(folder, problems)], lent)]
    _refuse_doubles(documents, problems)
    problems.raise_any()
    reading.conversions.remove_unused()
    if all(document.kind is DocumentKind.NOTICE for document in documents):
        what = f"{folder}: holds no FAQ entry and no document; put .md, .csv or .xlsx files there"
        raise KnowledgeError([*map(str, problems.findings), what])
    return Knowledge(tuple(sorted(documents, key=lambda document: document.id)), problems.findings)


class Reading:
    """One pass over the files of a folder, or of a zip in it."""

    def __init__(self, problems: Problems, converter: Converter, conversions: Conversions) -> None:
        self._problems = problems
        self._converter = converter
        self.conversions = conversions

    def all_of(
        self, files: Iterable[KnowledgeFile], lent: Mapping[str, Knowledge] = NOTHING
    ) -> Iterator[Document]:
        known = {file.source: file for file in files}
        for file in known.values():
            try:
                if file.source in lent:
                    yield from self._lent(file, lent[file.source])
                else:
                    yield from self._read(file, known)
            except Unreadable as error:
                self._problems.skip(Place(file.source, error.line), error.what)

    def _lent(self, file: KnowledgeFile, said: Knowledge) -> tuple[Document, ...]:
        if file.suffix in FORMATS:
            self.conversions.use(file)
        self._problems.repeat(said.skipped)
        return said.documents

    def _read(self, file: KnowledgeFile, known: Mapping[str, KnowledgeFile]) -> Iterable[Document]:
        if file.suffix in (SIDECAR, ".yml"):
            return self._refuse_stray(file, known)
        if file.suffix in SAVE_AS:
            what = f"{file.suffix} files are not read; save it as {SAVE_AS[file.suffix]}"
            raise Unreadable(f"{what} or move it away")
        if file.suffix == ZIP:
            return self._packed(file)
        if file.suffix in READERS:
            return READERS[file.suffix](file, self._given(file), self._problems)
        if file.suffix in FORMATS:
            given = self._given(file)
            return documents_of(file, self.conversions.of(file), given, self._problems)
        return ()

    def _given(self, file: KnowledgeFile) -> dict[str, Field]:
        """What the file beside it says. If that can't be read, who may see the file is unknown."""
        if not file.sidecar:
            return {}
        beside = KnowledgeFile(file.sidecar, f"{file.source}{SIDECAR}")
        try:
            return sidecar_fields(beside, self._problems)
        except Unreadable as error:
            raise Unreadable(f"{beside.source}, which describes it: {error.what}") from None

    def _refuse_stray(
        self, file: KnowledgeFile, known: Mapping[str, KnowledgeFile]
    ) -> Iterable[Document]:
        """What is passed over in silence might be the description that says internal."""
        described = [
            name
            for name in (file.id, *(f"{file.id}{suffix}" for suffix in sorted(READ)))
            if PurePosixPath(name).suffix.lower() in READ and name in known
        ]
        if described and file.source != described[0] + SIDECAR:
            what = f"describes no file; name it {described[0]}{SIDECAR}, or move it away"
            self._problems.add(Place(file.source), what)
        elif not described and PurePosixPath(file.id).suffix.lower() in READ:
            what = f"there is no {file.id} that it could describe; rename it or delete it"
            self._problems.add(Place(file.source), what)
        return ()

    def _packed(self, file: KnowledgeFile) -> Iterator[Document]:
        """A zip is read as a folder of its name."""
        if file.sidecar:
            what = "a zip takes no description; put one beside each file in it"
            self._problems.add(Place(f"{file.source}{SIDECAR}"), what)
        with TemporaryDirectory(prefix="sangdam-") as name:
            folder = Path(name)
            with opened(file) as handle:
                wanted = [*READ, *SAVE_AS, SIDECAR, ".yml"]
                members = self._converter.unpack(handle, folder, wanted)
            yield from self.all_of([*packed_files(file, folder, members, self._problems)])


def _refuse_doubles(documents: Iterable[Document], problems: Problems) -> None:
    first: dict[str, Document] = {}
    for document in documents:
        known = first.setdefault(document.id, document)
        if known is not document:
            used = Place(known.source, known.line)
            what = f"id {document.id!r} is already used at {used}; give another id"
            problems.add(Place(document.source, document.line), what)
