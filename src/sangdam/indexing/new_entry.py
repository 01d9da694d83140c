"""One more FAQ entry, written as a row of faqs/from-gaps.csv."""

from __future__ import annotations

import csv
import errno
import fcntl
import io
import os
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from sangdam.errors import Conflict, Invalid, KnowledgeError, SetupError
from sangdam.indexing.files import KnowledgeFile
from sangdam.indexing.problems import Problems
from sangdam.indexing.tables import ALIAS_BORDER, read_csv
from sangdam.models import Audience, Document, Language, Value
from sangdam.prompts import say

SOURCE = "faqs/from-gaps.csv"
"""Path below the knowledge folder."""
COLUMNS = (
    "id,question,aliases,answer,category,language,audience,updated,"
    "effective_from,effective_until,url"
)
"""First line of a new table, as the other ones have it."""
ENCODING = "utf-8-sig"
"""Without the mark, a spreadsheet program in Korea shows the Korean wrongly."""
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
FORMULA = "=+-@ "
"""What makes a spreadsheet program reckon instead of show; no question needs to begin so."""


class NewEntry(Value):
    question: str
    answer: str
    language: Language
    aliases: tuple[str, ...] = ()


def add_entry(
    knowledge: Path, entry: NewEntry, *, taken: Collection[str], day: date, reader: Language
) -> Document:
    """Append the entry and return it as the next reindex will read it.

    The table is replaced as a whole and one writer at a time: whoever reads it sees the old one
    or the new one. `taken` are ids in use. Raises Conflict where the entry's id is one of them,
    Invalid where a text is empty or the table as it stands can't be read, SetupError where the
    folder can't be written to, all in the language of the `reader`; the table is then untouched.
    """
    row = _row(entry, day, reader)
    path = knowledge / SOURCE
    try:
        with _held(path.parent, reader):
            if row["id"] in {*taken, *(document.id for document in written(knowledge))}:
                raise Conflict(say("entry_there", reader, id=row["id"]))
            return _replaced(path, _with_row(_text(path, reader), row, reader), row["id"], reader)
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "?")
        raise SetupError(say("entry_unwritable", reader, path=str(path), error=reason)) from None


def written(knowledge: Path) -> tuple[Document, ...]:
    """The entries of the table, live or not; none where it is not there or can't be read."""
    path = knowledge / SOURCE
    return tuple(read_csv(KnowledgeFile(path, SOURCE), {}, Problems())) if path.is_file() else ()


def _row(entry: NewEntry, day: date, reader: Language) -> dict[str, str]:
    question, answer = _line(entry.question), _clean(entry.answer)
    for name, text in (("question", question), ("answer", answer)):
        if not text:
            raise Invalid(say(f"entry_without_{name}", reader))
    aliases = dict.fromkeys(filter(None, map(_line, entry.aliases)))
    return {
        "id": f"gap-{sha256(question.encode()).hexdigest()[:8]}.{entry.language}",
        "question": question,
        "aliases": ALIAS_BORDER.join(alias for alias in aliases if alias != question),
        "answer": answer,
        "language": entry.language.value,
        "audience": Audience.CUSTOMER.value,
        "updated": day.isoformat(),
    }


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub(" ", unicodedata.normalize("NFC", lines)).strip()


def _line(text: str) -> str:
    """A question on one line, which neither a list of aliases nor a spreadsheet misreads."""
    return " ".join(_clean(text).replace("|", "/").split()).lstrip(FORMULA)


@contextmanager
def _held(folder: Path, reader: Language) -> Iterator[None]:
    """One writer at a time; the kernel lets go when the process ends, however it ends."""
    if not folder.parent.is_dir():
        raise SetupError(say("entry_no_folder", reader, folder=str(folder.parent)))
    folder.mkdir(exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _text(path: Path, reader: Language) -> str:
    """The table as it stands, in the encodings that a reindex reads."""
    data = path.read_bytes() if path.exists() else b""
    for encoding in (ENCODING, "cp949"):
        try:
            return data.decode(encoding) if data.strip() else f"{COLUMNS}\n"
        except UnicodeDecodeError:
            continue
    raise Invalid(say("entry_table_encoding", reader, table=SOURCE))


def _with_row(text: str, row: dict[str, str], reader: Language) -> str:
    """The table and, under the names of its own first line, the row."""
    ending = "\r\n" if "\r\n" in text else "\n"
    names = [name.strip().lower() for name in next(csv.reader(io.StringIO(text)), [])]
    if missing := [name for name, cell in row.items() if cell and name not in names]:
        told = {"table": SOURCE, "column": missing[0], "columns": COLUMNS}
        raise Invalid(say("entry_table_column", reader, **told))
    line = io.StringIO()
    writer = csv.writer(line, lineterminator=ending)
    writer.writerow([row.get(name, "") for name in names])
    return f"{text.rstrip()}{ending}{line.getvalue()}"


def _replaced(path: Path, text: str, document_id: str, reader: Language) -> Document:
    """Put the text in the table's place, once it has been read as a reindex would read it."""
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("w", encoding=ENCODING, newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        entry = _found(new, document_id, reader)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return entry


def _found(new: Path, document_id: str, reader: Language) -> Document:
    problems = Problems()
    read = {
        document.id: document for document in read_csv(KnowledgeFile(new, SOURCE), {}, problems)
    }
    try:
        problems.raise_any()
    except KnowledgeError as error:
        places = dict.fromkeys(problem.partition(": ")[0] for problem in error.problems)
        raise Invalid(say("entry_table_faults", reader, places=", ".join(places))) from None
    if document_id not in read:
        raise Invalid(say("entry_table_quote", reader, table=SOURCE))
    return read[document_id]
