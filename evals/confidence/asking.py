"""All questions asked of the shipped knowledge, and of each language's part of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evals.confidence.outcomes import Examiner, Outcome
from evals.confidence.questions import Asked
from evals.retrieval.shelves import Shelving
from sangdam.models import Language
from sangdam.ports import Embedder, Morphology, Progress
from sangdam.settings import Settings


def ask_knowledge(
    settings: Settings,
    questions: Sequence[Asked],
    folder: Path,
    *,
    embedder: Embedder,
    morphology: Morphology,
    day: date,
    progress: Progress,
) -> list[Outcome]:
    """Indexes the settings' knowledge into `folder` first. Raises KnowledgeError, SetupError."""
    shelving = Shelving(settings, folder, embedder, morphology, progress, day)
    whole = shelving.indexed(settings.knowledge_dir, name="index")
    straight = [question for question in questions if not question.across]
    found = list(Examiner(whole, embedder, day).outcomes(straight, progress))
    for language in Language:
        rest = shelving.without(language, whole, folder / "index")
        across = [q for q in questions if q.across and q.language is language]
        found += Examiner(rest, embedder, day).outcomes(across, progress)
    return found
