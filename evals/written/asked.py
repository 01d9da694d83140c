"""The questions that are written about, and the passages that were found for each.

`asked.jsonl` holds the questions, `passages.jsonl` every passage once, as it was then: what was
labelled stays what was read, whatever becomes of the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from evals.cases import Half
from evals.store import read_lines, write_lines
from sangdam.errors import KnowledgeError
from sangdam.models import Evidence, Hit, Language, Passage, Question, ScoreParts, Value

FOLDER = Path(__file__).parent
ASKED = "asked.jsonl"
PASSAGES = "passages.jsonl"
NO_SCORE = ScoreParts(dense=0, question=0, lexical=0)
"""Nobody who writes looks at a score."""


class Source(StrEnum):
    """Where a question was taken from."""

    GOLDEN = "golden"
    SEARCH = "search"
    FITTING = "fitting"


class Asked(Value):
    id: str
    text: str
    language: Language
    """The asker's."""
    half: Half
    """That of the case or question it is; the others were put into halves by lot."""
    source: Source
    kind: str
    answerable: bool
    """False where the knowledge has no answer, or the documents with the answer were held back."""
    embedded: bool
    """Whether the embedded model is asked; the inventing one is asked everything."""
    passages: tuple[str, ...]
    """Ids of the passages to write from, best first."""

    @property
    def question(self) -> Question:
        return Question(text=self.text, language=self.language)


def evidence(asked: Asked, passages: Mapping[str, Passage]) -> Evidence:
    """What the turn would hand to whoever writes."""
    return Evidence(
        query=asked.text,
        language=asked.language,
        generation="",
        hits=tuple(Hit(passage=passages[i], score=0, parts=NO_SCORE) for i in asked.passages),
    )


def read_asked(folder: Path = FOLDER) -> tuple[Asked, ...]:
    """In the order in which they are asked. Raises SetupError for a line that can't be read."""
    return read_lines(folder / ASKED, Asked)


def read_passages(folder: Path = FOLDER) -> dict[str, Passage]:
    """Id -> passage. Raises SetupError for a line that can't be read."""
    return {passage.id: passage for passage in read_lines(folder / PASSAGES, Passage)}


def write_asked(asked: Sequence[Asked], passages: Iterable[Passage], folder: Path) -> None:
    known = {passage.id: passage for passage in passages}
    write_lines(folder / ASKED, asked)
    write_lines(folder / PASSAGES, (known[name] for name in sorted(known)))


def must_be_there(asked: Iterable[Asked], passages: Mapping[str, Passage]) -> None:
    """Raises KnowledgeError for questions whose passages are not stored."""
    problems = [
        f"{ASKED}: {one.id} names the passage {name}, which {PASSAGES} lacks"
        for one in asked
        for name in one.passages
        if name not in passages
    ]
    if problems:
        raise KnowledgeError(problems)
