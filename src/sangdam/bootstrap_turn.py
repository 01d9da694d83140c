"""The path of a turn, put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sangdam.answer_cache import AnswerCache
from sangdam.answering.direct import Direct
from sangdam.answering.extractive import Extractive
from sangdam.answering.generated import Generated
from sangdam.answering.nearest import Nearest
from sangdam.answering.same_question import SameQuestion
from sangdam.bootstrap_knowledge import Knowledge
from sangdam.bootstrap_stores import Stores
from sangdam.closing import Closing
from sangdam.desk.handoff import HandoffNotices
from sangdam.desk.queues import Routing
from sangdam.desk.service_hours import ServiceHours
from sangdam.guardrails.grounding import SENTENCE_CHECKS, DraftChecks
from sangdam.guardrails.leaks import Leaks
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.guardrails.screening import Screening
from sangdam.line import Line
from sangdam.models import EndedTurn, Language, Ticket
from sangdam.ports import Clock, Generation, Morphology
from sangdam.routing.account import AccountQuestions
from sangdam.routing.confidence import ConfidenceModel
from sangdam.routing.own_fit import FitInUse
from sangdam.routing.signal_classifier import SignalClassifier, shipped_weights
from sangdam.routing.signals import Signals
from sangdam.routing.small_talk import SmallTalk
from sangdam.routing.standalone import Standalone
from sangdam.routing.summary import SummaryWriter
from sangdam.settings import Settings
from sangdam.spending import Spending
from sangdam.turn import Assistant


class TurnEnds(NamedTuple):
    """Who is told of the end of a turn."""

    ticket: Callable[[Ticket], None]
    """Of each new ticket."""
    observers: tuple[Callable[[EndedTurn], None], ...]


class TurnPath(NamedTuple):
    assistant: Assistant
    screening: Screening
    confidence: ConfidenceModel
    cache: AnswerCache


def turn_path(
    settings: Settings,
    stores: Stores,
    knowledge: Knowledge,
    *,
    generated: Generated | None,
    nearest: Nearest,
    checks: DraftChecks,
    line: Line,
    hours: ServiceHours,
    spending: Spending,
    ends: TurnEnds,
    clock: Clock,
) -> TurnPath:
    """Everything that a turn passes, from the message to what is stored and said."""
    morphology, current = knowledge.morphology, knowledge.current
    screening = Screening(settings.limits)
    signals = Signals(SignalClassifier(shipped_weights(), embedder=knowledge.embedder.name))
    confidence = ConfidenceModel(
        threshold=settings.decision.threshold,
        fit=FitInUse(settings.index) if knowledge.followed else None,
        wrong_at_most=settings.decision.wrong_at_most,
    )
    cache = AnswerCache(
        size=settings.limits.cached_answers,
        same=SameQuestion(morphology),
        current=current,
        confidence=confidence,
        today=hours.today,
    )
    closing = Closing(
        conversations=stores.conversations,
        customers=stores.customers,
        feedback=stores.feedback,
        retriever=knowledge.retriever,
        routing=Routing(settings.desk.routing),
        line=line,
        hours=hours,
        summaries=SummaryWriter(language=settings.desk_language, signals=signals, mask=_masked),
        notices=HandoffNotices(country=settings.hours.country),
        afterwards=ends.ticket,
        clock=clock,
        observers=ends.observers,
    )
    assistant = Assistant(
        screening=screening,
        conversations=stores.conversations,
        signals=signals,
        small_talk=SmallTalk(),
        account=AccountQuestions(),
        standalone=Standalone(morphology=morphology),
        retriever=knowledge.retriever,
        confidence=confidence,
        direct=Direct(morphology=morphology),
        generated=generated,
        extractive=Extractive(nearest=nearest, morphology=morphology),
        checks=checks,
        cache=cache,
        closing=closing,
        notices=lambda: current().notices,
        line=line,
        spending=spending,
        hours=hours,
        decision=settings.decision,
        ownership=settings.ownership,
        company={Language.KOREAN: settings.company, Language.ENGLISH: settings.company_en},
    )
    return TurnPath(assistant, screening, confidence, cache)


def draft_checks(
    settings: Settings, morphology: Morphology, current: Callable[[], Generation], canary: str
) -> DraftChecks:
    """Every check that the product runs on a draft."""
    return DraftChecks(
        morphology,
        names=(settings.company, settings.company_en),
        checks=SENTENCE_CHECKS | {"leaks": Leaks(canary=canary, current=current)},
    )


def _masked(text: str, language: Language) -> str:
    return mask_personal_data(text, language).text
