"""After the last customer: what the service has, and what everybody's page shows."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Coroutine, Iterable
from typing import Any

from scripts.benchmarks.desk.agents import Agent
from scripts.benchmarks.desk.books import Day, Happened, Record
from scripts.benchmarks.desk.calls import OPERATOR, Calls
from scripts.benchmarks.desk.customers import Customer
from scripts.benchmarks.desk.house import House
from scripts.benchmarks.desk.streams import Stream

AT_ONCE = 20
PAGE = 200


async def day_of(
    house: House, calls: Calls, customers: Iterable[Customer], agents: Iterable[Agent]
) -> Day:
    """Everything that is judged; every customer opens their page once more for it."""
    names, tickets = conversations(house), await all_tickets(calls)
    read = await together(record(calls, name, last, tickets[name]) for name, last in names.items())
    records = {one.conversation_id: one for one in read}
    await together(
        customer.come_back(last_for_customers(records.get(customer.book.conversation_id)))
        for customer in customers
    )
    return Day(
        records=records,
        customers=[customer.book for customer in customers],
        agents=[agent.book for agent in agents],
    )


def conversations(house: House) -> dict[str, int]:
    """Every conversation with its last event, from the database: no API names those that nobody
    has."""
    with sqlite3.connect(f"file:{house.database}?mode=ro", uri=True) as connection:
        return dict(connection.execute("SELECT id, last_event FROM conversations"))


async def all_tickets(calls: Calls) -> dict[str, list[dict[str, Any]]]:
    """By conversation, oldest first."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for status in ("open", "resolved"):
        after = ""
        while True:
            path = f"/v1/desk/tickets?status={status}&limit={PAGE}{after}"
            page = (await calls.until_answered("GET", path, OPERATOR)).body["tickets"]
            for item in page:
                found[item["ticket"]["conversation_id"]].append(item["ticket"])
            if len(page) < PAGE:
                break
            after = f"&after={page[-1]['ticket']['id']}"
    return defaultdict(list, {name: sorted(of, key=_created) for name, of in found.items()})


async def record(calls: Calls, name: str, last: int, tickets: list[dict[str, Any]]) -> Record:
    """The conversation as an agent's desk reads it from its first event."""
    stream = Stream(calls, f"/v1/desk/conversations/{name}/events", OPERATOR)
    stream.open()
    await stream.until(lambda: stream.last_id >= last)
    await stream.close()
    events = [Happened(e.id, e.kind, e.internal, e.payload) for e in stream.heard]
    return Record(name, tuple(events), tuple(tickets))


def last_for_customers(record: Record | None) -> int:
    events = record.events if record else ()
    return max((event.id for event in events if not event.internal), default=0)


async def together(tasks: Iterable[Coroutine[Any, Any, Any]]) -> list[Any]:
    """Each one's result; a few run at a time."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(task: Coroutine[Any, Any, Any]) -> Any:
        async with room:
            return await task

    return await asyncio.gather(*map(one, tasks))


def _created(ticket: dict[str, Any]) -> Any:
    return ticket["created_at"]
