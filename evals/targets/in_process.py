"""The real service in this process, over a fresh database."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.observed import About, Found, Seen
from evals.targets.identity import shown, versions
from evals.targets.shop_clock import ShopClock
from sangdam import bootstrap, bootstrap_index
from sangdam.bootstrap import Service
from sangdam.errors import SangdamError
from sangdam.guardrails.grounding import DraftChecks
from sangdam.indexing.generations import open_current
from sangdam.models import Done, Incoming, Language, Passage, Reply, Trace
from sangdam.ports import Embedder, Generation, LanguageModel, Morphology, Progress
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import LLM, Settings

IN_PROCESS = "in process"


class BrokeOff(SangdamError):
    """A turn raised what no turn may: the case has failed, the others go on."""


class InProcess:
    """Satisfies Target. Safe to share between threads; `close` it."""

    def __init__(
        self,
        settings: Settings,
        *,
        index: Path | None = None,
        generation: Generation | None = None,
        embedder: Embedder | None = None,
        morphology: Morphology | None = None,
        model: LanguageModel | None = None,
        checks: DraftChecks | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Examines the given Generation, else the current one of `index`, else the knowledge
        indexed afresh. It stays the same to the end, whatever is indexed meanwhile.

        Raises SetupError, KnowledgeError.
        """
        self._settings = settings
        self._clock = ShopClock(settings.hours.zone)
        with ExitStack() as opened:
            folder = Path(opened.enter_context(TemporaryDirectory(prefix="sangdam-exam-")))
            embedder = embedder or bootstrap_index.load_embedder(settings)
            morphology = morphology or KiwiMorphology()
            if generation is None:
                index = index or _indexed(settings, folder, embedder, progress or _silent)
                indexes = bootstrap_index.indexes_of(settings, index, morphology=morphology)
                generation = open_current(
                    index, indexes.vectors, indexes.lexical, embedding_model=embedder.name
                )
            self._generation = generation
            self._passages = {passage.id: passage for passage in generation.passages}
            self._service = bootstrap.build(
                settings.model_copy(update={"data_dir": folder, "database_url": None}),
                clock=self._clock,
                embedder=embedder,
                morphology=morphology,
                model=model,
                checks=checks,
                current=lambda: generation,
            )
            opened.callback(self._service.close)
            if settings.llm_in_use is not LLM.NONE:
                bootstrap.wait_for_model(self._service)
            self._opened = opened.pop_all()

    @property
    def service(self) -> Service:
        return self._service

    @property
    def documents(self) -> frozenset[str]:
        """Ids of the documents that the service answers from."""
        return frozenset(document.id for document in self._generation.documents)

    def about(self) -> About:
        model = self._service.model
        return About(
            target=IN_PROCESS,
            generation=self._generation.manifest.generation,
            model=model.name if model else "none",
            versions=versions(),
            settings=shown(self._settings),
        )

    def open(
        self, *, locale: Language | None = None, at: datetime | None = None
    ) -> InProcessConversation:
        if self._service.llama is not None:
            # The embedded model takes one task at a time: without this the wait for an earlier
            # ticket's summary would count as this conversation's.
            self._service.background.submit(_nothing).result()
        return InProcessConversation(self._service, self._passages, self._clock, locale, at)

    def close(self) -> None:
        self._opened.close()


class InProcessConversation:
    """Satisfies Conversation."""

    def __init__(
        self,
        service: Service,
        passages: Mapping[str, Passage],
        clock: ShopClock,
        locale: Language | None,
        at: datetime | None,
    ) -> None:
        self._service = service
        self._passages = passages
        self._clock = clock
        self._locale = locale
        self._at = at
        self._id: str | None = None

    def say(self, text: str) -> Seen:
        with self._clock.at(self._at):
            began = time.perf_counter()
            reply = self._reply(text)
            spent = (time.perf_counter() - began) * 1000
            self._id = reply.conversation_id
            trace = self._service.traces.get(reply.turn_id)
        return Seen(
            said=text,
            reply=reply,
            trace=trace,
            found=self._found(trace),
            milliseconds=round(spent, 2),
        )

    def _reply(self, text: str) -> Reply:
        incoming = Incoming(text=text, conversation_id=self._id, locale=self._locale)
        try:
            *_, done = self._service.assistant.run(incoming)
        except SangdamError:
            raise
        except Exception as error:
            raise BrokeOff(f"{type(error).__name__}: {error}") from error
        assert isinstance(done, Done)
        return done.reply

    def _found(self, trace: Trace) -> tuple[Found, ...]:
        rows = ((self._passages[passage_id], score) for passage_id, score in trace.evidence)
        return tuple(
            Found(
                passage_id=passage.id,
                score=score,
                title=passage.title,
                section=passage.section,
                text=passage.text,
            )
            for passage, score in rows
        )


def _indexed(settings: Settings, folder: Path, embedder: Embedder, progress: Progress) -> Path:
    """The knowledge as an index in the folder."""
    index = folder / "index"
    bootstrap_index.reindex(settings, index=index, progress=progress, embedder=embedder)
    return index


def _nothing() -> None:
    pass


def _silent(_what: str, _done: int, _total: int) -> None:
    pass
