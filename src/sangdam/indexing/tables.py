"""FAQ tables (.csv, .jsonl) -> one Document a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from sangdam.indexing.fields import Field, Fields, document
from sangdam.indexing.files import KnowledgeFile, text_of
from sangdam.indexing.problems import Place, Problems
from sangdam.models import Document, DocumentKind, stem

COLUMNS = (
    "question",
    "answer",
    "id",
    "aliases",
    "category",
    "language",
    "audience",
    "updated",
    "effective_from",
    "effective_until",
    "url",
)
ALIAS_BORDER = " | "


class Row(NamedTuple):
    cells: list[str]
    line: int
    """Line on which the row begins; a quoted cell may run over several."""


def read_csv(file: KnowledgeFile, problems: Problems) -> list[Document]:
    """The table's entries. UTF-8 with or without BOM; CP949, as older Excel saves it."""
    text = text_of(file, problems, fallback="cp949")
    rows = list(_rows(text, file, problems))
    if not rows:
        return []
    columns = _columns(rows[0], file, problems)
    if not columns:
        return []
    return [_entry(file, _cells(columns, row, file, problems), row, problems) for row in rows[1:]]


def _rows(text: str, file: KnowledgeFile, problems: Problems) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"this row can't be read ({error}); look for a quote that is not closed"
            problems.add(Place(file.source, line), what)
            return
        if any(cell.strip() for cell in cells):
            yield Row(cells, line)


def _columns(header: Row, file: KnowledgeFile, problems: Problems) -> list[str]:
    """The column names; empty where the table can't be read by them."""
    names = [cell.strip().lower() for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    wrong = [
        *(f"unknown column {name!r}" for name in names if name not in COLUMNS),
        *(f"column {name!r} twice" for name in COLUMNS if names.count(name) > 1),
        *(f"no column {name!r}" for name in COLUMNS[:2] if name not in names),
    ]
    for what in wrong:
        known = f"the first line names columns, separated by commas: {', '.join(COLUMNS)}"
        problems.add(Place(file.source, header.line), f"{what}; {known}")
    return [] if wrong else names


def _cells(
    columns: list[str], row: Row, file: KnowledgeFile, problems: Problems
) -> dict[str, Field]:
    if any(cell.strip() for cell in row.cells[len(columns) :]):
        what = f"{len(row.cells)} cells in {len(columns)} columns"
        mend = "put quotes round a cell that holds a comma"
        problems.add(Place(file.source, row.line), f"{what}; {mend}")
    cells = dict(zip(columns, row.cells, strict=False))
    return {
        name: Field(tuple(cell.split(ALIAS_BORDER)) if name == "aliases" else (cell,), row.line)
        for name, cell in cells.items()
    }


def read_jsonl(file: KnowledgeFile, problems: Problems) -> list[Document]:
    """The entries of a file with one JSON object a line; `aliases` is a list."""
    entries = []
    for number, line in enumerate(text_of(file, problems).split("\n"), start=1):
        if line.strip():
            place = Place(file.source, number)
            fields = _json_fields(line, place, problems)
            if fields:
                entries.append(_entry(file, fields, Row([], number), problems))
    return entries


def _json_fields(line: str, place: Place, problems: Problems) -> dict[str, Field]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        problems.add(place, f"not JSON ({error}); write one object a line")
        return {}
    if not isinstance(found, dict) or not found:
        problems.add(place, 'not an entry; write {"question": "…", "answer": "…"}')
        return {}
    return {
        name: Field(_json_values(name, value, place, problems), place.line)
        for name, value in found.items()
    }


def _json_values(name: str, value: object, place: Place, problems: Problems) -> tuple[str, ...]:
    if value is None:
        return ()
    values = value if name == "aliases" and isinstance(value, list) else [value]
    if all(isinstance(item, str) for item in values):
        return tuple(values)
    wanted = "a list of texts" if name == "aliases" else "a text in quotes"
    problems.add(place, f"{name} must be {wanted}")
    return ()


def _entry(
    file: KnowledgeFile, cells: Mapping[str, Field], row: Row, problems: Problems
) -> Document:
    fields = Fields(Place(file.source, row.line), cells, problems)
    fields.allow(COLUMNS)
    question, answer = fields.text("question"), fields.text("answer")
    for name, text in (("question", question), ("answer", answer)):
        if not text:
            fields.wrong(f"no {name}; write it or delete the row")
    return document(
        fields,
        kind=DocumentKind.FAQ,
        title=question,
        text=answer,
        default_id=_row_id(file.id, question),
        default_audience=file.audience,
    )


def _row_id(file_id: str, question: str) -> str:
    """By the question, so that it stays when rows are moved or put between."""
    head = stem(file_id)
    digest = sha256(question.encode()).hexdigest()[:8]
    return f"{head}-{digest}{file_id.removeprefix(head)}"
