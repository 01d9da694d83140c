"""A whole service whose PostgreSQL is killed and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from scripts.benchmarks.postgres import Server, missing, programs
from tests.channels.customer import KEY, OPERATOR
from tests.channels.test_api import problem
from tests.moments import MakeService

ASKED = {"ko": "배송비는 얼마인가요?", "en": "How much is shipping?"}


@pytest.fixture(scope="module")
def mortal() -> Iterator[Server]:
    """A PostgreSQL of these tests' own: others' must not die."""
    reason, folder = missing(), programs()
    if reason is not None or folder is None:
        pytest.skip(reason or "")
    server = Server(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def shop(make_service: MakeService, mortal: Server) -> Service:
    url = SecretStr(mortal.empty_database())
    return make_service(database_url=url, operator_key=SecretStr(KEY))


@pytest.fixture
def client(shop: Service) -> Iterator[TestClient]:
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client


def database_state(client: TestClient, shop: Service) -> str:
    shop.checkup.look()
    parts = client.get("/v1/desk/status", headers=OPERATOR).json()["parts"]
    states: dict[str, str] = {part["part"]: part["state"] for part in parts}
    return states["database"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_customers_are_told_to_come_back_and_are_answered_once_it_is_there(
    client: TestClient, shop: Service, mortal: Server, language: str
) -> None:
    body: dict[str, Any] = {"message": ASKED[language], "client_message_id": f"{language}-1"}
    opened = client.post("/v1/chat", json=body).json()
    token = {"Authorization": f"Bearer {opened['conversation_token']}"}
    conversation = opened["conversation_id"]
    more = {**body, "conversation_id": conversation, "client_message_id": f"{language}-2"}
    assert database_state(client, shop) == "ok"
    mortal.kill()
    refused = client.post("/v1/chat", json=more, headers=token)
    assert (refused.status_code, problem(refused)) == (503, "unavailable")
    assert int(refused.headers["retry-after"]) > 0
    streamed = client.post("/v1/chat/stream", json=more, headers=token)
    assert "urn:sangdam:problem:unavailable" in streamed.text
    assert database_state(client, shop) == "down"
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    mortal.start_again()
    answered = client.post("/v1/chat", json=more, headers=token)
    assert answered.json()["outcome"] == "answered"
    assert (
        client.post("/v1/chat", json=more, headers=token).json()["turn_id"]
        == (answered.json()["turn_id"])
    )
    told = client.get(f"/v1/conversations/{conversation}", headers=token).json()["messages"]
    assert [message["sender"] for message in told] == ["customer", "bot"] * 2
    assert database_state(client, shop) == "ok"
    assert client.get("/readyz").status_code == 200
