"""The desk API: tickets, and what agents do with conversations. Needs the permission `tickets` to
read, `reply` to act, `internal` for notes, `traces` for traces.

Who is signed in acts as themselves; for a key the header `Sangdam-Agent` names who acts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from sangdam.bootstrap import Service
from sangdam.channels.callers import Acting, Actor, Called, Token, audited, caller_now, may, must
from sangdam.channels.conversation import sse
from sangdam.channels.live import Live, Typing
from sangdam.channels.sent import HIGHEST, Sent
from sangdam.channels.withheld import audience_of, listed_for, ticket_for, view_for
from sangdam.desk.canned import CannedReply
from sangdam.desk.draft_use import draft_use
from sangdam.desk.queues import may_be_handed
from sangdam.errors import Conflict
from sangdam.guardrails.identifiers import cut_identifiers
from sangdam.models import (
    Act,
    Agent,
    Audience,
    Conversation,
    DeliveryState,
    Language,
    Message,
    Owner,
    Permission,
    Resolution,
    Sender,
    Ticket,
    TicketStatus,
    Trace,
)
from sangdam.storage.tickets import ListedTicket, TicketView

router = APIRouter(prefix="/v1/desk", tags=["desk"])

Reads = Annotated[Service, may(Permission.TICKETS)]
Replies = Annotated[Service, may(Permission.REPLY)]
Notes = Annotated[Service, may(Permission.INTERNAL)]

LONGEST_LIST = 200
Words = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
SentOnce = Annotated[
    str | None, Field(max_length=100, description="The same id is the same words: written once")
]
Seen = Annotated[
    int | None,
    Field(
        ge=0,
        le=HIGHEST,
        description="The conversation's version that the agent has seen: where it changed hands"
        " since, to elsewhere than is asked for, nothing is done. Without, it is done anyhow",
    ),
]


class TicketList(BaseModel):
    tickets: tuple[ListedTicket, ...]


class Overview(BaseModel):
    """All that the desk page shows beside the open ticket."""

    me: Agent
    agents: tuple[Agent, ...]
    held: dict[str, int]
    """Agent id -> conversations they have."""
    open_now: bool
    tickets: tuple[ListedTicket, ...]
    dead_letters: int
    """News to the shop's other systems that were given up."""


class AgentMessage(Sent):
    text: Words
    version: int = Field(
        ge=0, le=HIGHEST, description="The conversation's version that the agent has seen"
    )
    client_message_id: SentOnce = None


class Note(Sent):
    text: Words
    client_message_id: SentOnce = None


class Transfer(Sent):
    """To an agent, or back into a queue: its own one where none is named."""

    agent_id: str | None = Field(default=None, max_length=64)
    queue: str | None = Field(default=None, max_length=40)
    note: str = Field(default="", max_length=4000, description="For whoever takes it; internal")
    version: Seen = None
    client_message_id: SentOnce = None


class Return(Sent):
    version: Seen = None


class Ending(Sent):
    resolution: Resolution


@router.get("/overview")
def overview(service: Reads, me: Acting, caller: Called) -> Overview:
    """Every open ticket with who has it; asking is the agent's sign of life."""
    service.agents.seen(me)
    return Overview(
        me=me,
        agents=service.agents.list(),
        held=service.agents.held_by_each(),
        open_now=service.hours.open_now(),
        tickets=listed_for(caller, service.tickets.list(limit=LONGEST_LIST)),
        dead_letters=service.outbox.count(DeliveryState.DEAD),
    )


@router.get("/tickets", dependencies=[audited(Act.LISTED_TICKETS, Permission.TICKETS)])
def tickets(
    service: Reads,
    caller: Called,
    status: TicketStatus = TicketStatus.OPEN,
    limit: Annotated[int, Query(ge=1, le=LONGEST_LIST)] = 50,
    after: str | None = None,
) -> TicketList:
    """Most urgent first, then oldest."""
    listed = service.tickets.list(status, limit=limit, after=after)
    return TicketList(tickets=listed_for(caller, listed))


@router.post("/tickets/next")
def take_next(service: Reads, me: Acting, caller: Called, who: Actor) -> TicketView | None:
    """The most urgent ticket that nobody has and that fits the agent, now theirs; null where
    there is none."""
    for listed in service.tickets.list(limit=LONGEST_LIST):
        if listed.owner is Owner.HUMAN or not may_be_handed(listed.ticket, me):
            continue
        try:
            service.casework.claim(listed.ticket.id, me.id, ahead=False)
        except Conflict:
            if service.agents.get(me.id).capacity <= service.agents.held_by_each().get(me.id, 0):
                raise
            continue
        service.audit.note(who, Act.CLAIMED, listed.ticket.id)
        return view_for(caller, service.tickets.get(listed.ticket.id))
    return None


@router.get("/tickets/{ticket_id}", dependencies=[audited(Act.READ_TICKET, Permission.TICKETS)])
def ticket(ticket_id: str, service: Reads, caller: Called) -> TicketView:
    """One ticket with its whole conversation."""
    return view_for(caller, service.tickets.get(ticket_id))


@router.post("/tickets/{ticket_id}/claim", dependencies=[audited(Act.CLAIMED, Permission.REPLY)])
def claim(ticket_id: str, service: Replies, me: Acting) -> Conversation:
    """Take the conversation; of two at once one gets it, and the other is told who did."""
    return service.casework.claim(ticket_id, me.id)


@router.post("/tickets/{ticket_id}/resolve", dependencies=[audited(Act.RESOLVED, Permission.REPLY)])
def resolve(ticket_id: str, sent: Ending, service: Replies, me: Acting, caller: Called) -> Ticket:
    """End the Episode; the next question goes to the bot again."""
    view = service.tickets.get(ticket_id)
    replies = [
        message.text
        for message in view.messages
        if message.sender is Sender.AGENT
        and message.audience is Audience.CUSTOMER
        and message.created_at >= view.ticket.created_at
    ]
    used = draft_use(view.ticket.summary.draft, replies)
    resolved = service.casework.resolve(ticket_id, me.id, sent.resolution, draft_use=used)
    return ticket_for(caller, resolved)


@router.post(
    "/conversations/{conversation_id}/messages",
    dependencies=[audited(Act.REPLIED, Permission.REPLY)],
)
def reply(conversation_id: str, sent: AgentMessage, service: Replies, me: Acting) -> Message:
    """Write to the customer; from then on the conversation is the agent's and the bot silent."""
    text = _without_identifiers(sent.text, service.conversations.get(conversation_id).conversation)
    return service.casework.reply(
        conversation_id,
        me.id,
        text,
        version=sent.version,
        client_message_id=sent.client_message_id,
    )


@router.post(
    "/conversations/{conversation_id}/notes",
    dependencies=[audited(Act.NOTED, Permission.INTERNAL, Permission.REPLY)],
)
def note(conversation_id: str, sent: Note, service: Notes, me: Acting) -> Message:
    """Words for other agents; no customer ever sees them."""
    text = _without_identifiers(sent.text, service.conversations.get(conversation_id).conversation)
    return service.casework.note(
        conversation_id, me.id, text, client_message_id=sent.client_message_id
    )


@router.post(
    "/conversations/{conversation_id}/transfer",
    dependencies=[audited(Act.TRANSFERRED, Permission.REPLY)],
)
def transfer(
    conversation_id: str, sent: Transfer, service: Replies, me: Acting, caller: Called
) -> Conversation:
    """Give the conversation to another agent, or back into a queue. Sent again, with `version` and
    `client_message_id`, it is done once."""
    note = sent.note.strip()
    if note:
        must(caller, Permission.INTERNAL)
        note = _without_identifiers(note, service.conversations.get(conversation_id).conversation)
    return service.casework.transfer(
        conversation_id,
        me.id,
        to=sent.agent_id,
        queue=sent.queue,
        note=note,
        version=sent.version,
        client_message_id=sent.client_message_id,
    )


@router.post(
    "/conversations/{conversation_id}/return",
    dependencies=[audited(Act.RETURNED, Permission.REPLY)],
)
def give_back(
    conversation_id: str, service: Replies, me: Acting, sent: Return | None = None
) -> Conversation:
    """The assistant goes on with the conversation. Sent again, with `version`, it is done once."""
    version = sent.version if sent else None
    return service.casework.return_to_bot(conversation_id, me.id, version=version)


@router.post("/conversations/{conversation_id}/typing", status_code=status.HTTP_204_NO_CONTENT)
def typing(conversation_id: str, request: Request, me: Acting) -> None:
    """The customer sees that the agent is writing."""
    live: Live = request.app.state.live
    live.show(conversation_id, Typing(sender=Sender.AGENT, name=me.name))


@router.get(
    "/conversations/{conversation_id}/events",
    response_class=EventSourceResponse,
    dependencies=[audited(Act.READ_CONVERSATION, Permission.TICKETS)],
)
async def conversation_events(
    conversation_id: str,
    request: Request,
    service: Reads,
    caller: Called,
    token: Token,
    last_event_id: Annotated[int, Header(ge=0, le=HIGHEST)] = 0,
) -> AsyncIterator[ServerSentEvent]:
    """What happens in a conversation; notes and tickets too, for whoever may read them. It ends
    once the caller's key, session or role does."""
    live: Live = request.app.state.live
    async for event in live.follow(conversation_id, last_event_id, audience_of(caller)):
        if await caller_now(request, service, token) != caller:
            return
        yield sse(event)


@router.get("/canned")
def canned(service: Replies, language: Language) -> tuple[CannedReply, ...]:
    """Ready replies in a language."""
    return tuple(reply for reply in service.canned if reply.language is language)


@router.get("/traces/{turn_id}", dependencies=[audited(Act.READ_TRACE, Permission.TRACES)])
def trace(turn_id: str, service: Annotated[Service, may(Permission.TRACES)]) -> Trace:
    """Everything that was decided in one turn."""
    return service.traces.get(turn_id)


def _without_identifiers(text: str, conversation: Conversation) -> str:
    """What the law forbids to keep is kept from nobody's words, an agent's neither."""
    return cut_identifiers(text, conversation.language).text
