"""The status of a whole service: what is out of order is told, and customers are served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam import bootstrap
from sangdam.channels.app import create_app
from sangdam.models import Part
from sangdam.ports import Embedder, Morphology
from sangdam.settings import LLM, Settings
from tests.answering.test_openai_model import Server, failing
from tests.channels.customer import KEY, OPERATOR, Customer
from tests.channels.test_api import problem

TO_THE_MODEL = {
    "ko": "HB-200X 용기는 식기세척기에 넣어도 되나요?",
    "en": "is the HB-200X jar dishwasher safe?",
}


@pytest.fixture
def model() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def client(
    index: Path, tmp_path: Path, embedder: Embedder, morphology: Morphology, model: Server
) -> Iterator[TestClient]:
    settings = Settings.load(
        data_dir=tmp_path,
        index_dir=index,
        operator_key=SecretStr(KEY),
        llm=LLM.OPENAI,
        model="m",
        openai_base_url=model.url,
        openai_api_key=SecretStr("secret-of-the-model"),
        cost={"input_per_million": 1, "output_per_million": 1, "daily_budget": 0.0001},
    )
    service = bootstrap.build(settings, embedder=embedder, morphology=morphology)
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        service.checkup.look()
        yield client


def looked(client: TestClient) -> dict[str, Any]:
    client.app.state.service.checkup.look()  # type: ignore[attr-defined]
    told: dict[str, Any] = client.get("/v1/desk/status", headers=OPERATOR).json()
    return told | {"parts": {part["part"]: part for part in told["parts"]}}


def test_the_status_never_opens_without_the_operators_key(client: TestClient) -> None:
    assert problem(client.get("/v1/desk/status")) == "token-missing"
    token = Customer(client, "hello").token
    assert problem(client.get("/v1/desk/status", headers=token)) == "forbidden"


def test_every_part_is_told_of_and_nothing_secret_is(client: TestClient) -> None:
    told = looked(client)
    assert list(told["parts"]) == list(Part)
    assert told["state"] == "ok"
    assert {part["state"] for part in told["parts"].values()} == {"ok"}
    assert told["parts"]["workers"]["facts"] == {"there": 1, "wanted": 1}
    shown = client.get("/v1/desk/status", headers=OPERATOR).text
    assert "secret-of-the-model" not in shown
    assert KEY not in shown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_model_that_fails_rests_and_questions_are_answered_all_the_same(
    client: TestClient, model: Server, language: str
) -> None:
    model.behave = failing(500)
    reply = client.post("/v1/chat", json={"message": TO_THE_MODEL[language]}).json()
    assert (reply["outcome"], reply["route"]) == ("answered", "extractive")
    told = looked(client)
    assert told["state"] == "degraded"
    part = told["parts"]["language_model"]
    assert part["state"] == "degraded"
    assert (part["facts"]["breaker"], part["facts"]["failure"]) == ("open", "broken")
    assert part["facts"]["failed_at"]
    asked = len(model.bodies)
    client.post("/v1/chat", json={"message": TO_THE_MODEL[language]})
    assert len(model.bodies) == asked, "a model that rests is not asked"
    assert client.get("/readyz").status_code == 200


def test_a_spent_budget_is_told(client: TestClient) -> None:
    client.post("/v1/chat", json={"message": TO_THE_MODEL["ko"]})
    service = client.app.state.service  # type: ignore[attr-defined]
    while not service.spending.over():
        service.model.complete("system " * 9, "user", max_tokens=9)
    part = looked(client)["parts"]["budget"]
    assert part["state"] == "degraded"
    assert part["facts"]["spent"] >= part["facts"]["budget"]
