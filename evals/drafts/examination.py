"""Lets the checks inspect every written draft, and keeps what they found."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.cases import Half
from evals.drafts.measures import Row, rows
from evals.drafts.reading import ROWS, Citable, DraftKind, WrittenDraft, citable, unknown
from sangdam.errors import KnowledgeError
from sangdam.guardrails.grounding import DraftChecks
from sangdam.models import Draft, DraftSentence, Question, Value
from sangdam.ports import Morphology
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import Settings

FILE = "drafts.json"


class Checked(Value):
    draft: WrittenDraft
    problems: tuple[str, ...]
    """`check: what is wrong`, of every check that it did not pass."""
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether a planted error was refused, or a faithful draft let pass."""
        return bool(self.problems) is (self.draft.kind is not DraftKind.FAITHFUL)


class DraftExam(Value):
    rows: tuple[Row, ...]
    p50_ms: float
    p95_ms: float
    """Of checking one whole draft, its passages read before."""
    open: tuple[Checked, ...]
    """Every draft of the open half; of the sealed one nothing but the rows is kept."""

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(self.model_dump_json(indent=1), "utf-8")
        return folder / FILE


def examine_drafts(
    settings: Settings,
    drafts: Sequence[WrittenDraft],
    *,
    folder: Path = ROWS,
    morphology: Morphology | None = None,
) -> DraftExam:
    """`folder` is where the drafts were read. Raises KnowledgeError for drafts that cite what is
    not there."""
    known = citable(settings.knowledge_dir, folder)
    if problems := unknown(drafts, known):
        raise KnowledgeError(problems)
    names = (settings.company, settings.company_en)
    checks = DraftChecks(morphology or KiwiMorphology(), names=names)
    checked = check_all(drafts, known, checks)
    p50, p95 = np.percentile([one.milliseconds for one in checked], [50, 95]).tolist()
    return DraftExam(
        rows=rows((one.draft, one.right) for one in checked),
        p50_ms=p50,
        p95_ms=p95,
        open=tuple(one for one in checked if one.draft.half is Half.OPEN),
    )


def check_all(
    drafts: Sequence[WrittenDraft], known: Citable, checks: DraftChecks
) -> tuple[Checked, ...]:
    for draft in drafts:
        _read_passages(draft.draft(known), checks)
    return tuple(_check(draft, known, checks) for draft in drafts)


def _read_passages(draft: Draft, checks: DraftChecks) -> None:
    """A server has read a passage once before; that takes time of its own."""
    quotes = tuple(
        DraftSentence(text=passage.text, markers=(marker,))
        for marker, passage in enumerate(draft.passages, start=1)
    )
    asked = Question(text="", language=draft.language)
    checks.inspect(draft.model_copy(update={"sentences": quotes}), asked)


def _check(written: WrittenDraft, known: Citable, checks: DraftChecks) -> Checked:
    draft = written.draft(known)
    began = time.perf_counter()
    verdicts = checks.inspect(draft, written.question)
    spent = (time.perf_counter() - began) * 1000
    failed = tuple(f"{v.check}: {v.detail}" for v in verdicts if not v.passed)
    return Checked(draft=written, problems=failed, milliseconds=round(spent, 2))
