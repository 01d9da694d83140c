"""The figures of a whole service, as Prometheus reads them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.channels.live import Live
from sangdam.errors import ModelUnavailable
from sangdam.models import Language, Outcome, ReasonCode, Route
from sangdam.offline import ScriptedModel
from sangdam.telemetry.metrics import OTHER
from tests.channels.customer import COMPLAINT, KEY, OPERATOR, Customer
from tests.channels.test_api import problem
from tests.moments import Converse, MakeService

ASKED = {"ko": "제주도는 배송 며칠 걸려요?", "en": "how long do refunds take?"}
TO_THE_MODEL = "HB-200X 용기는 식기세척기에 넣어도 되나요?"
STEPS = {"standalone", "search", "judge", "check", "generate", "search_for_agents", "summary"}

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def service(make_service: MakeService) -> Service:
    return make_service(operator_key=SecretStr(KEY))


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def read(text: str) -> Figures:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def figure(text: str | bytes, name: str, **labels: str) -> float:
    figures = read(text if isinstance(text, str) else text.decode())
    return figures.get((name, frozenset(labels.items())), 0)


def test_the_figures_never_open_without_the_operators_key(client: TestClient) -> None:
    assert problem(client.get("/metrics")) == "token-missing"
    assert problem(client.get("/metrics", headers=Customer(client, "hello").token)) == "forbidden"
    shown = client.get("/metrics", headers=OPERATOR)
    assert shown.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "process_resident_memory_bytes" in shown.text
    assert "python_gc_collections_total" in shown.text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_answered_turn_is_counted_with_its_time_and_confidence(
    client: TestClient, language: str
) -> None:
    reply = client.post("/v1/chat", json={"message": ASKED[language]}).json()
    text = client.get("/metrics", headers=OPERATOR).text
    labels = {"outcome": "answered", "route": reply["route"], "reason": "", "language": language}
    assert figure(text, "sangdam_turns_total", **labels) == 1
    seconds = reply["timings_ms"]["total"] / 1000
    told = figure(text, "sangdam_turn_seconds_sum", route=reply["route"])
    assert told == pytest.approx(seconds)
    for step in ("standalone", "search", "judge", "check"):
        assert figure(text, "sangdam_step_seconds_count", step=step) == 1
    value = reply["confidence"]["value"]
    assert figure(text, "sangdam_confidence_sum", language=language) == pytest.approx(
        value, abs=1e-3
    )
    generation = reply["generation"]
    assert f'generation="{generation}"' in text
    assert figure(text, "sangdam_tickets_open", queue="general") == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_ticket_is_counted_and_found_open_until_it_is_resolved(
    service: Service, client: TestClient, language: str
) -> None:
    Customer(client, COMPLAINT[language])
    (listed,) = service.tickets.list()
    queue, reason = listed.ticket.queue, listed.ticket.reason_code
    agent = service.agents.add("김상담").id

    def seen() -> tuple[float, float, float]:
        text = client.get("/metrics", headers=OPERATOR).text
        return (
            figure(text, "sangdam_tickets_opened_total", queue=queue, reason=reason),
            figure(text, "sangdam_tickets_open", queue=queue),
            figure(text, "sangdam_tickets_unclaimed", queue=queue),
        )

    assert seen() == (1, 1, 1)
    service.casework.claim(listed.ticket.id, agent)
    assert seen() == (1, 1, 0)
    as_agent = {**OPERATOR, "Sangdam-Agent": agent}
    ended = client.post(
        f"/v1/desk/tickets/{listed.ticket.id}/resolve",
        json={"resolution": "solved"},
        headers=as_agent,
    )
    assert ended.status_code == 200, ended.text
    assert seen() == (1, 0, 0)


def test_the_same_message_again_is_one_turn(client: TestClient) -> None:
    for _ in range(3):
        client.post("/v1/chat", json={"message": "hello", "client_message_id": "m1"})
    text = client.get("/metrics", headers=OPERATOR).text
    labels = {"outcome": "small_talk", "route": "fixed", "reason": "", "language": "en"}
    assert figure(text, "sangdam_turns_total", **labels) == 1


def test_calls_of_the_model_are_counted_with_tokens_and_failures(
    make_service: MakeService, converse: Converse
) -> None:
    answer = json.dumps({"sentences": [1]})
    model = ScriptedModel(answer, ModelUnavailable("gone", prompt_tokens=9))
    service = make_service(model=model, limits={"cached_answers": 0})
    for _ in range(2):
        converse(service, TO_THE_MODEL)
    text = service.metrics.text()
    assert figure(text, "sangdam_model_calls_total") == 2
    assert figure(text, "sangdam_model_failures_total") == 1
    assert figure(text, "sangdam_turn_failures_total") == 1
    assert figure(text, "sangdam_model_tokens_total", direction="in") == 1 + 9
    assert figure(text, "sangdam_model_tokens_total", direction="out") == 1
    assert figure(text, "sangdam_model_seconds_count") == 2
    assert figure(text, "sangdam_model_ready") == 1


def test_services_in_one_process_count_for_themselves(
    make_service: MakeService, converse: Converse, tmp_path: Path
) -> None:
    first, second = make_service(), make_service(data_dir=tmp_path / "second")
    converse(first, "hello")
    labels = {"outcome": "small_talk", "route": "fixed", "reason": "", "language": "en"}
    assert figure(first.metrics.text(), "sangdam_turns_total", **labels) == 1
    assert figure(second.metrics.text(), "sangdam_turns_total", **labels) == 0


def test_no_label_holds_what_a_customer_said_or_who_they_are(
    service: Service, client: TestClient
) -> None:
    words = [*ASKED.values(), *COMPLAINT.values(), TO_THE_MODEL, "010-1234-5678 김민지입니다"]
    for text in words:
        body = {"message": text, "customer": "shop-customer-77", "channel": "kakaotalk"}
        assert client.post("/v1/chat", json=body).status_code == 200
    for listed in service.tickets.list():
        ticket = listed.ticket
        queue = "제가 지은 대기열"
        agent = service.agents.list()[0].id if service.agents.list() else service.agents.add("A").id
        service.casework.transfer(ticket.conversation_id, agent, to=None, queue=queue, note="")
    text = client.get("/metrics", headers=OPERATOR).text
    assert figure(text, "sangdam_tickets_open", queue=OTHER) > 0
    closed: dict[str, set[str]] = {
        "outcome": {*Outcome},
        "route": {*Route},
        "reason": {"", *ReasonCode},
        "language": {*Language},
        "queue": {OTHER, *(rule.queue for rule in service.settings.desk.routing)},
        "step": STEPS,
        "direction": {"in", "out"},
    }
    for name, labels in read(text):
        for label, value in labels if name.startswith("sangdam_") else ():
            if label in closed:
                assert value in closed[label], name
            else:
                assert label in {"le", "generation", "embedding_model", "version"}, name
    assert not re.search("[가-힣]|shop-customer|kakaotalk|conv_|turn_[0-9a-f]{20}", text)


def test_open_streams_are_counted(service: Service) -> None:
    def shown() -> float:
        return figure(service.metrics.text(), "sangdam_event_streams_open")

    async def counts() -> list[float]:
        live = Live(service.events, counted=service.metrics.streams_are)
        seen = [shown()]
        streams = [live.follow(f"conv_{n}", 0) for n in (1, 1, 2)]
        waits = [asyncio.ensure_future(anext(stream)) for stream in streams]
        await asyncio.sleep(0.05)
        seen.append(shown())
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        seen.append(shown())
        await live.close()
        return seen

    assert asyncio.run(counts()) == [0, 3, 0]
