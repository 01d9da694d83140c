"""The people at the desk: who they are, and whether they are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sangdam.errors import Conflict, NotFound
from sangdam.models import Agent, Availability, Language, Owner
from sangdam.ports import Clock
from sangdam.storage.database import Database
from sangdam.storage.tables import AgentRow, ConversationRow
from sangdam.storage.timeline import new_id

SEEN_AGAIN = timedelta(seconds=10)
"""A sign of life this soon after the last one is not worth writing down."""


class Agents:
    def __init__(self, database: Database, clock: Clock, *, capacity: int) -> None:
        self._database = database
        self._clock = clock
        self._capacity = capacity

    def add(
        self,
        name: str,
        *,
        languages: Sequence[Language] = tuple(Language),
        skills: Sequence[str] = (),
        capacity: int | None = None,
    ) -> Agent:
        """A new agent, offline. Raises Conflict where the name is taken."""
        try:
            with self._database.begin() as session:
                row = AgentRow(
                    id=new_id("agent"),
                    name=name,
                    languages=[language.value for language in languages],
                    skills=list(skills),
                    capacity=capacity or self._capacity,
                    availability=Availability.OFFLINE,
                    seen_at=None,
                    gone_since=self._clock(),
                    created_at=self._clock(),
                )
                session.add(row)
                session.flush()
                return row.value()
        except IntegrityError:
            raise Conflict(f"there is an agent named {name!r} already") from None

    def list(self) -> tuple[Agent, ...]:
        """Everybody, by name."""
        with self._database.session() as session:
            rows = session.scalars(select(AgentRow).order_by(AgentRow.name))
            return tuple(row.value() for row in rows)

    def get(self, agent_id: str) -> Agent:
        """Raises NotFound."""
        with self._database.session() as session:
            return agent_row(session, agent_id).value()

    def change(
        self,
        agent_id: str,
        *,
        availability: Availability | None = None,
        languages: Sequence[Language] | None = None,
        skills: Sequence[str] | None = None,
        capacity: int | None = None,
    ) -> Agent:
        """Change what is given. Raises NotFound."""
        with self._database.begin() as session:
            row = agent_row(session, agent_id, held=True)
            if availability is not None:
                self._turn(row, availability)
            if languages is not None:
                row.languages = [language.value for language in languages]
            if skills is not None:
                row.skills = list(skills)
            if capacity is not None:
                row.capacity = capacity
            return row.value()

    def seen(self, agent: Agent) -> None:
        """The agent's desk asked for news: a sign of life."""
        now = self._clock()
        if agent.seen_at is not None and abs(now - agent.seen_at) < SEEN_AGAIN:
            return
        with self._database.begin() as session:
            agent_row(session, agent.id, held=True).seen_at = now

    def miss(self, silent_for: timedelta) -> tuple[Agent, ...]:
        """Take those who gave no sign of life for so long as offline; says who they were.

        A sign from the future was given before the clock stepped back.
        """
        with self._database.begin() as session:
            there = AgentRow.availability != Availability.OFFLINE
            now = self._clock()
            silent = ~AgentRow.seen_at.between(now - silent_for, now + silent_for)
            missed = select(AgentRow).where(there, silent).with_for_update()
            rows = session.scalars(missed).all()
            for row in rows:
                self._turn(row, Availability.OFFLINE)
            return tuple(row.value() for row in rows)

    def held(self) -> int:
        """How many conversations are in people's hands."""
        theirs = select(func.count()).where(ConversationRow.owner == Owner.HUMAN)
        with self._database.session() as session:
            return session.scalar(theirs) or 0

    def held_by_each(self) -> dict[str, int]:
        """Agent id -> how many conversations they have; who has none is left out."""
        counted = (
            select(ConversationRow.agent_id, func.count())
            .where(ConversationRow.owner == Owner.HUMAN, ConversationRow.agent_id.is_not(None))
            .group_by(ConversationRow.agent_id)
        )
        with self._database.session() as session:
            return {agent_id or "": count for agent_id, count in session.execute(counted)}

    def _turn(self, row: AgentRow, availability: Availability) -> None:
        now = self._clock()
        if availability is Availability.OFFLINE:
            row.gone_since = row.gone_since or now
        else:
            row.gone_since, row.seen_at = None, now
        row.availability = availability


def agent_row(session: Session, agent_id: str, *, held: bool = False) -> AgentRow:
    """The agent, where `held` locked until the transaction ends. Raises NotFound."""
    row = session.get(AgentRow, agent_id, with_for_update=True if held else None)
    if row is None:
        raise NotFound(f"no agent {agent_id}")
    return row


def held_by(session: Session, agent_id: str) -> int:
    """How many conversations the agent has."""
    mine = select(func.count()).where(
        ConversationRow.owner == Owner.HUMAN, ConversationRow.agent_id == agent_id
    )
    return session.scalar(mine) or 0
