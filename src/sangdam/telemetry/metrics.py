"""The service's figures as Prometheus reads them (prometheus-client's one home).

Each service has a registry of its own. Where many processes share one address, they also share a
folder, named by the environment as the library asks for it: each writes its counts there, and
whichever is asked tells the sum. Labels are words of closed lists or of the owner's settings:
what is observed holds no customer's word or id to begin with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from sangdam.models import DeliveryState, EndedTurn, ModelCall, Value

TURN_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)
STEP_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 20)
MODEL_SECONDS = (0.25, 0.5, 1, 2, 4, 8, 12, 18, 30, 60)
PROBABILITIES = tuple(n / 20 for n in range(1, 21))
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder that processes share; to be set before they start."""
OTHER = "other"
"""The queue of a ticket that an agent put where no rule of the routing table leads."""


class Standing(Value):
    """What is not counted here but read when somebody asks: the same in every process."""

    open_tickets: dict[str, int]
    """By queue."""
    unclaimed_tickets: dict[str, int]
    """By queue: those that nobody has taken."""
    deliveries: dict[tuple[str, DeliveryState], int]
    """By destination and state."""
    generation: str
    embedding_model: str
    passages: int
    model_ready: bool | None
    """None where answers go without one."""
    cost_today: float | None
    """None without prices."""
    budget: float | None
    """The day's."""
    over_budget: bool


class Metrics:
    def __init__(
        self,
        *,
        version: str,
        queues: Collection[str],
        currency: str,
        standing: Callable[[], Standing],
    ) -> None:
        """`queues` are those of the routing table; `standing` is asked at every reading."""
        self.content_type = CONTENT_TYPE_PLAIN_0_0_4
        self._queues = frozenset(queues)
        self._registry = registry = CollectorRegistry()
        self._stands = _Stands(standing, self._queues, version, currency)
        self._shared = os.environ.get(SHARED)
        self._turns = Counter(
            "sangdam_turns",
            "Turns that ended",
            ["outcome", "route", "reason", "language"],
            registry=registry,
        )
        self._turn_seconds = Histogram(
            "sangdam_turn_seconds",
            "From the message to the reply",
            ["route"],
            buckets=TURN_SECONDS,
            registry=registry,
        )
        self._step_seconds = Histogram(
            "sangdam_step_seconds",
            "What a step of a turn took, all its repetitions in that turn together",
            ["step"],
            buckets=STEP_SECONDS,
            registry=registry,
        )
        self._confidence = Histogram(
            "sangdam_confidence",
            "Confidence of turns that searched",
            ["language"],
            buckets=PROBABILITIES,
            registry=registry,
        )
        self._failures = Counter(
            "sangdam_turn_failures",
            "Parts of turns that failed and were done without",
            registry=registry,
        )
        self._tickets = Counter(
            "sangdam_tickets_opened",
            "Tickets opened by turns",
            ["queue", "reason"],
            registry=registry,
        )
        self._streams = Gauge(
            "sangdam_event_streams_open",
            "Open streams of later messages",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._calls = Counter(
            "sangdam_model_calls", "Calls of the language model", registry=registry
        )
        self._call_failures = Counter(
            "sangdam_model_failures",
            "Calls of the language model without a usable answer",
            registry=registry,
        )
        self._call_seconds = Histogram(
            "sangdam_model_seconds",
            "What a call of the language model took",
            buckets=MODEL_SECONDS,
            registry=registry,
        )
        self._tokens = Counter(
            "sangdam_model_tokens",
            "Tokens that the language model read and wrote",
            ["direction"],
            registry=registry,
        )
        for direction in ("in", "out"):
            self._tokens.labels(direction)  # 0 is a figure, too

        self._whole = _of_all(self._shared) if self._shared else _of_this_process(registry)
        self._whole.register(self._stands)

    def turn_ended(self, turn: EndedTurn) -> None:
        reason = turn.reason_code or ""
        self._turns.labels(turn.outcome, turn.route, reason, turn.language).inc()
        for step, milliseconds in turn.timings_ms.items():
            if step == "total":
                self._turn_seconds.labels(turn.route).observe(milliseconds / 1000)
            else:
                self._step_seconds.labels(step).observe(milliseconds / 1000)
        if turn.confidence is not None:
            self._confidence.labels(turn.language).observe(turn.confidence)
        self._failures.inc(turn.failures)
        if turn.queue is not None:
            self._tickets.labels(_known(turn.queue, self._queues), reason).inc()

    def model_called(self, call: ModelCall) -> None:
        self._calls.inc()
        self._call_failures.inc(call.failed)
        self._call_seconds.observe(call.seconds)
        self._tokens.labels("in").inc(call.usage.prompt_tokens)
        self._tokens.labels("out").inc(call.usage.completion_tokens)

    def streams_are(self, count: int) -> None:
        self._streams.set(count)

    def text(self) -> bytes:
        """Every figure, in the format that `content_type` names."""
        return generate_latest(self._whole)


def _of_this_process(registry: CollectorRegistry) -> CollectorRegistry:
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


def _of_all(folder: str) -> CollectorRegistry:
    """What every process wrote into the folder; what a dead one had open counts no more."""
    registry = CollectorRegistry()
    registry.register(_Together(folder))
    return registry


class _Together(Collector):
    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._sum = MultiProcessCollector(None, folder)  # type: ignore[no-untyped-call]

    def collect(self) -> Iterator[Metric]:
        for file in self._folder.glob("gauge_livesum_*.db"):
            process = int(file.stem.rpartition("_")[2])
            if not _lives(process):
                mark_process_dead(process, str(self._folder))  # type: ignore[no-untyped-call]
        yield from self._sum.collect()  # type: ignore[no-untyped-call]


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class _Stands(Collector):
    def __init__(
        self,
        standing: Callable[[], Standing],
        queues: frozenset[str],
        version: str,
        currency: str,
    ) -> None:
        self._standing = standing
        self._queues = queues
        self._version = version
        self._currency = currency

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self._standing()
        yield _one("sangdam_build_info", "The running version", {"version": self._version})
        yield _one(
            "sangdam_generation_info",
            "The Generation that answers come from",
            {"generation": now.generation, "embedding_model": now.embedding_model},
        )
        yield _one("sangdam_generation_passages", "Its passages", {}, now.passages)
        if now.model_ready is not None:
            yield _one(
                "sangdam_model_ready",
                "1 where the language model may be asked",
                {},
                now.model_ready,
            )
        yield self._by_queue("sangdam_tickets_open", "Open tickets", now.open_tickets)
        yield self._by_queue(
            "sangdam_tickets_unclaimed", "Open tickets that nobody has taken", now.unclaimed_tickets
        )
        deliveries = GaugeMetricFamily(
            "sangdam_deliveries",
            "News for other systems that wait, or were given up",
            labels=["destination", "state"],
        )
        for (destination, state), count in now.deliveries.items():
            deliveries.add_metric([destination, state], count)
        yield deliveries
        yield from self._spending(now)

    def _spending(self, now: Standing) -> Iterator[GaugeMetricFamily]:
        money = {"currency": self._currency}
        if now.cost_today is not None:
            yield _one("sangdam_model_cost_today", "Today's calls", money, now.cost_today)
        if now.budget is not None:
            yield _one("sangdam_model_budget", "What a day may cost", money, now.budget)
        yield _one(
            "sangdam_model_budget_spent",
            "1 where turns go on without the model until tomorrow",
            {},
            now.over_budget,
        )

    def _by_queue(self, name: str, what: str, counts: dict[str, int]) -> GaugeMetricFamily:
        """Every queue of the routing table, with 0 where nothing waits."""
        summed = dict.fromkeys(sorted(self._queues), 0)
        for queue, count in counts.items():
            known = _known(queue, self._queues)
            summed[known] = summed.get(known, 0) + count
        family = GaugeMetricFamily(name, what, labels=["queue"])
        for queue, count in summed.items():
            family.add_metric([queue], count)
        return family


def _known(queue: str, queues: frozenset[str]) -> str:
    return queue if queue in queues else OTHER


def _one(name: str, what: str, labels: dict[str, str], value: float = 1) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family
