"""What waits to be told to the shop's other systems: written with the event, sent afterwards.

A row per event and destination. Where nobody wants an event, nothing is written.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from sangdam.errors import Conflict, NotFound
from sangdam.models import (
    Delivery,
    DeliveryState,
    Message,
    News,
    NewsType,
    Owner,
    Ticket,
    TicketStatus,
)
from sangdam.ports import Clock
from sangdam.storage.database import SUBSCRIPTIONS, Database
from sangdam.storage.tables import (
    ConversationRow,
    DeliveryRow,
    EventKind,
    EventRow,
    MessageRow,
    TicketRow,
)


class Claimed(NamedTuple):
    """A delivery that the caller, and nobody else, sends now."""

    delivery_id: int
    attempt: int
    """From 1."""
    news: News


def post(session: Session, row: ConversationRow, now: datetime, news: NewsType) -> None:
    """Leave the conversation's last event for every destination that wants such news."""
    for destination, wanted in session.info[SUBSCRIPTIONS].items():
        if news in wanted:
            session.add(
                DeliveryRow(
                    destination=destination,
                    conversation_id=row.id,
                    sequence=row.last_event,
                    type=news,
                    state=DeliveryState.WAITING,
                    attempts=0,
                    due_at=now,
                    error=None,
                    created_at=now,
                    settled_at=None,
                )
            )


class Outbox:
    """The news of a conversation go to a destination one after the other: the next is due once
    the one before is delivered or dead."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def claim(self, destination: str, lease: timedelta) -> Claimed | None:
        """The next thing to send, for as long as the lease; None where nothing is due.

        Who neither ends nor dies within the lease must not go on sending: another may claim it.
        """
        with self._database.session() as session:
            if session.scalar(_due(destination, self._clock()).limit(1)) is None:
                return None  # a look takes no write lock
        with self._database.begin() as session:
            now = self._clock()
            due = _due(destination, now).order_by(DeliveryRow.due_at, DeliveryRow.id).limit(1)
            row = session.scalar(due.with_for_update(skip_locked=True))
            if row is None:
                return None
            row.attempts += 1
            row.due_at = now + lease
            return Claimed(row.id, row.attempts, _news(session, row))

    def delivered(self, claimed: Claimed) -> None:
        self._end(claimed, state=DeliveryState.DELIVERED, settled_at=self._clock(), error=None)

    def failed(self, claimed: Claimed, error: str, *, again_in: timedelta) -> None:
        self._end(claimed, due_at=self._clock() + again_in, error=error)

    def give_up(self, claimed: Claimed, error: str) -> None:
        """The conversation's next news are sent without it."""
        self._end(claimed, state=DeliveryState.DEAD, settled_at=self._clock(), error=error)

    def hold(self, destination: str, wait: timedelta) -> None:
        """Leave the destination alone for a while: nothing that waits is due before."""
        until = self._clock() + wait
        with self._database.begin() as session:
            session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.destination == destination)
                .where(DeliveryRow.state == DeliveryState.WAITING, DeliveryRow.due_at < until)
                .values(due_at=until)
            )

    def replay(self, delivery_id: int) -> Delivery:
        """Send a dead one again, from the first attempt, before what waits behind it.

        Raises NotFound, and Conflict where it is not dead.
        """
        with self._database.begin() as session:
            row = session.get(DeliveryRow, delivery_id, with_for_update=True)
            if row is None:
                raise NotFound(f"no delivery {delivery_id}")
            if row.state is not DeliveryState.DEAD:
                raise Conflict(
                    f"delivery {delivery_id} is {row.state}; only dead ones are replayed"
                )
            its = update(DeliveryRow).where(DeliveryRow.id == delivery_id)
            session.execute(its.values(_from_the_start(self._clock())))
            return row.value()

    def replay_all(self, destination: str | None = None) -> int:
        """Send every dead one again, of one destination where it is named; returns how many.

        Each conversation's go in the order in which they happened, before what waits behind them.
        """
        dead = update(DeliveryRow).where(DeliveryRow.state == DeliveryState.DEAD)
        if destination is not None:
            dead = dead.where(DeliveryRow.destination == destination)
        with self._database.begin() as session:
            again = dead.values(_from_the_start(self._clock())).returning(DeliveryRow.id)
            return len(session.scalars(again).all())

    def list(
        self, state: DeliveryState, *, limit: int = 50, after: int = 0
    ) -> tuple[Delivery, ...]:
        """At most `limit`, by id, those above `after`."""
        page = (
            select(DeliveryRow)
            .where(DeliveryRow.state == state, DeliveryRow.id > after)
            .order_by(DeliveryRow.id)
            .limit(limit)
        )
        with self._database.session() as session:
            return tuple(row.value() for row in session.scalars(page))

    def count(self, state: DeliveryState) -> int:
        """How many there are; dead and waiting ones are few, so an index knows at once."""
        its = select(func.count()).select_from(DeliveryRow).where(DeliveryRow.state == state)
        with self._database.session() as session:
            return session.scalars(its).one()

    def not_delivered(self) -> dict[tuple[str, DeliveryState], int]:
        """How many wait and how many are dead, by destination."""
        counted = (
            select(DeliveryRow.destination, DeliveryRow.state, func.count())
            .where(DeliveryRow.state.in_((DeliveryState.WAITING, DeliveryState.DEAD)))
            .group_by(DeliveryRow.destination, DeliveryRow.state)
        )
        with self._database.session() as session:
            return {(name, state): count for name, state, count in session.execute(counted)}

    def _end(self, claimed: Claimed, **values: object) -> None:
        """Nothing happens where the lease ran out and another attempt has begun."""
        with self._database.begin() as session:
            session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == claimed.delivery_id)
                .where(DeliveryRow.state == DeliveryState.WAITING)
                .where(DeliveryRow.attempts == claimed.attempt)
                .values(**values)
            )


def _from_the_start(now: datetime) -> dict[str, object]:
    return {"state": DeliveryState.WAITING, "attempts": 0, "due_at": now, "settled_at": None}


def _due(destination: str, now: datetime) -> Select[DeliveryRow]:
    """What may be sent now: nothing of its conversation waits before it. What was written in the
    future, as the clock has stepped back since, and was never tried, does not wait for it."""
    earlier = aliased(DeliveryRow)
    waits_before = exists().where(
        earlier.conversation_id == DeliveryRow.conversation_id,
        earlier.destination == DeliveryRow.destination,
        earlier.state == DeliveryState.WAITING,
        earlier.id < DeliveryRow.id,
    )
    return select(DeliveryRow).where(
        DeliveryRow.destination == destination,
        DeliveryRow.state == DeliveryState.WAITING,
        or_(
            DeliveryRow.due_at <= now,
            and_(DeliveryRow.created_at > now, DeliveryRow.attempts == 0),
        ),
        ~waits_before,
    )


def _news(session: Session, row: DeliveryRow) -> News:
    event = session.get_one(EventRow, (row.conversation_id, row.sequence))
    owner = event.payload.get("owner")
    agent = event.payload.get("agent")
    return News(
        id=row.event_id,
        type=row.type,
        happened_at=event.created_at,
        conversation=session.get_one(ConversationRow, row.conversation_id).value(),
        owner=Owner(str(owner)) if owner else None,
        agent=str(agent) if agent else None,
        message=_message(session, event),
        ticket=_ticket(session, event),
        repeated=row.attempts > 1 or row.error is not None,
    )


def _message(session: Session, event: EventRow) -> Message | None:
    if event.kind is not EventKind.MESSAGE:
        return None
    its = select(MessageRow).where(
        MessageRow.conversation_id == event.conversation_id, MessageRow.sequence == event.sequence
    )
    return session.scalars(its).unique().one().value()


def _ticket(session: Session, event: EventRow) -> Ticket | None:
    """The event's own ticket, or the one that the last news before it were of, if it was open."""
    its = (
        select(EventRow)
        .where(EventRow.conversation_id == event.conversation_id)
        .where(EventRow.kind == EventKind.TICKET, EventRow.sequence <= event.sequence)
        .order_by(EventRow.sequence.desc())
        .limit(1)
    )
    told = session.scalar(its)
    if told is None:
        return None
    ticket = session.get_one(TicketRow, str(told.payload["ticket_id"])).value()
    then = _as_told(ticket, told.payload)
    return then if told is event or then.status is TicketStatus.OPEN else None


def _as_told(ticket: Ticket, payload: dict[str, object]) -> Ticket:
    """The ticket in the state in which an event told of it."""
    then = {name: payload[name] for name in ("queue", "priority")}
    status = TicketStatus(str(payload["status"]))
    if status is TicketStatus.OPEN:
        then |= {"resolution": None, "resolved_at": None, "draft_use": None}
    return ticket.model_copy(update=then | {"status": status})
