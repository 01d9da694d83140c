"""Turns as OpenTelemetry traces, sent over OTLP (opentelemetry's one home).

A turn is told after its end, from the times that its Journal kept: nothing is measured twice, and
no step knows of it. What is told holds nobody's words.
"""

from __future__ import annotations

from collections.abc import Mapping

import requests
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import Status, StatusCode, set_span_in_context

from sangdam.models import EndedTurn, ReasonCode

TIMEOUT_S = 5.0
"""For one sending with all its tries; also the longest that a closing service waits."""
NANOSECONDS = 1_000_000_000
NANOSECONDS_A_MS = 1_000_000

Attributes = dict[str, str | int | float]


class Spans:
    """Sends in a thread of its own to the one address it was given: neither a proxy nor an
    address of the environment is used, and no redirection is followed. What can't be sent in time
    is dropped."""

    def __init__(self, endpoint: str, *, headers: Mapping[str, str], version: str) -> None:
        session = requests.Session()
        session.trust_env = False
        exporter = OTLPSpanExporter(
            endpoint=endpoint, headers=headers, timeout=TIMEOUT_S, session=session
        )
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource({"service.name": "sangdam", "service.version": version}),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("sangdam", version)

    def turn_ended(self, turn: EndedTurn) -> None:
        """One span for the turn, and below it one for each run of a step."""
        began = int(turn.began_at * NANOSECONDS)
        whole = self._tracer.start_span(
            "turn", context=Context(), start_time=began, attributes=_attributes(turn)
        )
        inside = set_span_in_context(whole, Context())
        for step in turn.steps:
            start = began + int(step.began_ms * NANOSECONDS_A_MS)
            span = self._tracer.start_span(step.name, context=inside, start_time=start)
            span.end(start + int(step.spent_ms * NANOSECONDS_A_MS))
        if turn.reason_code is ReasonCode.SYSTEM:
            whole.set_status(Status(StatusCode.ERROR))
        whole.end(began + int(turn.timings_ms["total"] * NANOSECONDS_A_MS))

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def _attributes(turn: EndedTurn) -> Attributes:
    """The language model's are named as OpenTelemetry names them for any."""
    told: dict[str, str | int | float | None] = {
        "sangdam.turn_id": turn.turn_id,
        "sangdam.outcome": turn.outcome,
        "sangdam.route": turn.route,
        "sangdam.reason": turn.reason_code,
        "sangdam.language": turn.language,
        "sangdam.confidence": turn.confidence,
        "sangdam.generation": turn.generation,
        "sangdam.queue": turn.queue,
        "sangdam.failures": turn.failures,
    }
    if turn.usage.model:
        told |= {
            "gen_ai.request.model": turn.usage.model,
            "gen_ai.usage.input_tokens": turn.usage.prompt_tokens,
            "gen_ai.usage.output_tokens": turn.usage.completion_tokens,
        }
    return {name: value for name, value in told.items() if value is not None}
