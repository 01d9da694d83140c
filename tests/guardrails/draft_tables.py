"""Sentences of drafts as data: planted errors and faithful ones, over passages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sangdam.models import (
    Audience,
    DocumentKind,
    Draft,
    DraftSentence,
    Language,
    Passage,
    Question,
    Route,
)

DATA = Path(__file__).parent / "data"
TABLES = ("drafts", "unseen_drafts", "policy_drafts", "faq_drafts", "last_drafts")


class Row(NamedTuple):
    table: str
    passage: Passage
    text: str
    question: str = ""
    planted: str = ""
    """What sort of error it is; empty for a faithful sentence."""
    check: str = ""
    """The check that must fail."""

    @property
    def draft(self) -> Draft:
        return draft_of(self.passage, self.text)

    @property
    def asked(self) -> Question:
        return Question(text=self.question, language=self.passage.language)


def draft_of(passage: Passage, *sentences: str, **changed: Any) -> Draft:
    """A draft whose sentences all cite `passage`."""
    fields: dict[str, Any] = {
        "route": Route.GENERATED,
        "language": passage.language,
        "sentences": tuple(DraftSentence(text=text, markers=(1,)) for text in sentences),
        "passages": (passage,),
    }
    return Draft(**fields | changed)


def passage_of(text: str, language: Language, **changed: Any) -> Passage:
    fields: dict[str, Any] = {
        "id": "doc#0",
        "document_id": "doc",
        "kind": DocumentKind.DOCUMENT,
        "title": "",
        "text": text,
        "language": language,
        "audience": Audience.CUSTOMER,
    }
    return Passage(**fields | changed)


def errors() -> list[Row]:
    return [row for table in TABLES for row in _rows(table, "errors")]


def faithful() -> list[Row]:
    return [row for table in TABLES for row in _rows(table, "faithful")]


def passages() -> list[Passage]:
    return [passage for table in TABLES for passage in _passages(table).values()]


def _rows(table: str, part: str) -> list[Row]:
    known = _passages(table)
    lines = (line.strip() for line in _table(table)[part].splitlines())
    rows = []
    for line in lines:
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split(" | ")]
            planted, check = ("", "") if part == "faithful" else (cells.pop(0), cells.pop(0))
            name, text, *question = cells
            asked = question[0] if question else ""
            rows.append(Row(table, known[name], text, asked, planted, check))
    return rows


@cache
def _passages(table: str) -> dict[str, Passage]:
    return {name: _passage(name, fields) for name, fields in _table(table)["passages"].items()}


def _passage(name: str, fields: dict[str, Any]) -> Passage:
    language = Language(name.rpartition(".")[2])
    return passage_of(
        language=language, **{"id": f"{name}#0", "document_id": name, "section": ""} | fields
    )


@cache
def _table(table: str) -> dict[str, Any]:
    loaded = yaml.safe_load((DATA / f"{table}.yaml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded
