"""Holds the exam of the confidence alone, and keeps what came of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.confidence.asking import ask_knowledge
from evals.confidence.bank import Draw, examine_held_out
from evals.confidence.measures import ConfidenceFigures, confidence_figures
from evals.confidence.questions import customers, easy
from evals.remembering import RememberingEmbedder
from evals.retrieval.examination import DAY, bank_is_in
from evals.retrieval.shelves import Shelving
from sangdam import bootstrap_index
from sangdam.models import Value
from sangdam.ports import Embedder, Morphology, Progress
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.routing.confidence import shipped_fit
from sangdam.settings import Settings

FILE = "confidence.json"


class ConfidenceExam(Value):
    day: date
    figures: ConfidenceFigures
    bank: tuple[Draw, ...] = ()
    """Empty where the bank's questions were not asked."""

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(self.model_dump_json(indent=1), "utf-8")
        return folder / FILE


def examine_confidence(
    settings: Settings,
    *,
    data: Path | None = None,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
    progress: Progress,
) -> ConfidenceExam:
    """Over the settings' knowledge, indexed afresh; with `data` easy negatives and the bank's
    questions too. Raises KnowledgeError, SetupError."""
    embedder = RememberingEmbedder(embedder or bootstrap_index.load_embedder(settings))
    morphology = morphology or KiwiMorphology()
    there = data if data and bank_is_in(data) else None
    with TemporaryDirectory(prefix="sangdam-confidence-") as name:
        folder = Path(name)
        outcomes = ask_knowledge(
            settings,
            [*customers(), *(easy(there) if there else ())],
            folder,
            embedder=embedder,
            morphology=morphology,
            day=DAY,
            progress=progress,
        )
        shelving = Shelving(settings, folder, embedder, morphology, progress, DAY)
        bank = examine_held_out(there, shelving) if there else ()
    return ConfidenceExam(day=DAY, figures=confidence_figures(outcomes, shipped_fit()), bank=bank)
