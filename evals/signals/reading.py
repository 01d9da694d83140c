"""Customers' messages and what calls for a person in them, from `turns/`; its README tells how
they were written. Every fault is told with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from evals.cases import Half
from sangdam.errors import KnowledgeError
from sangdam.models import Language, ReasonCode, Value

TURNS = Path(__file__).parent / "turns"


class Calm(StrEnum):
    """Messages that need no person."""

    QUESTION = "question"
    """Ordinary, but full of words of trouble."""
    PLAIN = "plain"
    ACCOUNT = "account"
    """About something of the customer's own, which the company's records alone can tell."""
    SMALL_TALK = "small_talk"


class SaidTurn(Value):
    say: str = Field(min_length=1)
    reasons: tuple[ReasonCode, ...]
    """The one it stands under first, then others that are in it too; none where it is calm."""
    calm: Calm | None = None
    language: Language
    half: Half
    place: str

    @property
    def filed(self) -> str:
        """Under what it stands in its file."""
        return self.calm or self.reasons[0]


def beside(golden: Path) -> Path:
    """The folder of messages that goes with that folder of cases."""
    return golden.parent / "signals" / TURNS.name


def read_turns(folder: Path = TURNS, *, halves: Sequence[Half] = tuple(Half)) -> list[SaidTurn]:
    """Raises KnowledgeError with every fault."""
    turns: list[SaidTurn] = []
    problems: list[str] = []
    for half in halves:
        for path in sorted((folder / half).glob("*.yaml")):
            for place, row in _rows(path):
                try:
                    turns.append(_turn(row, half, path, place))
                except (ValidationError, ValueError, TypeError) as error:
                    problems.append(f"{place}: {error}")
    if not turns and not problems:
        problems.append(f"{folder}: no messages")
    if problems:
        raise KnowledgeError(problems)
    return turns


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for filed, rows in yaml.safe_load(path.read_text("utf-8")).items():
        for number, row in enumerate(rows, start=1):
            fields = row if isinstance(row, dict) else {"say": row}
            yield f"{path.parent.name}/{path.name}, {filed} {number}", {"filed": filed, **fields}


def _turn(row: dict[str, Any], half: Half, path: Path, place: str) -> SaidTurn:
    """Raises ValueError for a class that there is not."""
    calm = Calm(row["filed"]) if row["filed"] in set(Calm) else None
    first = () if calm else (ReasonCode(row["filed"]),)
    return SaidTurn(
        say=row.get("say", ""),
        reasons=(*first, *map(ReasonCode, row.get("also", ()))),
        calm=calm,
        language=Language(path.stem.rpartition(".")[2]),
        half=half,
        place=place,
    )
