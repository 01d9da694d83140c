"""Golden cases for tests, made in place."""

from __future__ import annotations

from datetime import datetime

from evals.cases import USUAL_OUTCOME, Case, Half, Kind
from sangdam.models import Language, Outcome


def case(
    id: str,
    *say: str,
    kind: Kind = Kind.ANSWERABLE,
    half: Half = Half.OPEN,
    language: Language | None = Language.KOREAN,
    outcome: tuple[Outcome, ...] = (),
    facts: tuple[tuple[str, ...], ...] = (),
    documents: tuple[str, ...] = (),
    at: datetime | None = None,
) -> Case:
    """A case as the reader of the files would give it."""
    return Case(
        id=id,
        say=say or (id,),
        outcome=outcome or USUAL_OUTCOME.get(kind, (Outcome.ANSWERED,)),
        facts=facts,
        documents=documents,
        language=language,
        at=at,
        why="a test",
        kind=kind,
        half=half,
        place=f"{half}/{kind}.{language or 'ko'}.yaml:1",
    )
