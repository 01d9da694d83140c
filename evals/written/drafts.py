"""Drafts as a model wrote them, a line each: `prose.jsonl` and `invented.jsonl`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals.store import read_lines
from evals.written.asked import FOLDER, Asked
from sangdam.models import Draft, DraftSentence, Passage, Route, Value

PROSE = "prose.jsonl"
"""By the embedded model."""
INVENTED = "invented.jsonl"
"""By the inventing model: those that were read too."""


class Drafted(Value):
    question: str
    """Id of what was asked."""
    writer: str
    """Name of the model."""
    sentences: tuple[DraftSentence, ...]
    """None where the model came to no whole sentence."""
    passages: tuple[str, ...]
    """Ids of the cited passages; marker n stands for position n - 1."""


def drafted(asked: Asked, writer: str, draft: Draft | None) -> Drafted:
    return Drafted(
        question=asked.id,
        writer=writer,
        sentences=draft.sentences if draft else (),
        passages=tuple(passage.id for passage in draft.passages) if draft else (),
    )


def draft_of(stored: Drafted, asked: Asked, passages: Mapping[str, Passage]) -> Draft:
    """The draft as the checks saw it, or would have."""
    return Draft(
        route=Route.GENERATED,
        language=asked.language,
        sentences=stored.sentences,
        passages=tuple(passages[name] for name in stored.passages),
    )


def read_drafts(name: str, folder: Path = FOLDER) -> tuple[Drafted, ...]:
    """Raises SetupError for a line that can't be read."""
    return read_lines(folder / name, Drafted)


def add_draft(stored: Drafted, path: Path) -> None:
    """On disk before this returns."""
    with path.open("a", encoding="utf-8") as file:
        file.write(stored.model_dump_json() + "\n")
