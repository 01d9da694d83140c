"""What is doubtful in knowledge that could be read: told to its owner at every reindex."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from sangdam.indexing.contents import Contents
from sangdam.indexing.health.comments import comments
from sangdam.indexing.health.doubts import Doubt
from sangdam.indexing.health.duplicates import duplicates
from sangdam.indexing.health.entries import entries
from sangdam.indexing.health.expiry import expiry
from sangdam.indexing.health.hidden_text import hidden_text
from sangdam.indexing.health.instructions import instructions
from sangdam.indexing.health.lines import Lines
from sangdam.indexing.health.links import Library, broken_links
from sangdam.indexing.health.orphans import orphans
from sangdam.indexing.health.translations import translations
from sangdam.indexing.health.twins import twins
from sangdam.models import Finding
from sangdam.ports import Matrix


def findings(
    contents: Contents, matrix: Matrix, day: date, *, folder: Path | None = None
) -> tuple[Finding, ...]:
    """By path and line. Row n of `matrix` is the vector of `contents.vector_texts[n]`.

    `folder` is the knowledge folder, where a finding's line is looked up in its file; without it
    a finding names the line where its document begins.
    """
    lines = Lines(folder)
    doubts = chain(_doubts(contents, matrix, day, folder), comments(contents.documents, lines))
    found = {lines.finding(doubt) for doubt in doubts}
    return tuple(sorted(found, key=_order))


def _doubts(contents: Contents, matrix: Matrix, day: date, folder: Path | None) -> Iterator[Doubt]:
    documents = tuple(contents.documents)
    asked = tuple(entries(contents))
    yield from duplicates(twins(asked, matrix, day))
    yield from translations(documents, day)
    yield from expiry(documents, asked, day)
    yield from orphans(contents, day)
    yield from broken_links(documents, Library(documents, folder))
    yield from hidden_text(documents)
    yield from instructions(documents)


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return finding.source, finding.line, finding.kind, finding.what
