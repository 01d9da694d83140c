"""Converted files (.docx, .html, .pdf, .xlsx) -> Documents."""

from __future__ import annotations

from collections.abc import Mapping

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.fields import Field, Fields, is_address
from sangdam.indexing.files import KnowledgeFile, plain
from sangdam.indexing.front_matter import KEYS
from sangdam.indexing.markdown import MORE_KEYS, Page, documents
from sangdam.indexing.problems import Place, Problems
from sangdam.indexing.tables import GIVEN_KEYS, table_entries
from sangdam.models import Document


def documents_of(
    file: KnowledgeFile, found: Converted, given: Mapping[str, Field], problems: Problems
) -> list[Document]:
    """Where what is `given` beside the file is silent, the file itself is asked."""
    for hidden in found.hidden:
        problems.hidden(Place(file.source, hidden.line), hidden.how, plain(hidden.text))
    rows = {name: said for name, said in given.items() if name in GIVEN_KEYS}
    made = [
        entry
        for sheet in found.sheets
        for entry in table_entries(file, sheet.rows, rows, problems, sheet=sheet.name)
    ]
    if found.text:
        return [*documents(file, _page(found), _with_url(file, found, given), problems), *made]
    Fields(Place(file.source), given, problems).allow(KEYS + MORE_KEYS[file.kind])
    return made


def _page(found: Converted) -> Page:
    text = plain(found.text)
    lines = found.lines or range(1, text.count("\n") + 2)
    return Page(text, lines, title=plain(found.title), language=found.language)


def _with_url(
    file: KnowledgeFile, found: Converted, given: Mapping[str, Field]
) -> Mapping[str, Field]:
    if "url" in given or not is_address(found.url):
        return given
    return {**given, "url": Field((found.url,), Place(file.source))}
