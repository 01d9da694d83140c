"""FAQ tables (.csv, .jsonl, sheets) -> one Document a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from sangdam.indexing.conversion.converted import Row
from sangdam.indexing.fields import Field, Fields, document, entry_id, field
from sangdam.indexing.files import KnowledgeFile, text_of
from sangdam.indexing.front_matter import KEYS
from sangdam.indexing.problems import Place, Problems
from sangdam.models import Document, DocumentKind

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

Given = Mapping[str, Field]
"""What stands beside a table and holds for every row that says nothing else."""
GIVEN_KEYS = tuple(key for key in KEYS if key not in ("id", "title"))


def read_csv(file: KnowledgeFile, given: Given, problems: Problems) -> list[Document]:
    """The table's entries. Raises Unreadable."""
    rows = [*_rows(text_of(file, problems), file, problems)]
    Fields(Place(file.source), given, problems).allow(GIVEN_KEYS)
    return table_entries(file, rows, given, problems)


def table_entries(
    file: KnowledgeFile, rows: Sequence[Row], given: Given, problems: Problems, *, sheet: str = ""
) -> list[Document]:
    """The entries of a table whose first row names the columns."""
    if not rows:
        return []
    columns = _columns(rows[0], Place(file.source, rows[0].line, sheet), problems)
    if not columns:
        return []
    made = []
    for row in rows[1:]:
        place = Place(file.source, row.line, sheet)
        cells = _cells(columns, row, place, problems)
        said = {**given, **cells} if given else cells
        made.append(_entry(file, Fields(place, said, problems)))
    return made


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
        if any(map(str.strip, cells)):
            yield Row(cells, line)


def _columns(header: Row, place: Place, problems: Problems) -> list[str]:
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
        problems.add(place, f"{what}; {known}")
    return [] if wrong else names


def _cells(columns: list[str], row: Row, place: Place, problems: Problems) -> dict[str, Field]:
    """What the row says; an empty cell says nothing."""
    if len(row.cells) > len(columns) and any(map(str.strip, row.cells[len(columns) :])):
        what = f"{len(row.cells)} cells in {len(columns)} columns"
        problems.add(place, f"{what}; put quotes round a cell that holds a comma")
    cells = {}
    for name, cell in zip(columns, row.cells, strict=False):
        if text := cell.strip():
            many = name == "aliases"
            cells[name] = field(text.split(ALIAS_BORDER), place) if many else Field((text,), place)
    return cells


def read_jsonl(file: KnowledgeFile, given: Given, problems: Problems) -> list[Document]:
    """The entries of a file with one JSON object a line; `aliases` is a list. Raises Unreadable."""
    Fields(Place(file.source), given, problems).allow(GIVEN_KEYS)
    entries = []
    for number, line in enumerate(text_of(file, problems).split("\n"), start=1):
        if line.strip():
            place = Place(file.source, number)
            said = _json_fields(line, place, problems)
            if said:
                Fields(place, said, problems).allow(COLUMNS)
                entries.append(_entry(file, Fields(place, {**given, **said}, problems)))
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
        name: field(_json_values(name, value, place, problems), place)
        for name, value in found.items()
        if value not in (None, "")
    } or {"question": Field((), place)}


def _json_values(name: str, value: object, place: Place, problems: Problems) -> tuple[str, ...]:
    values = value if name == "aliases" and isinstance(value, list) else [value]
    if all(isinstance(item, str) for item in values):
        return tuple(values)
    wanted = "a list of texts" if name == "aliases" else "a text in quotes"
    problems.add(place, f"{name} must be {wanted}")
    return ()


def _entry(file: KnowledgeFile, fields: Fields) -> Document:
    question, answer = fields.text("question"), fields.text("answer")
    for name, text in (("question", question), ("answer", answer)):
        if not text:
            fields.wrong(f"no {name}; write it or delete the row")
    return document(
        fields,
        kind=DocumentKind.FAQ,
        title=question,
        text=answer,
        default_id=lambda: entry_id(file.id, question),
        default_audience=file.audience,
    )
