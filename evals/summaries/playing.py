"""A scripted conversation in the real service: customer, opinions, agent."""

from __future__ import annotations

import time
from collections.abc import Sequence

from evals.summaries.reading import Act, AgentSays, Talk
from evals.targets.shop_clock import ShopClock
from sangdam.bootstrap import Service
from sangdam.guardrails.case import Case
from sangdam.models import (
    Availability,
    Done,
    HandoffSummary,
    Incoming,
    Language,
    Message,
    Question,
    Reply,
    Resolution,
    Trace,
    Value,
)
from sangdam.ports import Embedder, Matrix
from sangdam.routing.gist import Gist
from sangdam.routing.model_summary import WITHIN_SECONDS

AGENT = "Hana"
RULES = "rules"


class Written(Value):
    """A ticket's summary, and what there was to write it from."""

    turn_id: str
    summary: HandoffSummary
    """By rule."""
    rewritten: HandoffSummary | None
    """The model's version, where it came to one in time."""
    rewritten_s: float
    """Seconds until the model had written its version or given up."""
    messages: tuple[Message, ...]
    """Of the whole conversation, when the ticket was new."""
    opinions: dict[str, bool]
    episode: int
    customer: str | None
    trace: Trace
    tells: bool
    """Whether the message that called the person tells what is wanted, beside a person."""
    covered: float
    """Share of the question's words that the best hit has, searched once more."""

    @property
    def milliseconds(self) -> float:
        """All that the summary by rule takes: the search for agents, and the writing."""
        spent = self.trace.timings_ms
        return spent["search_for_agents"] + spent["summary"]


class Played(Value):
    talk: Talk
    written: tuple[Written, ...]


class Faults:
    """Satisfies Embedder; breaks, or refuses drafts, while it is told to."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.dimension, self.name = embedder.dimension, embedder.name
        self.wanted: Act | None = None

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        if self.wanted is Act.FAULT:
            raise RuntimeError("the search is broken, as the script wants it")
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._embedder.embed_passages(texts)

    def refuse(self, case: Case) -> str:
        """A check on drafts."""
        refused = self.wanted is Act.REFUSE_DRAFTS
        return f"refused, as the script wants it: {case.sentence.text}" if refused else ""


class Stage:
    """Where conversations are played, one at a time."""

    def __init__(self, service: Service, faults: Faults, clock: ShopClock) -> None:
        self._service = service
        self._faults = faults
        self._clock = clock
        self._agent = service.agents.add(AGENT, capacity=1000)
        self._gist = Gist()
        service.agents.change(self._agent.id, availability=Availability.ONLINE)

    def play(self, talk: Talk) -> Played:
        with self._clock.at(talk.at):
            play = _Play(self._service, self._faults, self._agent.id, self._gist, talk)
            for step in talk.steps:
                play.do(step)
        return Played(talk=talk, written=tuple(play.written))


class _Play:
    """One conversation on its way."""

    def __init__(
        self, service: Service, faults: Faults, agent: str, gist: Gist, talk: Talk
    ) -> None:
        self._service = service
        self._faults = faults
        self._agent = agent
        self._gist = gist
        self._talk = talk
        self._reply: Reply | None = None
        self._ticket = ""
        self._opinions: dict[str, bool] = {}
        self.written: list[Written] = []

    def do(self, step: Act | AgentSays | str) -> None:
        match step:
            case Act.HELPFUL | Act.UNHELPFUL:
                self._judge(step is Act.HELPFUL)
            case Act.RETURN:
                self._service.casework.return_to_bot(self._conversation_id, self._agent)
            case Act.RESOLVE:
                self._service.casework.resolve(self._ticket, self._agent, Resolution.SOLVED)
            case Act.FAULT | Act.REFUSE_DRAFTS:
                self._faults.wanted = Act(step)
            case AgentSays():
                self._answer(step.agent)
            case text:
                self._say(text)

    @property
    def _conversation_id(self) -> str:
        assert self._reply is not None, "the customer begins"
        return self._reply.conversation_id

    def _judge(self, helpful: bool) -> None:
        assert self._reply is not None, "there is no reply to judge"
        self._service.feedback.add(self._reply.turn_id, helpful=helpful)
        self._opinions[self._reply.turn_id] = helpful

    def _answer(self, text: str) -> None:
        version = self._service.conversations.get(self._conversation_id).conversation.version
        self._service.casework.reply(self._conversation_id, self._agent, text, version=version)

    def _say(self, text: str) -> None:
        incoming = Incoming(
            text=text,
            conversation_id=self._reply.conversation_id if self._reply else None,
            customer=self._talk.customer,
        )
        *_, done = self._service.assistant.run(incoming)
        assert isinstance(done, Done)
        self._faults.wanted = None
        self._reply = done.reply
        handoff = done.reply.handoff
        if handoff and handoff.ticket_id != self._ticket:
            self._ticket = handoff.ticket_id
            self.written.append(self._read(done.reply))

    def _read(self, reply: Reply) -> Written:
        service = self._service
        view = service.tickets.get(self._ticket)
        by_rule, seconds = view.ticket.summary, 0.0
        rewritten = None
        if service.model is not None:
            began = time.perf_counter()
            service.background.submit(_nothing).result()
            seconds = time.perf_counter() - began
            newest = service.tickets.get(self._ticket).ticket.summary
            in_time = seconds <= WITHIN_SECONDS
            rewritten = newest if in_time and newest.author != RULES else None
        return Written(
            turn_id=reply.turn_id,
            summary=by_rule,
            rewritten=rewritten,
            rewritten_s=seconds,
            messages=view.messages,
            opinions=self._opinions,
            episode=view.ticket.episode,
            customer=view.conversation.customer,
            trace=(trace := service.traces.get(reply.turn_id)),
            tells=self._gist.says_something(trace.message),
            covered=self._covered(trace, by_rule.language),
        )

    def _covered(self, trace: Trace, language: Language) -> float:
        if trace.question is None:
            return 0.0
        question = Question(text=trace.question, language=language)
        day = self._service.hours.today()
        return self._service.retriever.search(question, day=day).coverage.covered


def _nothing() -> None:
    pass
