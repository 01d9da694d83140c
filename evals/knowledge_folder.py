"""Documents back to a knowledge folder, so that a part of one can be indexed as a whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from sangdam.models import Document, DocumentKind

FAQ_FIELDS = (
    "id",
    "question",
    "aliases",
    "answer",
    "category",
    "language",
    "audience",
    "updated",
    "effective_from",
    "effective_until",
    "url",
)


def write_knowledge(documents: Iterable[Document], *, read_from: Path, folder: Path) -> None:
    """FAQ entries become one table; of all others the file is copied from `read_from`."""
    rows: list[str] = []
    for document in documents:
        if document.kind is DocumentKind.FAQ:
            rows.append(json.dumps(_row(document), ensure_ascii=False) + "\n")
        else:
            (folder / document.source).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(read_from / document.source, folder / document.source)
    if rows:
        (folder / "faqs").mkdir(parents=True, exist_ok=True)
        (folder / "faqs" / "entries.jsonl").write_text("".join(rows), "utf-8")


def _row(document: Document) -> dict[str, object]:
    row = document.model_dump(mode="json")
    row |= {"question": document.title, "answer": document.text, "aliases": list(document.aliases)}
    return {field: row[field] for field in FAQ_FIELDS}
