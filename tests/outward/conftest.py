"""A shop's database, its postmen, and a receiver on the other side of a real connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sangdam.bootstrap_database import open_database
from sangdam.bootstrap_outward import destinations, subscriptions
from sangdam.models import DeliveryState
from sangdam.outward.http import Http
from sangdam.outward.reach import Reach
from sangdam.ports import Clock, Destination
from sangdam.postman import Postman
from sangdam.settings import Settings
from sangdam.storage.agents import Agents
from sangdam.storage.casework import Casework
from sangdam.storage.database import Database
from sangdam.storage.outbox import Outbox
from tests.outward.receiver import Receiver
from tests.storage.talk import HandClock, Talk

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = ["127.0.0.0/8"]
"""Where the receivers of the tests are."""


class Shop(NamedTuple):
    """A shop whose settings name one destination."""

    talk: Talk
    casework: Casework
    agents: Agents
    outbox: Outbox
    postman: Postman
    destination: Destination
    clock: HandClock

    def dead(self) -> list[str | None]:
        return [one.error for one in self.outbox.list(DeliveryState.DEAD)]

    def waiting(self) -> int:
        return len(self.outbox.list(DeliveryState.WAITING))


Open = Callable[..., Shop]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def open_shop(tmp_path: Path, clock: HandClock) -> Iterator[Open]:
    """A shop by its settings; only `sending_clock` may differ from the one that stands still."""
    opened: list[Database] = []

    def open_(*, sending_clock: Clock | None = None, **settings: Any) -> Shop:
        chosen = Settings.load({}, data_dir=tmp_path, **{"outward_networks": HERE, **settings})
        database = open_database(chosen, subscriptions(chosen))
        database.migrate()
        opened.append(database)
        ((name, destination),) = destinations(chosen, sending_clock or clock).items()
        outbox = Outbox(database, clock)
        return Shop(
            talk=Talk(database, clock),
            casework=Casework(database, clock),
            agents=Agents(database, clock, capacity=4),
            outbox=outbox,
            postman=Postman(name, destination, outbox, chance=lambda: 0.0),
            destination=destination,
            clock=clock,
        )

    yield open_
    for database in opened:
        database.close()


@pytest.fixture
def impatient(clock: HandClock) -> Http:
    """Waits a fifth of a second for a receiver that says nothing at all."""
    return Http(clock, Reach([ip_network(HERE[0])]), answer_within_s=0.2)
