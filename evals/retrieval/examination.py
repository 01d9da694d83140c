"""Holds the exam of the search alone, and keeps what came of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.cases import Half
from evals.remembering import RememberingEmbedder
from evals.retrieval.bank import Bank, examine_bank, files
from evals.retrieval.measures import Row, rows
from evals.retrieval.reading import SearchQuestion, unfindable
from evals.retrieval.searched import Searched, search_all
from evals.retrieval.shelves import Shelving, findable
from evals.targets.shop_clock import MONDAY_MORNING
from sangdam import bootstrap_index
from sangdam.errors import KnowledgeError
from sangdam.models import Value
from sangdam.ports import Embedder, Morphology, Progress
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import Settings

DAY = MONDAY_MORNING.date()
"""On which everything is asked."""
FILE = "search.json"


class SearchExam(Value):
    day: date
    generation: str
    embedding_model: str
    rows: tuple[Row, ...]
    bank: Bank | None = None
    """None where the bank's questions were not asked."""
    open: tuple[Searched, ...]
    """Every question of the open half; of the sealed one nothing but the rows is kept."""

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(self.model_dump_json(indent=1), "utf-8")
        return folder / FILE


def examine_search(
    settings: Settings,
    questions: tuple[SearchQuestion, ...],
    *,
    data: Path | None = None,
    index: Path | None = None,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
    progress: Progress,
) -> SearchExam:
    """Over the current Generation of `index`, else the knowledge indexed afresh; with `data` the
    bank's questions too, where they are there.

    Raises KnowledgeError for questions that name a document no customer may see, SetupError.
    """
    embedder = RememberingEmbedder(embedder or bootstrap_index.load_embedder(settings))
    with TemporaryDirectory(prefix="sangdam-search-") as name:
        shelving = Shelving(
            settings,
            Path(name),
            embedder=embedder,
            morphology=morphology or KiwiMorphology(),
            progress=progress,
            day=DAY,
        )
        if index is None:
            whole = shelving.indexed(settings.knowledge_dir, name="index")
            index = shelving.folder / "index"
        else:
            whole = shelving.opened(index)
        if problems := unfindable(questions, findable(whole, DAY)):
            raise KnowledgeError(problems)
        searched = search_all(questions, shelving.shelves(whole, index), progress=progress)
        bank = examine_bank(data, shelving) if data and bank_is_in(data) else None
    return SearchExam(
        day=DAY,
        generation=whole.manifest.generation,
        embedding_model=whole.manifest.embedding_model,
        rows=rows(searched),
        bank=bank,
        open=tuple(one for one in searched if one.question.half is Half.OPEN),
    )


def bank_is_in(data: Path) -> bool:
    return all(path.is_file() for path in files(data))
