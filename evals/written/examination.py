"""Holds the exam of written drafts, and keeps what came of it. Needs no model and no index."""

from __future__ import annotations

from pathlib import Path

from evals.cases import Half
from evals.written.asked import FOLDER, must_be_there, read_asked, read_passages
from evals.written.checked import CheckedDraft, Writing, check_built, check_read
from evals.written.drafts import INVENTED, PROSE, read_drafts
from evals.written.inventing import InventingModel
from evals.written.labels import must_fit, read_labels
from evals.written.measures import Agreement, FaultRow, Row, agreement, fault_rows, rows
from evals.written.writing import writer
from sangdam.guardrails.grounding import DraftChecks
from sangdam.models import Value
from sangdam.ports import Morphology, Progress
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import Settings

FILE = "written.json"
SEED = 20261122


class WrittenExam(Value):
    rows: tuple[Row, ...]
    faults: tuple[FaultRow, ...]
    agreement: Agreement
    open: tuple[CheckedDraft, ...]
    """Every draft of the open half; of the sealed one nothing but the rows is kept."""

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(self.model_dump_json(indent=1), "utf-8")
        return folder / FILE


def beside(golden: Path) -> Path:
    """The folder of drafts that goes with that folder of cases."""
    return golden.parent / FOLDER.name


def check_written(
    settings: Settings,
    *,
    folder: Path = FOLDER,
    morphology: Morphology | None = None,
    checks: DraftChecks | None = None,
    progress: Progress,
) -> tuple[CheckedDraft, ...]:
    """Every stored draft, and what the inventing model writes about all questions.

    Raises KnowledgeError for drafts that nobody has read or whose passages are gone, SetupError.
    """
    asked, passages, labels = read_asked(folder), read_passages(folder), read_labels(folder)
    stored = {
        Writing.PROSE: read_drafts(PROSE, folder),
        Writing.READ: read_drafts(INVENTED, folder),
    }
    must_be_there(asked, passages)
    must_fit((draft for drafts in stored.values() for draft in drafts), labels)
    morphology = morphology or KiwiMorphology()
    names = (settings.company, settings.company_en)
    checks = checks or DraftChecks(morphology, names=names)
    by_id = {one.id: one for one in asked}
    model = InventingModel(SEED)
    generated = writer(model, settings, morphology)
    return (
        *check_read(Writing.PROSE, stored[Writing.PROSE], labels, by_id, passages, checks),
        *check_read(Writing.READ, stored[Writing.READ], labels, by_id, passages, checks),
        *check_built(asked, passages, generated, model, checks, progress),
    )


def exam_of(drafts: tuple[CheckedDraft, ...]) -> WrittenExam:
    return WrittenExam(
        rows=rows(drafts),
        faults=fault_rows(drafts),
        agreement=agreement(drafts),
        open=tuple(draft for draft in drafts if draft.asked.half is Half.OPEN),
    )
