"""Plays every conversation in the real service and keeps what was wrong with its summary."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.cases import Half
from evals.summaries.checking import Checks, long, unexpected
from evals.summaries.playing import Faults, Played, Stage, Written
from evals.summaries.reading import Talk
from evals.targets.shop_clock import ShopClock
from sangdam import bootstrap, bootstrap_index, bootstrap_llama, bootstrap_model
from sangdam.answering.tokens import Cl100kCounter
from sangdam.errors import ModelUnavailable, SetupError
from sangdam.guardrails.grounding import SENTENCE_CHECKS, DraftChecks
from sangdam.indexing.generations import open_current
from sangdam.model_files.location import locate
from sangdam.models import HandoffSummary, Language, ReasonCode, Value
from sangdam.ports import (
    Completion,
    Embedder,
    Generation,
    LanguageModel,
    Morphology,
    Progress,
)
from sangdam.prompts import prompt
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import LLM, Settings

FILE = "summaries.json"


class Told(Value):
    """One summary, by rule or a model's, and all that is wrong with it."""

    words: int
    statements: int
    """And entities: everything that needs a pointer."""
    unfounded: tuple[str, ...]
    empty: tuple[str, ...]
    long: bool


class Examined(Value):
    """One conversation, for agents of one language."""

    talk: Talk
    desk: Language
    reasons: tuple[ReasonCode, ...]
    """Of its tickets."""
    by_rule: tuple[Told, ...]
    unexpected: tuple[str, ...]
    milliseconds: tuple[float, ...]
    by_model: tuple[Told, ...] = ()
    model_s: tuple[float, ...] = ()
    """Seconds until each ticket's version by the model was there, or given up."""
    goals: tuple[str, ...]
    """By rule, then those of the model."""

    @property
    def right(self) -> bool:
        """Whether it tells all that the script expects, and nothing that it should not."""
        return not self.unexpected


class SummaryExam(Value):
    examined: tuple[Examined, ...]
    model: str
    """`none`, or the name of the model that wrote a version too."""

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder; of the sealed half nothing but numbers."""
        folder.mkdir(parents=True, exist_ok=True)
        open_half = tuple(one for one in self.examined if one.talk.half is Half.OPEN)
        shown = self.model_copy(update={"examined": open_half})
        (folder / FILE).write_text(shown.model_dump_json(indent=1), "utf-8")
        return folder / FILE


def examine_summaries(
    settings: Settings,
    talks: Sequence[Talk],
    *,
    desks: Sequence[Language] = tuple(Language),
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
    model: LanguageModel | None = None,
    progress: Progress,
) -> SummaryExam:
    """Over the settings' knowledge, indexed afresh, with the language model that the settings
    name; once for the agents of each language. Raises SetupError, KnowledgeError."""
    embedder = embedder or bootstrap_index.load_embedder(settings)
    morphology = morphology or KiwiMorphology()
    with ExitStack() as started:
        index = started.enter_context(TemporaryDirectory(prefix="sangdam-summaries-"))
        bootstrap_index.reindex(settings, index=Path(index), progress=progress, embedder=embedder)
        generation = open_current(Path(index), FaissIndexes(), KiwiBm25Indexes(morphology))
        examined: list[Examined] = []
        model = model or _started(settings, started)
        for desk in desks:
            with ExitStack() as opened:
                told = _examined(
                    settings.model_copy(update={"desk_language": desk}),
                    talks,
                    generation,
                    embedder,
                    morphology,
                    model,
                    opened,
                )
                for one in told:
                    examined.append(one)
                    progress("summing up", len(examined), len(talks) * len(desks))
    return SummaryExam(examined=tuple(examined), model=model.name if model else "none")


class OnlySummaries:
    """Satisfies LanguageModel: the given one, for summaries; the turns go without."""

    ready, writes_prose = True, False

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.name = model.name

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        if system != prompt("summarise"):
            raise ModelUnavailable("kept for the summaries")
        return self._model.complete(system, user, schema=schema, max_tokens=max_tokens)


def _started(settings: Settings, started: ExitStack) -> LanguageModel | None:
    """The language model that the settings name, ready; None where they name none."""
    if settings.llm_in_use is LLM.NONE:
        return None
    llama = bootstrap_llama.start_llama(settings) if settings.llm_in_use is LLM.LOCAL else None
    if llama:
        started.callback(llama.stop)
    count = Cl100kCounter(locate(settings.models_dir).tokens)
    if (model := bootstrap_model.language_model(settings, llama, count)) is None:
        raise SetupError("there is no language model; fetch it with `sangdam models`")
    while not model.ready:
        time.sleep(0.1)
    return OnlySummaries(model)


def _examined(
    settings: Settings,
    talks: Sequence[Talk],
    generation: Generation,
    embedder: Embedder,
    morphology: Morphology,
    model: LanguageModel | None,
    opened: ExitStack,
) -> Iterator[Examined]:
    folder = Path(opened.enter_context(TemporaryDirectory(prefix="sangdam-summaries-")))
    faults, clock = Faults(embedder), ShopClock(settings.hours.zone)
    service = bootstrap.build(
        settings.model_copy(update={"data_dir": folder, "database_url": None, "llm": LLM.NONE}),
        clock=clock,
        embedder=faults,
        morphology=morphology,
        model=model,
        checks=DraftChecks(
            morphology,
            names=(settings.company, settings.company_en),
            checks=SENTENCE_CHECKS | {"script": faults.refuse},
        ),
        current=lambda: generation,
    )
    opened.callback(service.close)
    stage, checks = Stage(service, faults, clock), Checks(generation, service.screening)
    return (_judged(stage.play(talk), settings.desk_language, checks) for talk in talks)


def _judged(played: Played, desk: Language, checks: Checks) -> Examined:
    written = played.written
    rewritten = [(one, one.rewritten) for one in written if one.rewritten]
    return Examined(
        talk=played.talk,
        desk=desk,
        reasons=tuple(one.summary.reason_code for one in written),
        by_rule=tuple(_told(checks, one, one.summary) for one in written),
        unexpected=tuple(unexpected(played)),
        milliseconds=tuple(one.milliseconds for one in written),
        by_model=tuple(_told(checks, one, summary) for one, summary in rewritten),
        model_s=tuple(one.rewritten_s for one in written),
        goals=tuple(
            s.goal.text for s in [*(w.summary for w in written), *(s for _, s in rewritten)]
        ),
    )


def _told(checks: Checks, written: Written, summary: HandoffSummary) -> Told:
    return Told(
        words=summary.words,
        statements=len(summary.statements) + len(summary.entities) + 1,
        unfounded=tuple(checks.unfounded(written, summary)),
        empty=tuple(checks.empty(written, summary)),
        long=long(summary),
    )
