"""Where customers stand who wait for a person, and whether anybody is there."""

from __future__ import annotations

from collections.abc import Callable

from sangdam.desk.estimate import minutes_to_wait
from sangdam.desk.service_hours import ServiceHours
from sangdam.models import Agent, Availability, Waiting
from sangdam.storage.tickets import Place, Tickets

LATEST = 20
"""Resolved tickets that an estimate is made from."""


class Line:
    def __init__(
        self,
        *,
        tickets: Tickets,
        agents: Callable[[], tuple[Agent, ...]],
        held: Callable[[], int],
        hours: ServiceHours,
    ) -> None:
        self._tickets = tickets
        self._agents = agents
        self._held = held
        self._hours = hours

    def answered_now(self) -> bool:
        """Whether people answer at this moment: it is open, and somebody is at the desk. Where no
        agent was ever named the hours alone decide."""
        agents = self._agents()
        return self._hours.open_now() and (not agents or any(map(_there, agents)))

    def of(self, conversation_id: str) -> Waiting | None:
        """What the customer may be told; None where no ticket of theirs waits."""
        place = self._tickets.place(conversation_id)
        return self._waiting(place) if place else None

    def at_the_end(self, queue: str, priority: int) -> Waiting:
        """What a customer may be told whose ticket is about to be opened."""
        return self._waiting(self._tickets.next_place(queue, priority))

    def _waiting(self, place: Place) -> Waiting:
        agents = self._agents()
        online = [agent for agent in agents if agent.availability is Availability.ONLINE]
        open_now = self._hours.open_now()
        minutes = None
        if open_now and online:
            minutes = minutes_to_wait(
                place.position,
                handled=self._tickets.handled(place.queue, latest=LATEST),
                seats=sum(agent.capacity for agent in online),
                taken=self._held(),
            )
        return Waiting(
            position=place.position,
            minutes=minutes and self._hours.with_breaks(minutes),
            opens_at=None if open_now else self._hours.next_opening(),
            on_break=not open_now and self._hours.on_break(),
            staffed=open_now and (not agents or any(map(_there, agents))),
        )


def _there(agent: Agent) -> bool:
    return agent.availability is not Availability.OFFLINE
