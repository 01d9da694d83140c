"""Scripted conversations that end with a person, and what the summary of each must tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field, ValidationError

from evals.cases import Half
from sangdam.errors import KnowledgeError
from sangdam.models import EntityKind, Feeling, Language, ReasonCode, Value

FOLDER = Path(__file__).parent / "conversations"
NONE = "none"
"""Among the feelings that are right: that none is told."""


class Act(StrEnum):
    """What happens in a conversation beside the customer's messages."""

    HELPFUL = "helpful"
    """The customer's opinion of the reply before."""
    UNHELPFUL = "unhelpful"
    RETURN = "return"
    """The agent gives the conversation back to the assistant."""
    RESOLVE = "resolve"
    FAULT = "fault"
    """The search breaks in the next turn."""
    REFUSE_DRAFTS = "refuse_drafts"
    """The checks let no draft pass in the next turn."""


class AgentSays(Value):
    agent: str


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _steps(value: Iterable[object]) -> tuple[object, ...]:
    acts = {act.value: act for act in Act}
    return tuple(acts.get(step, step) if isinstance(step, str) else step for step in value)


class Talk(Value):
    """A conversation; what is not named is not there, but of the goal and the promise."""

    id: str
    steps: Annotated[tuple[Act | AgentSays | str, ...], BeforeValidator(_steps)]
    """In order; words alone are the customer's."""
    reason: Annotated[tuple[ReasonCode, ...], BeforeValidator(_listed)]
    """Any of these is in order."""
    goal: tuple[str, ...] = Field(min_length=1)
    """Words that the goal must hold."""
    tried: tuple[str, ...] = ()
    """Stems of documents that must be named as tried."""
    took: str = ""
    """How the last answer was taken, as `took_…` of summary.yaml has it."""
    open: tuple[str, ...] = ()
    """Words that the open questions must hold."""
    entities: Mapping[EntityKind, tuple[str, ...]] = Field(default_factory=dict)
    feels: Annotated[tuple[Feeling | str, ...], BeforeValidator(_listed)] = (NONE,)
    """Any of these is in order."""
    promise: tuple[str, ...] = ()
    """Words that the promises must hold."""
    absent: tuple[str, ...] = ()
    """Words that may stand nowhere in the summary."""
    tickets: int = 1
    """The summary of the last one is judged by all this."""
    customer: str | None = None
    at: datetime | None = None
    """Local time of the shop; None: when people answer."""
    language: Language
    half: Half


def read_talks(folder: Path = FOLDER, *, halves: Iterable[Half] = tuple(Half)) -> tuple[Talk, ...]:
    """Raises KnowledgeError with every fault."""
    problems: list[str] = []
    found = tuple(talk for half in halves for talk in _read(folder, half, problems))
    if problems:
        raise KnowledgeError(problems)
    return found


def _read(folder: Path, half: Half, problems: list[str]) -> Iterator[Talk]:
    for path in sorted((folder / half).glob("*.yaml")):
        fixed = {"language": path.stem, "half": half}
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8")), start=1):
            try:
                yield _talk(row, fixed)
            except (ValidationError, TypeError) as error:
                problems.append(f"{half}/{path.name}, {number}: {error}")


def _talk(row: Mapping[str, Any], fixed: Mapping[str, Any]) -> Talk:
    return Talk.model_validate({**row, **fixed})
