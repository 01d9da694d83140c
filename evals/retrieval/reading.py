"""Questions to find documents by, from `questions/`; every fault is named with file and line.

`open/` and `sealed/` hold one CSV file a slice and language: `typos.ko.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from evals.cases import Half
from sangdam.errors import KnowledgeError
from sangdam.models import Language, Value

QUESTIONS = Path(__file__).parent / "questions"
COLUMNS = ["question", "documents"]
BORDER = "|"
"""Between two documents."""


class _Row(NamedTuple):
    place: str
    cells: list[str]


def beside(golden: Path) -> Path:
    """The folder of questions that goes with that folder of cases."""
    return golden.parent / "retrieval" / QUESTIONS.name


class Slice(StrEnum):
    """What makes the questions of one file hard to find by; the README tells each."""

    OTHER_WORDS = "other_words"
    TYPOS = "typos"
    NO_SPACING = "no_spacing"
    SLANG = "slang"
    MIXED = "mixed"
    CROSS_LANGUAGE = "cross_language"
    """Searched over the documents of the other language only."""
    NEAR_DUPLICATES = "near_duplicates"
    SHORT = "short"
    STORY = "story"


class SearchQuestion(Value):
    text: str = Field(min_length=1)
    language: Language
    """The asker's."""
    documents: tuple[str, ...] = Field(min_length=1)
    """Stems of the documents that answer in full, the best first; one of them is enough."""
    slice: Slice
    half: Half
    place: str
    """`file:line` of the row."""


def read_questions(
    folder: Path = QUESTIONS, *, halves: Iterable[Half] = tuple(Half)
) -> tuple[SearchQuestion, ...]:
    """Every question of the halves. Raises KnowledgeError with all faults as `file:line: what`."""
    questions: list[SearchQuestion] = []
    problems: list[str] = []
    for half in halves:
        for path in sorted((folder / half).glob("*.csv")):
            questions += _file(path, half, problems)
    problems += _asked_twice(questions)
    if not questions and not problems:
        problems.append(f"{folder}: no questions in {' or '.join(halves)}")
    if problems:
        raise KnowledgeError(problems)
    return tuple(questions)


def unfindable(
    questions: Iterable[SearchQuestion], known: Mapping[Language, frozenset[str]]
) -> list[str]:
    """Faults of questions that no search could answer. `known` holds the stems of the documents
    that a customer may see, by the documents' language."""
    everywhere = frozenset().union(*known.values())
    problems: list[str] = []
    for question in questions:
        problems += (
            f"{question.place}: there is no document {stem} that a customer may see"
            for stem in question.documents
            if stem not in everywhere
        )
        if question.slice is Slice.CROSS_LANGUAGE and not _in_other_language(question, known):
            problems.append(f"{question.place}: none of its documents is in the other language")
    return problems


def _in_other_language(
    question: SearchQuestion, known: Mapping[Language, frozenset[str]]
) -> frozenset[str]:
    others = (stems for language, stems in known.items() if language is not question.language)
    return frozenset().union(*others) & frozenset(question.documents)


def _file(path: Path, half: Half, problems: list[str]) -> list[SearchQuestion]:
    place = f"{half}/{path.name}"
    name, _, language = path.stem.partition(".")
    if name not in set(Slice) or language not in set(Language):
        problems.append(f"{place}: name the file slice.language.csv; slices: {', '.join(Slice)}")
        return []
    return [
        SearchQuestion(
            text=row.cells[0],
            language=Language(language),
            documents=tuple(stem.strip() for stem in row.cells[1].split(BORDER)),
            slice=Slice(name),
            half=half,
            place=row.place,
        )
        for row in _rows(path, place, problems)
    ]


def _rows(path: Path, place: str, problems: list[str]) -> Iterator[_Row]:
    """The sound rows below the first; the faults of the others are noted."""
    for number, row in enumerate(_read(path, place, problems)):
        if fault := _fault(row.cells, first=number == 0):
            problems.append(f"{row.place}: {fault}")
        elif number:
            yield row


def _fault(cells: list[str], *, first: bool) -> str:
    if first:
        return "" if cells == COLUMNS else f"the first line is `{','.join(COLUMNS)}`"
    if len(cells) != len(COLUMNS):
        what = f"{len(cells)} cells in {len(COLUMNS)} columns"
        return f"{what}; put quotes round a cell that holds a comma"
    if not cells[0]:
        return "the question is missing"
    return "" if all(stem.strip() for stem in cells[1].split(BORDER)) else "a document is missing"


def _read(path: Path, place: str, problems: list[str]) -> Iterator[_Row]:
    """Every row that is not blank, with the line on which it begins."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                if cells:
                    yield _Row(f"{place}:{line}", [cell.strip() for cell in cells])
                line = reader.line_num + 1
    except csv.Error as error:
        problems.append(f"{place}:{line}: the row can't be read ({error})")
    except UnicodeDecodeError:
        problems.append(f"{place}: not UTF-8; save the file as UTF-8")


def _asked_twice(questions: Iterable[SearchQuestion]) -> Iterator[str]:
    known: dict[str, SearchQuestion] = {}
    for question in questions:
        said = " ".join(question.text.split()).casefold()
        same = known.setdefault(said, question)
        if same is not question:
            yield f"{question.place}: the same words stand at {same.place} too"
