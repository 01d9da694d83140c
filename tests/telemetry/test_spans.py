"""Turns as traces, sent to a real collector on this machine."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.errors import SetupError
from sangdam.models import Outcome, Reply
from sangdam.offline import ScriptedModel
from sangdam.settings import Settings
from tests.moments import Converse, MakeService
from tests.outward.receiver import Answer, Hang, Manner, Receiver

ASKED = {
    "ko": "010-1234-5678 김민지예요. 제주도는 배송 며칠 걸려요?",
    "en": "I'm Minji Kim, 010-1234-5678. How long do refunds take?",
}
TO_THE_MODEL = "HB-200X 용기는 식기세척기에 넣어도 되나요?"
LONGEST_CLOSE_S = 8.0


@pytest.fixture
def collector() -> Iterator[Receiver]:
    collector = Receiver()
    yield collector
    collector.close()


def told(service: Service, collector: Receiver) -> list[Span]:
    """Every span, once the service is closed."""
    assert service.spans
    service.spans.close()
    return [
        span
        for request in collector.taken
        for resource in ExportTraceServiceRequest.FromString(request.body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def values(span: Span) -> dict[str, object]:
    return {
        each.key: getattr(each.value, str(each.value.WhichOneof("value")))
        for each in span.attributes
    }


def check_times(reply: Reply, whole: Span, steps: list[Span]) -> None:
    for step in steps:
        assert (step.parent_span_id, step.trace_id) == (whole.span_id, whole.trace_id)
        assert whole.start_time_unix_nano <= step.start_time_unix_nano
        assert step.end_time_unix_nano <= whole.end_time_unix_nano
    for name, milliseconds in reply.timings_ms.items():
        runs = [whole] if name == "total" else [step for step in steps if step.name == name]
        spent = sum(run.end_time_unix_nano - run.start_time_unix_nano for run in runs)
        assert spent / 1e6 == pytest.approx(milliseconds, abs=0.05)
    assert abs(whole.start_time_unix_nano / 1e9 - time.time()) < 120


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_turn_is_a_trace_of_its_steps_without_a_word_of_the_customers(
    make_service: MakeService, converse: Converse, collector: Receiver, language: str
) -> None:
    service = make_service(
        otlp={"endpoint": collector.url, "headers": {"Authorization": SecretStr("Basic c2V")}}
    )
    reply = converse(service, ASKED[language])
    whole, *others = sorted(told(service, collector), key=lambda span: span.name != "turn")
    (request,) = collector.taken
    assert (request.method, request.path) == ("POST", "/v1/traces")
    assert request.headers["authorization"] == "Basic c2V"
    assert {span.name for span in others} == set(reply.timings_ms) - {"total"}
    check_times(reply, whole, others)
    told_of = values(whole)
    assert told_of["sangdam.turn_id"] == reply.turn_id
    assert (told_of["sangdam.outcome"], told_of["sangdam.language"]) == (reply.outcome, language)
    assert told_of["sangdam.route"] == reply.route
    assert reply.confidence
    assert told_of["sangdam.confidence"] == pytest.approx(reply.confidence.value)
    body = request.body.decode("utf-8", "replace")
    assert not re.search("[가-힣]|Minji|5678|refund|conv_", body)


def test_a_call_of_the_model_and_a_failed_turn_show(
    make_service: MakeService, converse: Converse, collector: Receiver
) -> None:
    class Once(ScriptedModel):
        def complete(self, *_: object, **__: object) -> object:  # type: ignore[override]
            if self.calls:
                raise ZeroDivisionError
            return super().complete("", "")

    service = make_service(
        limits={"cached_answers": 0},
        model=Once(json.dumps({"sentences": [1]})),
        otlp={"endpoint": collector.url},
    )
    assert converse(service, TO_THE_MODEL).outcome is Outcome.ANSWERED
    assert converse(service, TO_THE_MODEL).outcome is Outcome.HANDED_OFF
    spans = told(service, collector)
    good, bad = (span for span in spans if span.name == "turn")
    assert values(good)["gen_ai.request.model"] == "scripted"
    assert values(good)["gen_ai.usage.input_tokens"] == 1
    assert "gen_ai.request.model" not in values(bad)
    assert (good.status.code, bad.status.code) == (
        Status.STATUS_CODE_UNSET,
        Status.STATUS_CODE_ERROR,
    )
    assert values(bad)["sangdam.reason"] == "system"
    assert good.trace_id != bad.trace_id
    assert [s.name for s in spans if s.trace_id == good.trace_id].count("generate") == 1


def test_nothing_is_sent_unless_the_settings_name_an_address(
    service: Service,
    converse: Converse,
    collector: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    converse(service, "hello")
    assert service.spans is None
    assert collector.seen == []


def test_it_is_sent_to_that_address_alone(
    make_service: MakeService,
    converse: Converse,
    collector: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = Receiver()
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        monkeypatch.setenv(name, other.url)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other.url)
    collector.manners = [Answer(307, headers={"Location": f"{other.url}/v1/traces"})]
    service = make_service(otlp={"endpoint": f"{collector.url}/v1/traces/"})
    converse(service, "hello")
    told(service, collector)
    other.close()
    assert [request.path for request in collector.seen] == ["/v1/traces"]
    assert other.seen == []


@pytest.mark.parametrize("manner", ["gone", "hanging", "failing"])
def test_a_collector_that_fails_holds_up_nobody(
    make_service: MakeService, converse: Converse, collector: Receiver, manner: str
) -> None:
    manners: dict[str, list[Manner]] = {"hanging": [Hang()], "failing": [Answer(503)] * 9}
    collector.manners = manners.get(manner, [])
    url = "http://127.0.0.1:9" if manner == "gone" else collector.url
    service = make_service(otlp={"endpoint": url})
    assert converse(service, "hello").outcome is Outcome.SMALL_TALK
    assert service.spans
    began = time.monotonic()
    service.spans.close()
    assert time.monotonic() - began < LONGEST_CLOSE_S


def test_a_wrong_address_is_refused_without_showing_it() -> None:
    with pytest.raises(SetupError, match="SANGDAM_OTLP__ENDPOINT") as raised:
        Settings.load({}, otlp={"endpoint": "collector:4318?key=abc"})
    assert "abc" not in str(raised.value)


def test_address_and_key_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGDAM_OTLP__ENDPOINT", "http://otel:4318")
    monkeypatch.setenv("SANGDAM_OTLP__HEADERS", '{"Authorization": "Basic abc"}')
    otlp = Settings.load().otlp
    assert otlp.traces == "http://otel:4318/v1/traces"
    assert otlp.headers["Authorization"].get_secret_value() == "Basic abc"
    assert "abc" not in repr(otlp)
