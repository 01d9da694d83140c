"""The desk API: tickets with their summaries, and an agent's words. Needs the operator key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from sangdam.channels.callers import Operated
from sangdam.channels.chat import Sent
from sangdam.models import Message, Ticket, TicketStatus, Trace
from sangdam.storage.tickets import TicketView

router = APIRouter(prefix="/v1/desk", tags=["desk"])


class TicketList(BaseModel):
    tickets: tuple[Ticket, ...]


class AgentMessage(Sent):
    text: str = Field(min_length=1, max_length=4000, pattern=r"\S")
    version: int = Field(description="The conversation's version that the agent has seen")


@router.get("/tickets")
def tickets(
    service: Operated,
    status: TicketStatus = TicketStatus.OPEN,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: str | None = None,
) -> TicketList:
    """Most urgent first, then oldest."""
    return TicketList(tickets=service.tickets.list(status, limit=limit, after=after))


@router.get("/tickets/{ticket_id}")
def ticket(ticket_id: str, service: Operated) -> TicketView:
    """One ticket with its whole conversation."""
    return service.tickets.get(ticket_id)


@router.post("/tickets/{ticket_id}/resolve")
def resolve(ticket_id: str, service: Operated) -> Ticket:
    """End the Episode; the next question goes to the bot again."""
    return service.tickets.resolve(ticket_id)


@router.post("/conversations/{conversation_id}/messages")
def reply(conversation_id: str, sent: AgentMessage, service: Operated) -> Message:
    """Write to the customer; from then on the bot is silent."""
    return service.conversations.append_agent_message(
        conversation_id, sent.text, version=sent.version
    )


@router.get("/traces/{turn_id}")
def trace(turn_id: str, service: Operated) -> Trace:
    """Everything that was decided in one turn."""
    return service.traces.get(turn_id)
