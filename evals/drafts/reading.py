"""Drafts with one planted error, and faithful ones, from `rows/`; every fault is told with its
place."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from evals.cases import Half
from sangdam.errors import KnowledgeError
from sangdam.indexing.passages import passages_of
from sangdam.indexing.readers import read_knowledge
from sangdam.models import (
    Audience,
    Document,
    DocumentKind,
    Draft,
    DraftSentence,
    Language,
    Passage,
    Question,
    Route,
    Value,
)

ROWS = Path(__file__).parent / "rows"
FURTHER = Path(__file__).parent / "further" / ROWS.name
"""Drafts over more trades, all read while the checks were tuned."""
PASSAGES = "passages.yaml"
SECTION = " § "
"""Between a document's id and the heading of one of its sections."""

Citable = Mapping[str, tuple[Passage, ...]]
"""What `cites` may name -> the passages it stands for."""


class DraftKind(StrEnum):
    """What is wrong with the drafts of one kind; the README tells each."""

    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    NEGATION = "negation"
    CONDITION = "condition"
    ENTITY = "entity"
    NEIGHBOUR = "neighbour"
    INVENTED = "invented"
    LINK = "link"
    LANGUAGE = "language"
    FAITHFUL = "faithful"
    """Nothing: it should pass."""


class WrittenDraft(Value):
    cites: tuple[str, ...] = Field(min_length=1)
    asked: str = Field(min_length=1)
    says: tuple[str, ...] = Field(min_length=1)
    """Its sentences; each cites all of `cites`."""
    kind: DraftKind
    half: Half
    language: Language
    """The customer's."""
    place: str

    @property
    def question(self) -> Question:
        return Question(text=self.asked, language=self.language)

    def draft(self, citable: Citable) -> Draft:
        passages = tuple(passage for name in self.cites for passage in citable[name])
        markers = tuple(range(1, len(passages) + 1))
        return Draft(
            route=Route.GENERATED,
            language=self.language,
            sentences=tuple(DraftSentence(text=text, markers=markers) for text in self.says),
            passages=passages,
        )


def beside(golden: Path) -> Path:
    """The folder of drafts that goes with that folder of cases."""
    return golden.parent / "drafts" / ROWS.name


def further_beside(golden: Path) -> Path:
    """The folder of further drafts that goes with that folder of cases."""
    return golden.parent / "drafts" / "further" / ROWS.name


def read_drafts(folder: Path = ROWS) -> tuple[WrittenDraft, ...]:
    """All drafts of both halves. Raises KnowledgeError with every fault."""
    drafts: list[WrittenDraft] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        half, _, language = path.stem.partition(".")
        for kind, rows in yaml.safe_load(path.read_text("utf-8")).items():
            for number, row in enumerate(rows, start=1):
                fixed = {"kind": kind, "half": half, "language": language}
                _read(row | fixed | {"place": f"{path.name}, {kind} {number}"}, drafts, problems)
    if not drafts and not problems:
        problems.append(f"{folder}: no drafts")
    if problems:
        raise KnowledgeError(problems)
    return tuple(drafts)


def _read(row: dict[str, Any], drafts: list[WrittenDraft], problems: list[str]) -> None:
    try:
        drafts.append(WrittenDraft.model_validate(row))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        problems.extend(f"{row['place']}: {fault}" for fault in faults)


def citable(knowledge: Path, folder: Path = ROWS) -> Citable:
    """The knowledge's passages, whole sections each, and those of `passages.yaml`."""
    known: dict[str, tuple[Passage, ...]] = {}
    for passage in (*_of_documents(read_knowledge(knowledge).documents), *_of_trades(folder)):
        heading = passage.section.rpartition(" > ")[2]
        for name in {passage.document_id, f"{passage.document_id}{SECTION}{heading}"}:
            known[name] = (*known.get(name, ()), passage)
    return known


def unknown(drafts: Iterable[WrittenDraft], known: Citable) -> list[str]:
    """Faults of drafts that cite what there is not."""
    return [
        f"{draft.place}: there is no {name}"
        for draft in drafts
        for name in draft.cites
        if name not in known
    ]


def _of_documents(documents: Iterable[Document]) -> Iterator[Passage]:
    for document in documents:
        if document.audience is Audience.CUSTOMER:
            yield from passages_of(document, count=len, limit=sys.maxsize)


def _of_trades(folder: Path) -> Iterator[Passage]:
    path = folder.parent / PASSAGES
    written = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
    for name, fields in written.items():
        yield Passage(
            id=f"{name}#0",
            document_id=name,
            kind=DocumentKind.DOCUMENT,
            language=Language(name.rpartition(".")[2]),
            audience=Audience.CUSTOMER,
            **fields,
        )
