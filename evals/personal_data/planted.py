"""Turns with planted personal data, and a search for it wherever a turn leaves something.

The message itself is kept as it was written, without forbidden identifiers, for the agent who
reads it. Whatever else a turn leaves (prompts, log, trace, ticket, event) may hold none of it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import MetaData, create_engine, select

from evals.cases import Half, Written
from evals.figures import Figure, figure_of
from evals.intervals import estimate
from evals.personal_data.made import sentences
from evals.personal_data.measures import STRUCTURED
from evals.personal_data.tagged import Tagged
from evals.reading import read_cases
from evals.slices import ALL
from sangdam import bootstrap, bootstrap_index
from sangdam.errors import ModelUnavailable
from sangdam.guardrails.identifiers import NOTES
from sangdam.indexing.generations import open_current
from sangdam.models import Incoming, Language, Value
from sangdam.ports import Completion, Embedder, Morphology, Progress
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import LLM, Settings

CUT = frozenset(NOTES)
"""Kinds that may be kept nowhere."""
SEED = 20261123
MESSAGES = "messages"
"""The one table that holds what customers wrote."""


class Left(NamedTuple):
    kind: str
    place: str
    """`prompt`, `log`, `file`, or a table of the database."""


class PlantedExam(Value):
    turns: int
    planted: int
    prompts: int
    log_lines: int
    left: tuple[Left, ...]
    """What was found where none may be."""


class RecordingModel:
    """Satisfies LanguageModel. Keeps what it is asked and never answers."""

    name, ready, writes_prose = "recording", True, True

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        """Raises ModelUnavailable, always."""
        self.prompts.append(f"{system}\n{user}")
        raise ModelUnavailable(f"recorded a prompt for {max_tokens} tokens, schema: {bool(schema)}")


def examine_planted(
    settings: Settings,
    *,
    count: int = 1000,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
    progress: Progress,
) -> PlantedExam:
    """So many conversations of one turn each. Raises SetupError, KnowledgeError."""
    embedder = embedder or bootstrap_index.load_embedder(settings)
    morphology = morphology or KiwiMorphology()
    model = RecordingModel()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(prefix="sangdam-planted-")))
        index = folder / "index"
        bootstrap_index.reindex(settings, index=index, progress=progress, embedder=embedder)
        generation = open_current(index, FaissIndexes(), KiwiBm25Indexes(morphology))
        logged = opened.enter_context(_listening())
        own = {"llm": LLM.NONE, "data_dir": folder / "data", "database_url": None}
        service = bootstrap.build(
            settings.model_copy(update=own),
            embedder=embedder,
            morphology=morphology,
            model=model,
            current=lambda: generation,
        )
        texts = [*_asked(count)]
        for number, text in enumerate(texts, start=1):
            for _ in service.assistant.run(Incoming(text=text.text)):
                pass
            progress("planting", number, count)
        service.close()
        database = folder / "data" / "sangdam.db"
        places = {"prompt": "\n".join(model.prompts), "log": "\n".join(logged)}
        places |= {name: text for name, text in _tables(database) if name != MESSAGES}
        file = b"".join(path.read_bytes() for path in database.parent.glob("*.db*"))
        found = tuple(one for text in texts for one in left(text, places, file))
    return PlantedExam(
        turns=count,
        planted=sum(len(text.spans) for text in texts),
        prompts=len(model.prompts),
        log_lines=len(logged),
        left=found,
    )


def lines(exam: PlantedExam) -> Iterator[str]:
    """What a person reads of it."""
    yield (
        f"\nPlanted: {exam.planted:,} pieces in {exam.turns:,} turns; searched {exam.prompts:,} "
        f"prompts, {exam.log_lines:,} lines of log, every table and the file of the database"
    )
    for one, pieces in sorted(Counter(exam.left).items(), key=str):
        yield f"  found where it may not be: {one.kind} in {one.place}, {pieces:,}"
    if not exam.left:
        yield "  nothing was found where it may not be"


def figures(exam: PlantedExam) -> tuple[Figure, ...]:
    """Pieces with a shape, as a share: found where they may not be. Names are told in the lines."""
    shaped = [one for one in exam.left if one.kind in STRUCTURED]
    found = estimate([number < len(shaped) for number in range(exam.planted)])
    return (figure_of("planted_found", ALL, found),) if found else ()


def _asked(count: int) -> Iterator[Tagged]:
    """Made sentences, each with a question behind it that the knowledge answers."""
    asked: dict[Language, list[str]] = {language: [] for language in Language}
    for case in read_cases():
        if case.half is Half.OPEN and case.written is Written.PLAIN and case.language:
            asked[case.language].append(case.say[-1])
    planted = (text for text in sentences(4 * count, seed=SEED) if text.spans)
    for number, text in zip(range(count), planted, strict=False):
        questions = asked[text.language]
        question = questions[number % len(questions)]
        yield text.model_copy(update={"text": f"{text.text}\n{question}"})


def left(text: Tagged, places: Mapping[str, str], file: bytes) -> Iterator[Left]:
    """What of the text stands in one of the places, or, of what must be cut, in the file."""
    for kind, span in text.spans:
        data = text.text[slice(*span)]
        for place, held in places.items():
            if data in held:
                yield Left(kind=kind, place=place)
        if kind in CUT and data.encode() in file:
            yield Left(kind=kind, place="file")


def _tables(database: Path) -> Iterator[tuple[str, str]]:
    """Name of each table, and all that stands in it."""
    engine = create_engine(f"sqlite:///{database}")
    known = MetaData()
    known.reflect(engine)
    with engine.connect() as connection:
        for name, table in known.tables.items():
            yield name, "\n".join(str(tuple(row)) for row in connection.execute(select(table)))
    engine.dispose()


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Everything that any logger says, down to DEBUG."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(self.format(record))

    root, ear = logging.getLogger(), Ear(logging.DEBUG)
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.setLevel(before)
        root.removeHandler(ear)
