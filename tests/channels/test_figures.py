"""The figures over HTTP: who reads them, of how many days, and nothing of what anybody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam import bootstrap
from sangdam.channels.app import create_app
from sangdam.models import Role
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Settings
from tests.channels.customer import KEY, OPERATOR, Customer
from tests.channels.people import account, signed_in, with_key
from tests.channels.test_api import problem

PATH = "/v1/desk/figures"


@pytest.fixture
def client(
    index: Path, tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> Iterator[TestClient]:
    settings = Settings.load(
        data_dir=tmp_path, index_dir=index, operator_key=SecretStr(KEY), llm="none"
    )
    service = bootstrap.build(settings, embedder=embedder, morphology=morphology)
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def test_a_lead_and_an_operator_read_them_and_nobody_else(client: TestClient) -> None:
    service = client.app.state.service  # type: ignore[attr-defined]
    for role in (Role.LEAD, Role.OPERATOR, Role.AGENT, Role.OWNER):
        account(service, role)
        answer = client.get(PATH, headers=signed_in(client, f"{role}-1"))
        assert answer.status_code == (200 if role in {Role.LEAD, Role.OPERATOR} else 403), role
    assert problem(client.get(PATH, headers=with_key(service, Role.INTEGRATOR))) == "forbidden"
    assert problem(client.get(PATH)) == "token-missing"
    token = Customer(client, "hello").token
    assert problem(client.get(PATH, headers=token)) == "forbidden"


@pytest.mark.parametrize(("days", "status"), [(0, 422), (1, 200), (90, 200), (91, 422)])
def test_they_are_of_one_to_ninety_days(client: TestClient, days: int, status: int) -> None:
    answer = client.get(PATH, params={"days": days}, headers=OPERATOR)
    assert answer.status_code == status
    if status == 200:
        assert len(answer.json()["days"]) == days
    assert len(client.get(PATH, headers=OPERATOR).json()["days"]) == 7


@pytest.mark.parametrize(
    "text", ["김하루인데 상담원 연결해 주세요", "I am Haru Kim, a person please"]
)
def test_what_happens_is_counted_and_nobody_is_named(client: TestClient, text: str) -> None:
    customer = Customer(client, text)
    answer = client.get(PATH, headers=OPERATOR)
    told = answer.json()
    assert told["total"] == {
        "conversations": 1,
        "messages": 1,
        "without_person": 0,
        "without_person_share": 0.0,
    }
    assert [each["outcome"] for each in told["endings"]] == ["handed_off"]
    assert [each["reason_code"] for each in told["reasons"]] == ["request"]
    assert told["first_replies"]["unclaimed_now"] == 1
    for mark in (customer.id, "하루", "Haru"):
        assert mark not in answer.text
