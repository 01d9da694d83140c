"""The people at the desk, and what the shop tells of its customers. Needs
permissions: `tickets`, `agents`, `customers`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, status
from pydantic import Field

from sangdam.bootstrap import Service
from sangdam.channels.callers import Called, may, must
from sangdam.channels.sent import Sent
from sangdam.models import Agent, Availability, Language, Permission

router = APIRouter(prefix="/v1/desk", tags=["desk"])

Skill = Annotated[str, Field(min_length=1, max_length=40)]


class NewAgent(Sent):
    name: str = Field(min_length=1, max_length=60, pattern=r"\S", description="As customers see it")
    languages: tuple[Language, ...] = tuple(Language)
    skills: tuple[Skill, ...] = Field(default=(), max_length=50)
    capacity: int | None = Field(default=None, ge=1, le=100)


class AgentChange(Sent):
    """What is not given stays."""

    availability: Availability | None = None
    languages: tuple[Language, ...] | None = None
    skills: tuple[Skill, ...] | None = Field(default=None, max_length=50)
    capacity: int | None = Field(default=None, ge=1, le=100)


class CustomerTier(Sent):
    tier: str = Field(min_length=1, max_length=40)


@router.get("/agents")
def agents(service: Annotated[Service, may(Permission.TICKETS)]) -> tuple[Agent, ...]:
    """Everybody, by name."""
    return service.agents.list()


@router.post("/agents", status_code=status.HTTP_201_CREATED)
def add(sent: NewAgent, service: Annotated[Service, may(Permission.AGENTS)]) -> Agent:
    """A new agent, offline; their id is what the header `Sangdam-Agent` names."""
    return service.agents.add(
        sent.name.strip(), languages=sent.languages, skills=sent.skills, capacity=sent.capacity
    )


@router.patch("/agents/{agent_id}")
def change(
    agent_id: str,
    sent: AgentChange,
    service: Annotated[Service, may(Permission.REPLY)],
    caller: Called,
) -> Agent:
    """Come and go, and what an agent can take: one's own, or with `agents` anybody's."""
    if agent_id != caller.agent_id:
        must(caller, Permission.AGENTS)
    return service.agents.change(
        agent_id,
        availability=sent.availability,
        languages=sent.languages,
        skills=sent.skills,
        capacity=sent.capacity,
    )


@router.put("/customers/{customer_id}", status_code=status.HTTP_204_NO_CONTENT)
def customer(
    customer_id: Annotated[str, Path(max_length=200)],
    sent: CustomerTier,
    service: Annotated[Service, may(Permission.CUSTOMERS)],
) -> None:
    """The customer's tier in the shop's own word; the routing table may ask for it."""
    service.customers.put(customer_id, tier=sent.tier)
