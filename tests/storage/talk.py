"""A customer, a bot and an agent who talk through a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from pydantic import SecretStr

from sangdam.models import (
    Availability,
    Citation,
    HandoffSummary,
    Incoming,
    Language,
    Message,
    Outcome,
    ReasonCode,
    Reply,
    Resolution,
    Route,
    Screened,
    Statement,
    Ticket,
    TicketStatus,
    Trace,
)
from sangdam.storage.agents import Agents
from sangdam.storage.casework import Casework
from sangdam.storage.conversations import Conversations
from sangdam.storage.database import Database
from sangdam.storage.events import Events
from sangdam.storage.feedback import Feedback
from sangdam.storage.tickets import Tickets
from sangdam.storage.traces import Traces
from sangdam.storage.turns import Opened

MASTER = SecretStr("c2FuZ2RhbSBzYW5nZGFtIHNhbmdkYW0gc2FuZ2RhbSE=")


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, hours: float = 0, seconds: float = 0) -> None:
        self.now += timedelta(hours=hours, seconds=seconds)


class Talk:
    def __init__(self, database: Database, clock: HandClock) -> None:
        self.database = database
        self.clock = clock
        self.conversations = Conversations(database, clock, episode_hours=24)
        self.tickets = Tickets(database, clock)
        self.events = Events(database)
        self.traces = Traces(database)
        self.feedback = Feedback(database, clock)
        self.agents = Agents(database, clock, capacity=4)
        self.casework = Casework(database, clock)
        self._tickets = count(1)
        self._agents: dict[str, str] = {}

    def agent(self, name: str = "김하루") -> str:
        """The id of the agent of this name, who is there from the first time they are asked for."""
        if name not in self._agents:
            self._agents[name] = self.agents.add(name).id
            self.agents.change(self._agents[name], availability=Availability.ONLINE)
        return self._agents[name]

    def say(self, conversation: str, text: str, *, version: int, name: str = "김하루") -> Message:
        return self.casework.reply(conversation, self.agent(name), text, version=version)

    def note(self, conversation: str, text: str) -> Message:
        return self.casework.note(conversation, self.agent(), text)

    def resolve(self, ticket: str) -> Ticket:
        return self.casework.resolve(ticket, self.agent(), Resolution.SOLVED)

    def waiting(self) -> tuple[Ticket, ...]:
        return tuple(listed.ticket for listed in self.tickets.list())

    def ask(
        self,
        text: str = "제주도는 며칠 걸려요?",
        conversation: str | None = None,
        client: str | None = None,
        customer: str | None = None,
        channel: str = "web",
        language: Language = Language.KOREAN,
    ) -> Opened:
        incoming = Incoming(
            text=text,
            conversation_id=conversation,
            client_message_id=client,
            customer=customer,
            channel=channel,
        )
        screened = Screened(text=text, stored=text, language=language)
        return self.conversations.open(incoming, screened)

    def answer(
        self,
        turn: Opened,
        text: str = "제주는 3~4영업일 걸립니다. [1]",
        outcome: Outcome = Outcome.ANSWERED,
        ticket: Ticket | None = None,
    ) -> Reply:
        reply = reply_to(turn, text, outcome)
        return self.conversations.finish(turn, reply, trace_of(reply), ticket=ticket)

    def hand_over(self, turn: Opened, reason: ReasonCode = ReasonCode.REQUEST) -> Ticket:
        ticket = self.ticket_for(turn, reason)
        self.answer(turn, "상담원을 불렀습니다.", Outcome.HANDED_OFF, ticket)
        return ticket

    def ticket_for(
        self, turn: Opened, reason: ReasonCode = ReasonCode.REQUEST, priority: int = 3
    ) -> Ticket:
        return Ticket(
            id=f"ticket_{turn.turn_id}_{next(self._tickets):03}",
            conversation_id=turn.conversation.id,
            turn_id=turn.turn_id,
            episode=turn.conversation.episode,
            reason_code=reason,
            queue="general",
            priority=priority,
            status=TicketStatus.OPEN,
            summary=summary(reason),
            created_at=self.clock(),
        )


def reply_to(turn: Opened, text: str, outcome: Outcome) -> Reply:
    cited = [Citation(marker=1, document_id="shipping.ko", title="배송", section="", quote="3~4")]
    return Reply(
        conversation_id=turn.conversation.id,
        turn_id=turn.turn_id,
        outcome=outcome,
        route=Route.DIRECT,
        text=text,
        language=turn.conversation.language,
        citations=tuple(cited * 2) if outcome is Outcome.ANSWERED else (),
    )


def trace_of(reply: Reply) -> Trace:
    return Trace(
        turn_id=reply.turn_id,
        conversation_id=reply.conversation_id,
        message="제주도는 며칠 걸려요?",
        question="제주 배송은 며칠 걸려요?",
        outcome=reply.outcome,
        route=reply.route,
        reply=reply.text,
        evidence=(("shipping.ko#1", 2.5),),
        timings_ms={"search": 4.2},
    )


def summary(reason: ReasonCode, goal: str = "제주 배송일을 알고 싶어 함") -> HandoffSummary:
    return HandoffSummary(
        reason_code=reason,
        trigger="상담원 연결해 주세요",
        language=Language.KOREAN,
        customer="웹 손님",
        goal=Statement(text=goal, pointers=("msg_1",)),
    )
