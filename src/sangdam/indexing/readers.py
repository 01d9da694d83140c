"""The knowledge folder -> Documents; all that is wrong with it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from sangdam.errors import KnowledgeError
from sangdam.indexing.files import KnowledgeFile, knowledge_files
from sangdam.indexing.markdown import read_markdown
from sangdam.indexing.problems import Place, Problems
from sangdam.indexing.tables import read_csv, read_jsonl
from sangdam.models import Document, DocumentKind, Finding

Reader = Callable[[KnowledgeFile, Problems], list[Document]]

READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".csv": read_csv,
    ".jsonl": read_jsonl,
}
SAVE_AS = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".tsv"), "CSV UTF-8 (.csv)"),
    ".json": "one object a line (.jsonl)",
    **dict.fromkeys(
        (".docx", ".doc", ".hwp", ".hwpx", ".pdf", ".pptx", ".html", ".htm", ".txt", ".rst"),
        "Markdown (.md)",
    ),
}
"""Suffix of files with text that is not read -> how to save it. Others, say images, are skipped."""


class Knowledge(NamedTuple):
    """What a folder says, and which of its files could not be read."""

    documents: tuple[Document, ...]
    """By id."""
    skipped: tuple[Finding, ...] = ()


def read_knowledge(folder: Path) -> Knowledge:
    """All documents below `folder`.

    FAQ entries are the Markdown files below `faqs/` and the rows of tables anywhere, notices the
    files below `notices/`; every other Markdown file is a document. Raises KnowledgeError with
    every problem in every file.
    """
    if not folder.is_dir():
        raise KnowledgeError([f"{folder}: no such folder; name the folder with your knowledge"])
    problems = Problems()
    documents = [document for file in knowledge_files(folder) for document in _read(file, problems)]
    _refuse_doubles(documents, problems)
    problems.raise_any()
    if all(document.kind is DocumentKind.NOTICE for document in documents):
        raise KnowledgeError(
            [f"{folder}: holds no FAQ entry and no document; put .md, .csv or .jsonl files there"]
        )
    return Knowledge(tuple(sorted(documents, key=lambda document: document.id)))


def _read(file: KnowledgeFile, problems: Problems) -> list[Document]:
    suffix = file.path.suffix.lower()
    if suffix in SAVE_AS:
        what = f"{suffix} files are not read; save it as {SAVE_AS[suffix]} or move it away"
        problems.add(Place(file.source), what)
    return READERS[suffix](file, problems) if suffix in READERS else []


def _refuse_doubles(documents: Iterable[Document], problems: Problems) -> None:
    first: dict[str, Place] = {}
    for document in documents:
        place = Place(document.source, document.line)
        if document.id in first:
            what = f"id {document.id!r} is already used at {first[document.id]}; give another id"
            problems.add(place, what)
        first.setdefault(document.id, place)
