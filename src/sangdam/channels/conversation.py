"""A conversation between two turns: what was said, what is new, where the customer stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from sangdam.channels.callers import Calls, Owned
from sangdam.channels.live import Live, Typing
from sangdam.channels.sent import HIGHEST, Sent
from sangdam.errors import Invalid
from sangdam.guardrails.contact import contact_in
from sangdam.models import Attachment, Language, Message, Owner, Sender, Waiting
from sangdam.prompts import say
from sangdam.storage.events import StoredEvent

router = APIRouter(prefix="/v1/conversations", tags=["chat"])


class ShownMessage(BaseModel):
    """A message as the customer sees it."""

    id: str
    turn_id: str | None
    sender: Sender
    agent: str | None
    """The name of the person who wrote it."""
    text: str
    attachments: tuple[Attachment, ...]
    created_at: str


class ShownConversation(BaseModel):
    conversation_id: str
    owner: Owner
    agent: str | None
    """The name of the person who has it."""
    language: Language
    waiting: Waiting | None
    """Where the customer stands, while a ticket of theirs waits."""
    contact_left: bool
    last_event: int
    messages: tuple[ShownMessage, ...]


class ContactRequest(Sent):
    contact: str = Field(max_length=200, description="E-mail or telephone number")


@router.get("/{conversation_id}")
def conversation(conversation_id: Owned, service: Calls) -> ShownConversation:
    """The conversation as its customer may see it."""
    view = service.conversations.get(conversation_id)
    agent_id = view.conversation.agent_id
    return ShownConversation(
        conversation_id=conversation_id,
        owner=view.conversation.owner,
        agent=service.agents.get(agent_id).name if agent_id else None,
        language=view.conversation.language,
        waiting=service.line.of(conversation_id),
        contact_left=view.conversation.contact is not None,
        last_event=view.last_event,
        messages=tuple(shown(message) for message in view.messages),
    )


@router.get("/{conversation_id}/events", response_class=EventSourceResponse)
async def conversation_events(
    conversation_id: Owned,
    request: Request,
    last_event_id: Annotated[int, Header(ge=0, le=HIGHEST)] = 0,
) -> AsyncIterator[ServerSentEvent]:
    """Later messages, an agent's among them, from the event after Last-Event-ID on; and
    `typing`, without an id, while a person writes."""
    live: Live = request.app.state.live
    async for event in live.follow(conversation_id, last_event_id):
        yield sse(event)


@router.post("/{conversation_id}/typing", status_code=status.HTTP_204_NO_CONTENT)
def typing(conversation_id: Owned, request: Request) -> None:
    """The customer is writing; whoever has the conversation open sees it."""
    live: Live = request.app.state.live
    live.show(conversation_id, Typing(sender=Sender.CUSTOMER))


@router.post("/{conversation_id}/contact", status_code=status.HTTP_204_NO_CONTENT)
def leave_contact(conversation_id: Owned, sent: ContactRequest, service: Calls) -> None:
    """How to reach the customer when the page is closed; only agents see it."""
    contact = contact_in(sent.contact)
    if contact is None:
        language = service.conversations.get(conversation_id).conversation.language
        raise Invalid(say("contact_unclear", language))
    service.conversations.leave_contact(conversation_id, contact)


def sse(event: StoredEvent | Typing) -> ServerSentEvent:
    if isinstance(event, Typing):
        return ServerSentEvent(event="typing", data=event)
    return ServerSentEvent(id=str(event.id), event=event.kind, data=event)


def shown(message: Message) -> ShownMessage:
    return ShownMessage(
        id=message.id,
        turn_id=message.turn_id,
        sender=message.sender,
        agent=message.agent,
        text=message.text,
        attachments=message.attachments,
        created_at=message.created_at.isoformat(),
    )
