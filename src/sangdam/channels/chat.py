"""The chat API: a message in, a reply out, whole or as a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from sangdam.bootstrap import Service
from sangdam.channels.addresses import address_of, within
from sangdam.channels.callers import Calls, Owned, Token, must_be_there, must_own
from sangdam.channels.identity import named, proven_index
from sangdam.channels.problems import problem_of
from sangdam.channels.sent import Sent
from sangdam.channels.turns import TurnPool
from sangdam.errors import Forbidden, NotFound, SangdamError
from sangdam.guardrails.language import language_of
from sangdam.models import (
    Citation,
    Confidence,
    Delta,
    Done,
    Event,
    Handoff,
    Incoming,
    Language,
    Outcome,
    Reply,
    Route,
    Status,
    Usage,
)
from sangdam.prompts import say

router = APIRouter(prefix="/v1", tags=["chat"])


class ChatRequest(Sent):
    message: str = Field(description="What the customer wrote")
    conversation_id: str | None = Field(default=None, max_length=64)
    client_message_id: str | None = Field(
        default=None,
        max_length=100,
        description="The same id gives the same reply again. Make it random, as a UUID: that of a"
        " first message is found again however late only where nobody can guess it",
    )
    customer: str | None = Field(
        default=None,
        max_length=200,
        description="The shop's own id. Where the service has a key for `identity`, that alone"
        " names a customer",
    )
    identity: str | None = Field(
        default=None,
        max_length=4000,
        description="The same as the shop's server signed it: a JSON Web Token by HS256 with"
        " `sub`, `aud` and `exp`",
    )
    channel: str = Field(default="web", max_length=30, pattern=r"^[a-z0-9_-]+$")
    locale: Language | None = None


class ShownConfidence(BaseModel):
    value: float
    threshold: float
    fit: str
    """Name of the weights that it was reckoned with."""


class ChatReply(BaseModel):
    conversation_id: str
    conversation_token: str
    turn_id: str
    outcome: Outcome
    route: Route
    text: str
    language: Language
    citations: tuple[Citation, ...]
    confidence: ShownConfidence | None
    handoff: Handoff | None
    suggestions: tuple[str, ...]
    generation: str | None
    usage: Usage
    timings_ms: dict[str, float]


class HandoffRequest(Sent):
    client_message_id: str | None = Field(default=None, max_length=100)


class FeedbackRequest(Sent):
    turn_id: str = Field(max_length=64)
    helpful: bool
    reason: str = Field(default="", max_length=1000)


def counted(
    service: Service, request: Request, conversation_id: str | None, proven: str | None = None
) -> None:
    """Count one more message of the conversation, of the address and of a `proven` customer.
    Raises TooOften, and Forbidden where the conversation is another customer's."""
    customer = proven_index(service, conversation_id, proven)
    rates, address = service.settings.rates, address_of(request)
    if not within(address, rates.uncounted):
        service.limits.count("address", address, rates.address)
    if conversation_id is not None:
        service.limits.count("conversation", conversation_id, rates.conversation)
    if customer is not None:
        service.limits.count("customer", customer, rates.customer)


async def incoming_of(
    sent: ChatRequest, request: Request, service: Calls, token: Token
) -> Incoming:
    """The message, once its sender has shown that the conversation is theirs."""
    if sent.conversation_id is not None:
        must_own(service, token, sent.conversation_id)
    who = named(service, sent.customer, sent.identity)
    proven = who.customer if who.verified else None
    await run_in_threadpool(_let_in, service, request, sent.conversation_id, proven)
    return Incoming(
        text=sent.message,
        conversation_id=sent.conversation_id,
        client_message_id=sent.client_message_id,
        customer=who.customer,
        verified=who.verified,
        channel=sent.channel,
        locale=sent.locale,
    )


def _let_in(
    service: Service, request: Request, conversation_id: str | None, proven: str | None
) -> None:
    if conversation_id is not None:
        must_be_there(service, conversation_id)
    counted(service, request, conversation_id, proven)


Received = Annotated[Incoming, Depends(incoming_of)]


async def begun(incoming: Received, request: Request, service: Calls) -> AsyncIterator[Event]:
    """The turn's events. Where there is no room for it that is the answer, also to who wants a
    stream: nothing of it has been sent yet."""
    return _begin(request, service, incoming)


Begun = Annotated[AsyncIterator[Event], Depends(begun)]


@router.post("/chat")
async def chat(turn: Begun, service: Calls) -> ChatReply:
    """Answer one message; the reply is complete."""
    return await _reply(service, turn)


@router.post("/chat/stream", response_class=EventSourceResponse)
async def chat_stream(turn: Begun, service: Calls) -> AsyncIterator[ServerSentEvent]:
    """Answer one message as events: `status`, `delta`, `done`, `error`."""
    try:
        async for event in turn:
            yield _sse(service, event)
    except SangdamError as error:
        yield ServerSentEvent(event="error", data=problem_of(error))


@router.post("/conversations/{conversation_id}/handoff")
async def hand_over(
    conversation_id: Owned, sent: HandoffRequest, request: Request, service: Calls
) -> ChatReply:
    """Call a person, as if the customer had asked for one in words."""
    await run_in_threadpool(counted, service, request, conversation_id)
    view = await run_in_threadpool(service.conversations.get, conversation_id)
    language = view.conversation.language
    incoming = Incoming(
        text=say("request_in_words", language),
        conversation_id=conversation_id,
        client_message_id=sent.client_message_id,
        locale=language,
    )
    return await _reply(service, _begin(request, service, incoming))


@router.post("/feedback", status_code=status.HTTP_204_NO_CONTENT)
def feedback(sent: FeedbackRequest, service: Calls, token: Token) -> None:
    """Whether a reply helped, and why not."""
    try:
        conversation_id = service.conversations.of_turn(sent.turn_id)
    except NotFound:
        raise Forbidden("This turn is not part of your conversation.") from None
    must_own(service, token, conversation_id)
    reason = service.screening.screen(sent.reason, None).text if sent.reason.strip() else ""
    service.feedback.add(sent.turn_id, helpful=sent.helpful, reason=reason)


def _begin(request: Request, service: Service, incoming: Incoming) -> AsyncIterator[Event]:
    """Raises Busy."""
    pool: TurnPool = request.app.state.turns
    language = language_of(incoming.text, incoming.locale)
    return pool.begin(lambda: service.assistant.run(incoming), language)


async def _reply(service: Service, turn: AsyncIterator[Event]) -> ChatReply:
    events = [event async for event in turn]
    done = events[-1]
    assert isinstance(done, Done)
    return _chat_reply(service, done.reply)


def _chat_reply(service: Service, reply: Reply) -> ChatReply:
    confidence = reply.confidence
    return ChatReply(
        conversation_token=service.tokens.issue(reply.conversation_id),
        confidence=_shown(confidence) if confidence else None,
        **reply.model_dump(exclude={"confidence"}),
    )


def _sse(service: Service, event: object) -> ServerSentEvent:
    match event:
        case Status():
            return ServerSentEvent(event="status", data=event)
        case Delta():
            return ServerSentEvent(event="delta", data=event)
        case Done(reply=reply):
            return ServerSentEvent(event="done", data=_chat_reply(service, reply))
    raise TypeError(f"no event: {event!r}")


def _shown(confidence: Confidence) -> ShownConfidence:
    return ShownConfidence(
        value=round(confidence.value, 4), threshold=confidence.threshold, fit=confidence.fit
    )
