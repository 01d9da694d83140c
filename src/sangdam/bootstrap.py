"""The composition root of the service: which parts there are, and which ones the settings choose.

Every part can be replaced by keyword, so a test never patches.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sangdam.access import Access
from sangdam.answer_cache import AnswerCache
from sangdam.answering.breaker import Breaker
from sangdam.answering.generated import Generated
from sangdam.answering.llama_server import LlamaServer
from sangdam.answering.metered import Metered
from sangdam.answering.nearest import Nearest
from sangdam.answering.processors import MOST_PLACES, LettingOthersGoOn, Processors
from sangdam.answering.tokens import Cl100kCounter
from sangdam.answering.wording import notices_in_effect
from sangdam.bootstrap_access import doors
from sangdam.bootstrap_checkup import checkup_of
from sangdam.bootstrap_index import now
from sangdam.bootstrap_knowledge import Knowledge, cores_each, knowledge_of
from sangdam.bootstrap_llama import start_llama
from sangdam.bootstrap_logging import start_logging as start_logging
from sangdam.bootstrap_model import language_model, writing
from sangdam.bootstrap_outward import postmen
from sangdam.bootstrap_privacy import attachments_of, guard
from sangdam.bootstrap_stores import Stores, stores_of, unanswered
from sangdam.bootstrap_telemetry import metrics_of, spans_of
from sangdam.bootstrap_turn import TurnEnds, draft_checks, turn_path
from sangdam.checkup import Checkup
from sangdam.company_sign_in import CompanySignIn
from sangdam.desk.canned import CannedReply, canned_replies
from sangdam.desk.found_gaps import Gaps
from sangdam.desk.service_hours import ServiceHours
from sangdam.errors import SangdamError, SetupError
from sangdam.figures import Reckoning
from sangdam.guardrails.grounding import DraftChecks
from sangdam.guardrails.leaks import new_canary
from sangdam.guardrails.screening import Screening
from sangdam.line import Line
from sangdam.model_files.location import locate
from sangdam.models import Act, Document, Language, Ticket
from sangdam.ports import Clock, Embedder, Generation, LanguageModel, Morphology
from sangdam.postman import Postman
from sangdam.privacy import Privacy
from sangdam.retrieval.reckoning import in_one_thread_each
from sangdam.rounds import Rounds
from sangdam.routing.confidence import ConfidenceModel
from sangdam.routing.model_summary import ModelSummary
from sangdam.second_summary import SecondSummary
from sangdam.settings import LLM, Settings
from sangdam.signing_in import SigningIn
from sangdam.spending import Spending
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.counts import Counts
from sangdam.storage.dismissals import Dismissals
from sangdam.storage.eraser import SERVICE
from sangdam.storage.keys import OperatorKey
from sangdam.storage.model_use import ModelUse
from sangdam.storage.rates import RateLimits
from sangdam.telemetry.metrics import Metrics
from sangdam.telemetry.spans import Spans
from sangdam.turn import Assistant

if TYPE_CHECKING:
    from sangdam.accounts.customer_identity import CustomerIdentities

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Service(Stores, Knowledge):
    """Everything a channel needs. `close` it."""

    settings: Settings
    assistant: Assistant
    screening: Screening
    confidence: ConfidenceModel
    cache: AnswerCache
    line: Line
    """Where customers stand who wait for a person."""
    rounds: Rounds
    """What the desk does by itself."""
    checkup: Checkup
    """How its parts are."""
    postmen: tuple[Postman, ...]
    """Who tells the shop's other systems; none where the settings name none."""
    attachments: Attachments
    privacy: Privacy
    audit: Audit
    canned: tuple[CannedReply, ...]
    metrics: Metrics
    spans: Spans | None
    """None where the settings name no collector of traces."""
    spending: Spending
    reckoning: Reckoning
    """What the figures of the last days are."""
    gaps: Gaps
    dismissals: Dismissals
    operator_key: OperatorKey
    access: Access
    signing_in: SigningIn
    company: CompanySignIn | None
    """None where the settings name no identity provider."""
    identities: CustomerIdentities | None
    """None where the shop has no key to prove who its customers are."""
    limits: RateLimits
    """How often is too often."""
    hours: ServiceHours
    processors: Processors
    """What turns reckon on."""
    model: LanguageModel | None
    llama: LlamaServer | None
    background: ThreadPoolExecutor
    """Work that no customer waits for, one piece at a time."""
    closing: threading.Event

    @property
    def any_account(self) -> bool:
        """Whether somebody could sign in."""
        return self.access.any_account()

    def notices(self, language: Language) -> tuple[Document, ...]:
        """Notices in effect today, in this language."""
        return notices_in_effect(self.current().notices, language, self.hours.today())

    def close(self) -> None:
        self.closing.set()
        self.checkup.close()
        self.rounds.close()
        for postman in self.postmen:
            postman.stop()
        for postman in self.postmen:
            postman.close()
        if self.followed:
            self.followed.close()
        self.background.shutdown(cancel_futures=True)
        if self.llama:
            self.llama.stop()
        if self.spans:
            self.spans.close()
        self.database.close()


def build(
    settings: Settings,
    *,
    clock: Clock = now,
    embedder: Embedder | None = None,
    morphology: Morphology | None = None,
    model: LanguageModel | None = None,
    current: Callable[[], Generation] | None = None,
    checks: DraftChecks | None = None,
) -> Service:
    """The service that the settings describe. Raises SetupError that says what to mend.

    `current` names the Generation to search, in place of the one that the index points to.
    The embedded language model starts in the background: the service doesn't wait for it.
    """
    in_one_thread_each()
    hours = ServiceHours(settings.hours, clock=clock)
    knowledge = knowledge_of(settings, embedder=embedder, morphology=morphology, current=current)
    stores = stores_of(settings, clock)
    embedded = model is None and settings.llm_in_use is LLM.LOCAL
    llama = start_llama(settings) if embedded else None
    knowledge.warm_up(hours.today())

    breaker = Breaker(clock=clock)
    count = Cl100kCounter(locate(settings.models_dir).tokens)
    asked = model or language_model(settings, llama, count, breaker)
    use = ModelUse(stores.database)
    spending = Spending(use=use, traces=stores.traces, hours=hours, cost=settings.cost)
    metrics = metrics_of(
        settings,
        tickets=stores.tickets,
        outbox=stores.outbox,
        current=knowledge.current,
        spending=spending,
        model_ready=lambda: asked.ready if asked else None,
    )
    spans = spans_of(settings)
    processors = Processors(min(MOST_PLACES, cores_each(settings)))
    model = _asked_by_turns(asked, processors, spending, metrics) if asked else None
    nearest, canary = Nearest(knowledge.embedder), new_canary()
    generated = writing(settings, model, nearest, knowledge.morphology, count, canary)

    agents = stores.agents
    line = Line(tickets=stores.tickets, agents=agents.list, held=agents.held, hours=hours)
    background = ThreadPoolExecutor(1, thread_name_prefix="background")
    second = _second_summary(settings, model, knowledge, stores, clock)

    def new_ticket(ticket: Ticket) -> None:
        if second is not None and not spending.over():
            background.submit(copy_context().run, second.write, ticket)

    observers = (metrics.turn_ended, *([spans.turn_ended] if spans else []))
    path = turn_path(
        settings,
        stores,
        knowledge,
        generated=generated,
        nearest=nearest,
        checks=checks or draft_checks(settings, knowledge.morphology, knowledge.current, canary),
        line=line,
        hours=hours,
        spending=spending,
        ends=TurnEnds(new_ticket, observers),
        clock=clock,
    )
    stores.database.on_forgetting(path.cache.forget)

    opened = doors(settings, stores.database, clock)
    attachments = attachments_of(settings, stores.database, clock)
    guarded = guard(settings, stores.database, clock, attachments)
    operator_key = OperatorKey(stores.database, clock, settings.operator_key)
    if operator_key.made:
        guarded.audit.note(SERVICE, Act.OPERATOR_KEY_MADE)
    questions = unanswered(stores.database)
    service = Service(
        **vars(stores),
        **vars(knowledge),
        **path._asdict(),
        settings=settings,
        line=line,
        rounds=Rounds(
            agents=agents,
            casework=stores.casework,
            desk=settings.desk,
            sweeps=(opened.sweep, guarded.retention.sweep),
        ),
        checkup=checkup_of(
            settings,
            stores,
            knowledge,
            model=model,
            breaker=breaker,
            spending=spending,
            clock=clock,
        ),
        postmen=postmen(settings, stores.database, clock),
        attachments=attachments,
        privacy=guarded.privacy,
        audit=guarded.audit,
        canned=canned_replies(settings.desk.canned_replies),
        metrics=metrics,
        spans=spans,
        spending=spending,
        reckoning=Reckoning(
            counts=Counts(stores.database),
            tickets=stores.tickets,
            unanswered=questions.counted,
            spending=spending,
            hours=hours,
            settings=settings,
        ),
        gaps=Gaps(
            embedder=knowledge.embedder,
            unanswered=questions.newest,
            dismissed=questions.dismissed,
        ),
        dismissals=Dismissals(stores.database, clock, questions=questions, audit=guarded.audit),
        operator_key=operator_key,
        access=opened.access,
        signing_in=opened.signing_in,
        company=opened.company,
        identities=opened.identities,
        limits=opened.limits,
        hours=hours,
        processors=processors,
        model=model,
        llama=llama,
        background=background,
        closing=threading.Event(),
    )
    _start(service)
    if llama and generated:
        background.submit(_warm_up, service, generated)
    return service


def _asked_by_turns(
    model: LanguageModel, processors: Processors, spending: Spending, metrics: Metrics
) -> LanguageModel:
    patient = LettingOthersGoOn(model, processors)
    return Metered(patient, told=(spending.note, metrics.model_called))


def _start(service: Service) -> None:
    """All that goes on by itself."""
    service.rounds.start()
    service.checkup.start()
    for postman in service.postmen:
        postman.start()
    if service.followed:
        service.followed.start()


def _warm_up(service: Service, generated: Generated) -> None:
    try:
        wait_for_model(service)
        generated.warm_up()
    except SangdamError as error:
        log.warning("the language model is not warm: %s", error)


def wait_for_model(service: Service, *, seconds: float = 120) -> None:
    """Returns once the language model is ready; raises SetupError after so many seconds."""
    if service.model is None:
        raise SetupError("there is no language model; fetch it with `sangdam models`")
    deadline = time.monotonic() + seconds
    while not service.model.ready and not service.closing.is_set():
        if time.monotonic() > deadline:
            raise SetupError(f"{service.model.name} was not ready after {seconds:g} s")
        time.sleep(0.1)


def _second_summary(
    settings: Settings,
    model: LanguageModel | None,
    knowledge: Knowledge,
    stores: Stores,
    clock: Clock,
) -> SecondSummary | None:
    if model is None:
        return None
    rewriter = ModelSummary(
        model=model, morphology=knowledge.morphology, language=settings.desk_language
    )
    return SecondSummary(rewriter=rewriter, tickets=stores.tickets, clock=clock)
