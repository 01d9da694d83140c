"""How a turn ends: reply, trace and ticket are stored as one before anybody hears a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sangdam.desk.handoff import HandoffNotices, ticket_number
from sangdam.desk.queues import LEAST_URGENT, Routing
from sangdam.desk.service_hours import ServiceHours
from sangdam.journal import Ending, Journal
from sangdam.line import Line
from sangdam.models import (
    Audience,
    Confidence,
    Draft,
    EndedTurn,
    EntityKind,
    Evidence,
    Handoff,
    Question,
    Reply,
    Screened,
    Sender,
    Ticket,
    TicketStatus,
    Usage,
    Value,
)
from sangdam.ports import Clock
from sangdam.prompts import say
from sangdam.retrieval.retriever import Retriever
from sangdam.routing.entities import Said, newest
from sangdam.routing.signals import Signal
from sangdam.routing.summary import Handover, SummaryWriter
from sangdam.settings import QueueRule
from sangdam.storage.conversations import Conversations
from sangdam.storage.customers import Customers
from sangdam.storage.feedback import Feedback
from sangdam.storage.turns import Opened


class Closing:
    """Every part is handed in by keyword; `afterwards` is told of each new ticket, and the
    observers of each turn, once its end is stored. They return at once."""

    def __init__(
        self,
        *,
        conversations: Conversations,
        customers: Customers,
        feedback: Feedback,
        retriever: Retriever,
        routing: Routing,
        line: Line,
        hours: ServiceHours,
        summaries: SummaryWriter,
        notices: HandoffNotices,
        afterwards: Callable[[Ticket], None],
        clock: Clock,
        observers: Sequence[Callable[[EndedTurn], None]] = (),
    ) -> None:
        self._conversations = conversations
        self._customers = customers
        self._feedback = feedback
        self._retriever = retriever
        self._routing = routing
        self._line = line
        self._hours = hours
        self._summaries = summaries
        self._notices = notices
        self._afterwards = afterwards
        self._clock = clock
        self._observers = observers

    def presses(self, signal: Signal | None, opened: Opened, screened: Screened) -> bool:
        """Whether the text is more urgent than the ticket that the customer waits with."""
        waits_with = opened.ticket.priority if opened.ticket else LEAST_URGENT
        if signal is None:
            return False
        return self._routing.of(signal.reason_code, screened.language).priority < waits_with

    def close(self, opened: Opened, screened: Screened, ending: Ending, journal: Journal) -> Reply:
        """Stores message, reply, trace and ticket as one; raises Conflict if the owner changed."""
        handoff, new = self._handed_over(opened, screened, ending, journal)
        text = handoff.message if handoff else ending.text
        judged = ending.judged
        reply = Reply(
            conversation_id=opened.conversation.id,
            turn_id=opened.turn_id,
            outcome=ending.outcome,
            route=ending.route,
            text=_with_removals(text, screened),
            language=screened.language,
            citations=ending.citations,
            confidence=judged.confidence if judged else None,
            handoff=handoff,
            suggestions=ending.suggestions,
            generation=judged.evidence.generation if judged else None,
            usage=ending.draft.usage if ending.draft else Usage(),
            timings_ms=journal.timings(),
        )
        trace = journal.trace(screened, ending, reply)
        stored = self._conversations.finish(opened, reply, trace, ticket=new)
        if stored is reply:  # else an equal message ended first, and that one was seen
            self._tell(journal.ended(reply, new), new)
        return stored

    def _tell(self, turn: EndedTurn, new: Ticket | None) -> None:
        if new:
            self._afterwards(new)
        for observe in self._observers:
            observe(turn)

    def _handed_over(
        self, opened: Opened, screened: Screened, ending: Ending, journal: Journal
    ) -> tuple[Handoff | None, Ticket | None]:
        """What the customer is told, and the ticket where it is a new one: the one that is open
        stays unless this is more urgent."""
        if ending.reason_code is None:
            return None, None
        language = screened.language
        rule = self._rule(opened, screened, ending)
        if opened.ticket and opened.ticket.priority <= rule.priority:
            waiting = self._line.of(opened.conversation.id)
            return self._notices.of(opened.ticket, language, waiting), None
        number = ticket_number()
        waiting = self._line.at_the_end(rule.queue, rule.priority)
        told = self._notices.what_is_next(language, waiting)
        ticket = self._ticket(number, rule, told, opened, screened, ending, journal)
        return self._notices.of(ticket, language, waiting), ticket

    def _rule(self, opened: Opened, screened: Screened, ending: Ending) -> QueueRule:
        assert ending.reason_code is not None
        theirs = (m for m in opened.history if m.sender is Sender.CUSTOMER)
        said = [Said(message.id, message.text) for message in theirs]
        now = Said(opened.turn_id, screened.text)
        return self._routing.of(
            ending.reason_code,
            screened.language,
            product=newest(EntityKind.PRODUCT, [*said, now]),
            tier=self._customers.tier(opened.conversation.customer),
        )

    def _ticket(
        self,
        number: str,
        rule: QueueRule,
        told: str,
        opened: Opened,
        screened: Screened,
        ending: Ending,
        journal: Journal,
    ) -> Ticket:
        assert ending.reason_code is not None
        with journal.timed("search_for_agents"):
            found = self._for_agents(opened, screened, ending)
        handover = Handover(
            reason_code=ending.reason_code,
            trigger=ending.trigger,
            priority=rule.priority,
            conversation=opened.conversation,
            turn_id=opened.turn_id,
            screened=screened,
            history=opened.history,
            opinions=self._feedback.of(message.turn_id for message in opened.history),
            told=told,
            evidence=found.evidence,
            internal=found.internal,
            confidence=found.confidence,
            draft=found.draft,
        )
        with journal.timed("summary"):
            summary = self._summaries.write(handover)
        return Ticket(
            id=number,
            conversation_id=opened.conversation.id,
            turn_id=opened.turn_id,
            episode=opened.conversation.episode,
            reason_code=ending.reason_code,
            queue=rule.queue,
            priority=rule.priority,
            language=screened.language,
            skills=rule.skills,
            status=TicketStatus.OPEN,
            summary=summary,
            created_at=self._clock(),
            due_at=self._hours.due(rule.answer_minutes),
        )

    def _for_agents(self, opened: Opened, screened: Screened, ending: Ending) -> ForAgents:
        """What the turn found, and what only agents may see of it; of a message that asks for
        nothing but a person, the same for the question before it."""
        if (judged := ending.judged) is None:
            return ForAgents()
        wish = self._summaries.wish(opened.history, screened)
        if wish is None:
            return ForAgents(
                evidence=judged.evidence,
                internal=self._search(judged.question, Audience.INTERNAL),
                confidence=judged.confidence,
                draft=ending.draft,
            )
        question = Question(text=wish, language=screened.language)
        return ForAgents(
            evidence=self._search(question, Audience.CUSTOMER) if wish else None,
            internal=self._search(question, Audience.INTERNAL) if wish else None,
        )

    def _search(self, question: Question, audience: Audience) -> Evidence:
        return self._retriever.search(question, day=self._hours.today(), audience=audience)


class ForAgents(Value):
    """What the knowledge has for the agent who takes over."""

    evidence: Evidence | None = None
    internal: Evidence | None = None
    confidence: Confidence | None = None
    draft: Draft | None = None


def _with_removals(text: str, screened: Screened) -> str:
    if not screened.removed:
        return text
    language = screened.language
    kinds = ", ".join(say(f"kind_{kind}", language) for kind in screened.removed)
    return f"{say('removed', language, kinds=kinds)}\n\n{text}".strip()
