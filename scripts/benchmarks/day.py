"""A day at the desk, as it is and with the process killed again and again: `make bench`.

    python -m scripts.benchmarks.day [--conversations N] [--agents N] [--seconds S] [--index DIR]

Scripted customers and agents over real HTTP and real event streams, against the real service on
SQLite. Whoever gets no answer asks again, as a page does. At the end what the service has is laid
beside what everybody sent and saw. Exit code 1 where anything was lost, said twice, said over a
person, promised without a ticket, or heard by the wrong side.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from sangdam.models import Language
from scripts.benchmarks.delivery import made_index
from scripts.benchmarks.desk.agents import Agent
from scripts.benchmarks.desk.books import Day
from scripts.benchmarks.desk.calls import Calls
from scripts.benchmarks.desk.customers import Customer
from scripts.benchmarks.desk.evening import day_of
from scripts.benchmarks.desk.faults import judge
from scripts.benchmarks.desk.house import House
from scripts.benchmarks.desk.stories import Story, calm_lines, stories
from scripts.benchmarks.figures import show

SEED = 7
NAMES = ("민아", "Jun", "서연", "Alex", "도윤", "Sam", "하은", "Kim")
SHOWN = 5
LOG_SHOWN = 4000
KILL_AT_NEXT = ("agent", "customer", "")
"""Whose request is broken by a kill, in turn; nobody's in particular."""
BUSY = 503
INTO_A_REQUEST_S = 0.06
"""A kill comes at a random moment of this length after the request began."""


@dataclass(frozen=True)
class Plan:
    conversations: int = 300
    agents: int = 5
    seconds: float = 200
    """In which the customers come."""
    pause_s: float = 1.0
    """A usual pause of theirs, and of an agent's."""
    kill_every_s: float | None = None
    most_kills: int = 100
    patience_s: float = 900
    """How long after the last one came everybody is waited for: a busy machine starts slowly."""
    seed: int = SEED
    rehearse: bool = True
    """Whether calm lines are tried out first: a new line may be none."""


@dataclass(frozen=True)
class Outcome:
    day: Day
    faults: dict[str, list[str]]
    rehearsed: int
    """Conversations that only tried a line out before the day began."""
    kills: int
    starts_s: list[float]
    cut: int
    """Requests and streams that broke."""
    rivalries: int
    seconds: float
    log: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="A day at the desk, with and without kills")
    parser.add_argument("--conversations", type=int, default=Plan.conversations)
    parser.add_argument("--agents", type=int, default=Plan.agents)
    parser.add_argument("--seconds", type=float, default=Plan.seconds)
    parser.add_argument("--kill-every", type=float, default=45, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--index", type=Path, help="an index of knowledge/ that is there already")
    asked = parser.parse_args(arguments)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        index = asked.index or made_index(Path(folder))
        for kill_every_s in (None, asked.kill_every):
            plan = Plan(
                conversations=asked.conversations,
                agents=asked.agents,
                seconds=asked.seconds,
                kill_every_s=kill_every_s,
                seed=asked.seed,
            )
            wrong += tell(run(plan, index))
    return 1 if wrong else 0


def run(plan: Plan, index: Path) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), index)
        try:
            return asyncio.run(lived(plan, house))
        finally:
            house.close()


def tell(outcome: Outcome) -> int:
    """Prints the table and returns the number of faults."""
    day, faults = outcome.day, outcome.faults
    *_, slowest = sorted(outcome.starts_s)
    killed = f"killed {outcome.kills} times" if outcome.kills else "not disturbed"
    tickets = [ticket for record in day.records.values() for ticket in record.tickets]
    handed_over = len({ticket["conversation_id"] for ticket in tickets})
    show("the process", f"{killed}; {outcome.cut} requests and streams broke")
    asked = len(day.records) - outcome.rehearsed
    show("conversations", f"{asked}, of them {handed_over} handed over")
    show("tickets, two claimed at once", f"{len(tickets)}, {outcome.rivalries} times")
    show("messages of customers", str(sum(len(c.sent) for c in day.customers)))
    show("messages and notes of agents", str(sum(len(a.said) for a in day.agents)))
    show("events that customers heard", str(sum(len(c.heard) for c in day.customers)))
    for rule, broken in faults.items():
        show(f"  {rule}", str(len(broken)))
        for fault in broken[:SHOWN]:
            print(f"    {fault}")
    show("slowest start", f"{slowest:.1f} s")
    show("took", f"{outcome.seconds:.0f} s")
    wrong = sum(map(len, faults.values()))
    if wrong and outcome.log:
        print(f"the service's log:\n{outcome.log[-LOG_SHOWN:]}")
    return wrong


async def lived(plan: Plan, house: House) -> Outcome:
    """The whole day and its judgement."""
    began = time.perf_counter()
    await house.open()
    calls = Calls(house.url)
    early = await rehearsed(calls) if plan.rehearse else []
    agents = await staff(plan, calls)
    told = stories(plan.seed, plan.conversations)
    customers = [
        Customer(number, story, calls, pause_s=plan.pause_s) for number, story in enumerate(told)
    ]
    late = await passed(plan, house, calls, customers, agents)
    day = await day_of(house, calls, [*early, *customers], agents)
    await calls.close()
    faults = judge(day) | {"errors of the service": errors(calls, house)}
    faults["left alone"] += late
    return Outcome(
        day=day,
        faults=faults,
        rehearsed=len(early),
        kills=house.kills,
        starts_s=house.starts_s,
        cut=calls.cut,
        rivalries=sum(agent.rivalries for agent in agents),
        seconds=time.perf_counter() - began,
        log=house.log(),
    )


async def rehearsed(calls: Calls) -> list[Customer]:
    """Customers who each say one calm line and nothing before it."""
    lines = [Story(Language.KOREAN, 0, (line,), pauses=(0,)) for line in calm_lines()]
    customers = [Customer(-n, story, calls, pause_s=0) for n, story in enumerate(lines, 1)]
    for customer in customers:
        await customer.live()
        if any(said.ticket_id for said in customer.book.sent):
            raise SystemExit(f"{customer.book.sent[0].text!r} is no calm line: mend the stories")
    return customers


async def staff(plan: Plan, calls: Calls) -> list[Agent]:
    """Agents who are there, and know of each other."""
    agents = [
        Agent(calls, NAMES[n], random.Random(f"{plan.seed} {n}"), pause_s=plan.pause_s)
        for n in range(plan.agents)
    ]
    for agent in agents:
        agent.colleagues = [other for other in agents if other is not agent]
        await agent.come()
    return agents


async def passed(
    plan: Plan, house: House, calls: Calls, customers: list[Customer], agents: list[Agent]
) -> list[str]:
    """The day from the first customer to the last; says who was not served by its end."""
    gone, over = asyncio.Event(), asyncio.Event()
    handled: Counter[str] = Counter()
    killer = asyncio.create_task(kill_now_and_then(plan, house, calls, over))
    desk = asyncio.gather(*(agent.work(handled, gone) for agent in agents))
    lives = [asyncio.create_task(come(plan, customer)) for customer in customers]
    try:
        async with asyncio.timeout(plan.seconds + plan.patience_s):
            await asyncio.gather(*lives)
            gone.set()
            await desk
    except TimeoutError:
        desk.cancel()
        await asyncio.gather(desk, return_exceptions=True)
        await asyncio.gather(*(agent.leave() for agent in agents))
    over.set()
    await killer
    late = [c.book.name for c, life in zip(customers, lives, strict=True) if life.cancelled()]
    return [f"{name} was not served by the end of the day" for name in late]


async def come(plan: Plan, customer: Customer) -> None:
    await asyncio.sleep(customer.story.arrives * plan.seconds)
    await customer.live()


async def kill_now_and_then(plan: Plan, house: House, calls: Calls, over: asyncio.Event) -> None:
    chance, whose = random.Random(plan.seed), cycle(KILL_AT_NEXT)
    while plan.kill_every_s is not None and house.kills < plan.most_kills:
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), plan.kill_every_s)
            return
        if who := next(whose):
            with suppress(TimeoutError):
                await asyncio.wait_for(calls.next_of(who), plan.kill_every_s)
        await asyncio.sleep(chance.uniform(0, INTO_A_REQUEST_S))
        house.kill()
        await house.open()


def errors(calls: Calls, house: House) -> list[str]:
    """What the service itself takes for a failure. A stream whose page is gone may end with an
    error where a sign of life was on its way to it; what its page misses is found elsewhere."""
    failed = [f"{n} answers of {s}" for s, n in calls.statuses.items() if s >= 500 and s != BUSY]
    logged = [line for line in house.log().splitlines() if " ERROR " in line]
    return failed + [line for line in logged if not line.endswith("/events failed")]


if __name__ == "__main__":
    sys.exit(main())
