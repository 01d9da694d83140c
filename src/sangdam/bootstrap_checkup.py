"""How each part of the service is looked at."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping

from sangdam.answering.breaker import Breaker
from sangdam.bootstrap_knowledge import Knowledge
from sangdam.bootstrap_stores import Stores
from sangdam.checkup import Checkup, Found, Look
from sangdam.errors import Unavailable
from sangdam.indexing.current import CurrentGeneration
from sangdam.models import DeliveryState, Part, PartState
from sangdam.ports import Clock, Embedder, Generation, LanguageModel
from sangdam.settings import Settings
from sangdam.spending import Spending
from sangdam.storage.database import Database
from sangdam.storage.outbox import Outbox

LITTLE_BYTES = 1 << 30
"""Free space on the disk from which an operator should look after it: 1 GiB."""
NO_BYTES = 16 << 20
"""And from which nothing can be relied on to be kept: 16 MiB."""


def checkup_of(
    settings: Settings,
    stores: Stores,
    knowledge: Knowledge,
    *,
    model: LanguageModel | None,
    breaker: Breaker,
    spending: Spending,
    clock: Clock,
) -> Checkup:
    looks: Mapping[Part, Look] = {
        Part.DATABASE: lambda: _database(stores.database),
        Part.INDEX: lambda: _index(knowledge.current, knowledge.followed),
        Part.EMBEDDER: lambda: _embedder(knowledge.embedder),
        Part.LANGUAGE_MODEL: lambda: _language_model(model, breaker),
        Part.DELIVERIES: lambda: _deliveries(stores.outbox),
        Part.DISK: lambda: _disk(settings),
        Part.WORKERS: lambda: _workers(settings, stores.database),
        Part.BUDGET: lambda: _budget(settings, spending),
    }
    return Checkup(looks, clock=clock)


def _database(database: Database) -> Found:
    facts: dict[str, str | int | float | None] = {"kind": database.kind}
    began = time.perf_counter()
    try:
        database.ping()
    except Unavailable:
        return Found(PartState.DOWN, facts)
    return Found(PartState.OK, facts | {"milliseconds": _since(began)})


def _index(current: Callable[[], Generation], followed: CurrentGeneration | None) -> Found:
    manifest = current().manifest
    refused = followed.refused if followed else None
    facts: dict[str, str | int | float | None] = {
        "generation": manifest.generation,
        "passages": manifest.passages,
        "refused": refused,
    }
    return Found(PartState.DEGRADED if refused else PartState.OK, facts)


def _embedder(embedder: Embedder) -> Found:
    began = time.perf_counter()
    embedder.embed_queries(["배송"])
    return Found(PartState.OK, {"name": embedder.name, "milliseconds": _since(began)})


def _language_model(model: LanguageModel | None, breaker: Breaker) -> Found:
    if model is None:
        return Found(PartState.OK, {"name": None})
    facts: dict[str, str | int | float | None] = {"name": model.name, "breaker": breaker.state}
    if breaker.last is not None:
        facts |= {"failure": breaker.last.kind, "failed_at": breaker.last.at.isoformat()}
    return Found(PartState.OK if model.ready else PartState.DEGRADED, facts)


def _deliveries(outbox: Outbox) -> Found:
    dead, waiting = (outbox.count(s) for s in (DeliveryState.DEAD, DeliveryState.WAITING))
    state = PartState.DEGRADED if dead else PartState.OK
    return Found(state, {"dead": dead, "waiting": waiting})


def _disk(settings: Settings) -> Found:
    places = (settings.data_dir, settings.index)
    free = min(shutil.disk_usage(place).free for place in places if place.exists())
    state = PartState.OK if free >= LITTLE_BYTES else PartState.DEGRADED
    return Found(PartState.DOWN if free < NO_BYTES else state, {"free_bytes": free})


def _workers(settings: Settings, database: Database) -> Found:
    there = database.processes()
    state = PartState.OK if there >= settings.workers else PartState.DEGRADED
    return Found(state, {"there": there, "wanted": settings.workers})


def _budget(settings: Settings, spending: Spending) -> Found:
    if settings.cost.daily_budget is None:
        return Found(PartState.OK, {"budget": None})
    state = PartState.DEGRADED if spending.over() else PartState.OK
    money = {"currency": settings.cost.currency, "spent": spending.today()}
    return Found(state, {"budget": settings.cost.daily_budget, **money})


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
