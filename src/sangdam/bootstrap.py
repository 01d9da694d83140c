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
from sangdam.answering.direct import Direct
from sangdam.answering.extractive import Extractive
from sangdam.answering.generated import Generated
from sangdam.answering.llama_server import LlamaServer
from sangdam.answering.metered import Metered
from sangdam.answering.nearest import Nearest
from sangdam.answering.same_question import SameQuestion
from sangdam.answering.tokens import Cl100kCounter
from sangdam.answering.wording import notices_in_effect
from sangdam.bootstrap_access import doors
from sangdam.bootstrap_checkup import checkup_of
from sangdam.bootstrap_database import open_database
from sangdam.bootstrap_index import indexes_of, load_embedder, now
from sangdam.bootstrap_llama import start_llama
from sangdam.bootstrap_logging import start_logging as start_logging
from sangdam.bootstrap_model import language_model, writing
from sangdam.bootstrap_outward import postmen, subscriptions
from sangdam.bootstrap_privacy import attachments_of, guard
from sangdam.bootstrap_telemetry import metrics_of, spans_of
from sangdam.checkup import Checkup
from sangdam.closing import Closing
from sangdam.company_sign_in import CompanySignIn
from sangdam.desk.canned import CannedReply, canned_replies
from sangdam.desk.gaps import Gaps
from sangdam.desk.handoff import HandoffNotices
from sangdam.desk.queues import Routing
from sangdam.desk.service_hours import ServiceHours
from sangdam.errors import SangdamError, SetupError
from sangdam.figures import Reckoning
from sangdam.guardrails.grounding import SENTENCE_CHECKS, DraftChecks
from sangdam.guardrails.leaks import Leaks, new_canary
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.guardrails.screening import Screening
from sangdam.guardrails.unlinking import unlinked
from sangdam.indexing.current import CurrentGeneration
from sangdam.line import Line
from sangdam.model_files.location import locate
from sangdam.models import Act, Document, Language, Question, Ticket
from sangdam.ports import Clock, Embedder, Generation, LanguageModel, Morphology
from sangdam.postman import Postman
from sangdam.privacy import Privacy
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.openvino_encoder import cores
from sangdam.retrieval.query_queue import QueryQueue
from sangdam.retrieval.reckoning import in_one_thread_each
from sangdam.retrieval.retriever import Retriever
from sangdam.rounds import Rounds
from sangdam.routing.account import AccountQuestions
from sangdam.routing.confidence import ConfidenceModel
from sangdam.routing.model_summary import ModelSummary
from sangdam.routing.own_fit import FitInUse
from sangdam.routing.signal_classifier import SignalClassifier, shipped_weights
from sangdam.routing.signals import Signals
from sangdam.routing.small_talk import SmallTalk
from sangdam.routing.standalone import Standalone
from sangdam.routing.summary import SummaryWriter
from sangdam.second_summary import SecondSummary
from sangdam.settings import LLM, Settings
from sangdam.signing_in import SigningIn
from sangdam.spending import Spending
from sangdam.storage.agents import Agents
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.casework import Casework
from sangdam.storage.conversations import Conversations
from sangdam.storage.counts import Counts
from sangdam.storage.customers import Customers
from sangdam.storage.database import Database
from sangdam.storage.eraser import SERVICE
from sangdam.storage.events import Events
from sangdam.storage.feedback import Feedback
from sangdam.storage.gaps import UnansweredQuestions
from sangdam.storage.keys import ConversationTokens, OperatorKey
from sangdam.storage.model_use import ModelUse
from sangdam.storage.outbox import Outbox
from sangdam.storage.rates import RateLimits
from sangdam.storage.tickets import Tickets
from sangdam.storage.traces import Traces
from sangdam.telemetry.metrics import Metrics
from sangdam.telemetry.spans import Spans
from sangdam.turn import Assistant

if TYPE_CHECKING:
    from sangdam.accounts.customer_identity import CustomerIdentities

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Service:
    """Everything a channel needs. `close` it."""

    settings: Settings
    assistant: Assistant
    cache: AnswerCache
    screening: Screening
    retriever: Retriever
    confidence: ConfidenceModel
    current: Callable[[], Generation]
    followed: CurrentGeneration | None
    """`current`, where it follows the index by itself."""
    conversations: Conversations
    events: Events
    tickets: Tickets
    agents: Agents
    casework: Casework
    customers: Customers
    line: Line
    """Where customers stand who wait for a person."""
    rounds: Rounds
    """What the desk does by itself."""
    checkup: Checkup
    """How its parts are."""
    postmen: tuple[Postman, ...]
    """Who tells the shop's other systems; none where the settings name none."""
    outbox: Outbox
    attachments: Attachments
    privacy: Privacy
    audit: Audit
    canned: tuple[CannedReply, ...]
    feedback: Feedback
    traces: Traces
    metrics: Metrics
    spans: Spans | None
    """None where the settings name no collector of traces."""
    spending: Spending
    reckoning: Reckoning
    """What the figures of the last days are."""
    gaps: Gaps
    tokens: ConversationTokens
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
    database: Database
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
    # Workers share the processors: each embeds on its part of them.
    threads = max(1, cores() // settings.workers)
    embedder = QueryQueue(embedder or load_embedder(settings, streams=1, threads=threads))
    morphology = morphology or KiwiMorphology()
    count = Cl100kCounter(locate(settings.models_dir).tokens)
    followed = None
    if current is None:
        indexes = indexes_of(settings, morphology=morphology)
        current = followed = CurrentGeneration(
            settings.index,
            vectors=indexes.vectors,
            lexical=indexes.lexical,
            embedding_model=embedder.name,
        )
    database = open_database(settings, subscriptions(settings))
    database.occupy()
    database.migrate()
    llama = None
    if model is None and settings.llm_in_use is LLM.LOCAL:
        llama = start_llama(settings)
    breaker = Breaker(clock=clock)
    asked = model or language_model(settings, llama, count, breaker)
    hours = ServiceHours(settings.hours, clock=clock)
    tickets = Tickets(database, clock)
    outbox = Outbox(database, clock)
    traces = Traces(database)
    spending = Spending(use=ModelUse(database), traces=traces, hours=hours, cost=settings.cost)
    metrics = metrics_of(
        settings,
        tickets=tickets,
        outbox=outbox,
        current=current,
        spending=spending,
        model_ready=lambda: asked.ready if asked else None,
    )
    spans = spans_of(settings)
    model = Metered(asked, told=(spending.note, metrics.model_called)) if asked else None
    conversations = Conversations(database, clock, settings.ownership.episode_hours)
    retriever = Retriever(embedder=embedder, current=current)
    # The first search compiles and maps what every later one uses; no customer should wait for it.
    retriever.search(Question(text="배송", language=Language.KOREAN), day=hours.today())
    confidence = ConfidenceModel(
        threshold=settings.decision.threshold,
        fit=FitInUse(settings.index) if followed else None,
        wrong_at_most=settings.decision.wrong_at_most,
    )
    nearest = Nearest(embedder)
    canary = new_canary()
    generated = writing(settings, model, nearest, morphology, count, canary)
    screening = Screening(settings.limits)
    background = ThreadPoolExecutor(1, thread_name_prefix="background")
    second = _second_summary(settings, model, morphology, tickets, clock)

    def afterwards(ticket: Ticket) -> None:
        if second is not None and not spending.over():
            background.submit(copy_context().run, second.write, ticket)

    agents = Agents(database, clock, capacity=settings.desk.capacity)
    casework = Casework(database, clock)
    customers = Customers(database)
    feedback = Feedback(database, clock)
    line = Line(tickets=tickets, agents=agents.list, held=agents.held, hours=hours)
    signals = Signals(SignalClassifier(shipped_weights(), embedder=embedder.name))
    closing = Closing(
        conversations=conversations,
        customers=customers,
        feedback=feedback,
        retriever=retriever,
        routing=Routing(settings.desk.routing),
        line=line,
        hours=hours,
        summaries=SummaryWriter(language=settings.desk_language, signals=signals, mask=_masked),
        notices=HandoffNotices(country=settings.hours.country),
        afterwards=afterwards,
        clock=clock,
        observers=(metrics.turn_ended, *([spans.turn_ended] if spans else [])),
    )
    cache = AnswerCache(
        size=settings.limits.cached_answers,
        same=SameQuestion(morphology),
        current=current,
        confidence=confidence,
        today=hours.today,
    )
    company = {Language.KOREAN: settings.company, Language.ENGLISH: settings.company_en}
    assistant = Assistant(
        screening=screening,
        conversations=conversations,
        signals=signals,
        small_talk=SmallTalk(),
        account=AccountQuestions(),
        standalone=Standalone(morphology=morphology),
        retriever=retriever,
        confidence=confidence,
        direct=Direct(morphology=morphology),
        generated=generated,
        extractive=Extractive(nearest=nearest, morphology=morphology),
        checks=checks or draft_checks(settings, morphology, current, canary),
        cache=cache,
        closing=closing,
        notices=lambda: current().notices,
        line=line,
        spending=spending,
        hours=hours,
        decision=settings.decision,
        ownership=settings.ownership,
        company=company,
    )
    opened = doors(settings, database, clock)
    database.on_forgetting(cache.forget)
    attachments = attachments_of(settings, database, clock)
    guarded = guard(settings, database, clock, attachments)
    operator_key = OperatorKey(database, clock, settings.operator_key)
    if operator_key.made:
        guarded.audit.note(SERVICE, Act.OPERATOR_KEY_MADE)
    rounds = Rounds(
        agents=agents,
        casework=casework,
        desk=settings.desk,
        sweeps=(opened.sweep, guarded.retention.sweep),
    )
    questions = unanswered(database)
    service = Service(
        settings=settings,
        assistant=assistant,
        cache=cache,
        screening=screening,
        retriever=retriever,
        confidence=confidence,
        current=current,
        followed=followed,
        conversations=conversations,
        events=Events(database),
        tickets=tickets,
        agents=agents,
        casework=casework,
        customers=customers,
        line=line,
        rounds=rounds,
        checkup=checkup_of(
            settings,
            database=database,
            current=current,
            followed=followed,
            embedder=embedder,
            model=model,
            breaker=breaker,
            outbox=outbox,
            spending=spending,
            clock=clock,
        ),
        postmen=postmen(settings, database, clock),
        outbox=outbox,
        attachments=attachments,
        privacy=guarded.privacy,
        audit=guarded.audit,
        canned=canned_replies(settings.desk.canned_replies),
        feedback=feedback,
        traces=traces,
        metrics=metrics,
        spans=spans,
        spending=spending,
        reckoning=Reckoning(
            counts=Counts(database),
            tickets=tickets,
            unanswered=questions.counted,
            spending=spending,
            hours=hours,
            settings=settings,
        ),
        gaps=Gaps(embedder=embedder, unanswered=questions.newest),
        tokens=ConversationTokens(database, clock),
        operator_key=operator_key,
        access=opened.access,
        signing_in=opened.signing_in,
        company=opened.company,
        identities=opened.identities,
        limits=opened.limits,
        hours=hours,
        database=database,
        model=model,
        llama=llama,
        background=background,
        closing=threading.Event(),
    )
    rounds.start()
    service.checkup.start()
    for postman in service.postmen:
        postman.start()
    if followed:
        followed.start()
    if llama and generated:
        background.submit(_warm_up, service, generated)
    return service


def draft_checks(
    settings: Settings, morphology: Morphology, current: Callable[[], Generation], canary: str
) -> DraftChecks:
    """Every check that the product runs on a draft."""
    return DraftChecks(
        morphology,
        names=(settings.company, settings.company_en),
        checks=SENTENCE_CHECKS | {"leaks": Leaks(canary=canary, current=current)},
    )


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


def _masked(text: str, language: Language) -> str:
    return mask_personal_data(text, language).text


def _second_summary(
    settings: Settings,
    model: LanguageModel | None,
    morphology: Morphology,
    tickets: Tickets,
    clock: Clock,
) -> SecondSummary | None:
    if model is None:
        return None
    rewriter = ModelSummary(model=model, morphology=morphology, language=settings.desk_language)
    return SecondSummary(rewriter=rewriter, tickets=tickets, clock=clock)


def unanswered(database: Database) -> UnansweredQuestions:
    """What customers asked in vain, unlinked from them."""
    return UnansweredQuestions(database, mask=unlinked)
