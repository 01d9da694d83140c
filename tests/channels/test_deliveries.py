"""Dead letters, seen and replayed over the API of a whole service with a webhook."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.channels.app import create_app
from tests.channels.test_api import KEY, OPERATOR, problem
from tests.moments import MakeService
from tests.outward.receiver import Answer, Receiver, Request

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = ["127.0.0.0/8"]
"""Where the receiver is."""


class Moody:
    """Refuses until it is told to take; counts what arrives."""

    def __init__(self) -> None:
        self.takes = False
        self.arrived = Event()

    def __call__(self, _request: Request) -> Answer:
        self.arrived.set()
        return Answer(200) if self.takes else Answer(400, b"unknown field")


@pytest.fixture
def moody() -> Moody:
    return Moody()


@pytest.fixture
def receiver(moody: Moody) -> Iterator[Receiver]:
    receiver = Receiver(moody)
    yield receiver
    receiver.close()


@pytest.fixture
def client(make_service: MakeService, receiver: Receiver) -> Iterator[TestClient]:
    service = make_service(
        operator_key=SecretStr(KEY),
        webhooks=[{"url": receiver.url, "secret": SECRET, "events": ["ticket.opened"]}],
        outward_networks=HERE,
    )
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def listed(client: TestClient, state: str) -> list[dict[str, Any]]:
    answer = client.get("/v1/desk/deliveries", params={"state": state}, headers=OPERATOR)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["deliveries"]
    return found


def until(client: TestClient, state: str, number: int = 1) -> list[dict[str, Any]]:
    """So many deliveries, once they are in this state: their sender works in a thread of its
    own."""
    for _ in range(600):
        if len(found := listed(client, state)) == number:
            return found
        Event().wait(0.05)
    raise AssertionError(f"{number} did not become {state}")


def ask(client: TestClient) -> dict[str, Any]:
    """A new customer's ticket."""
    reply: dict[str, Any] = client.post("/v1/chat", json={"message": "상담원 연결해 주세요"}).json()
    return reply


def test_a_refused_ticket_is_seen_replayed_and_delivered(
    client: TestClient, moody: Moody, receiver: Receiver
) -> None:
    asked = ask(client)
    (dead,) = until(client, "dead")
    assert dead["error"] == "HTTP 400: unknown field"
    assert (dead["type"], dead["destination"]) == ("ticket.opened", "webhook:127.0.0.1")
    assert dead["conversation_id"] == asked["conversation_id"]
    moody.takes = True
    replayed = client.post(f"/v1/desk/deliveries/{dead['id']}/replay", headers=OPERATOR)
    assert replayed.json()["state"] == "waiting"
    (delivered,) = until(client, "delivered")
    assert (delivered["id"], delivered["error"]) == (dead["id"], None)
    (taken,) = receiver.taken
    assert taken.json["data"]["ticket"]["number"] == asked["handoff"]["ticket_id"]
    again = client.post(f"/v1/desk/deliveries/{dead['id']}/replay", headers=OPERATOR)
    assert problem(again) == "conflict"


def test_all_that_died_is_counted_and_replayed_in_order(
    client: TestClient, moody: Moody, receiver: Receiver
) -> None:
    tickets = [ask(client)["handoff"]["ticket_id"] for _ in range(3)]
    until(client, "dead", 3)
    counted = client.get("/v1/desk/deliveries?state=delivered&limit=1", headers=OPERATOR).json()
    assert counted == {"deliveries": [], "dead": 3, "waiting": 0}
    moody.takes = True
    url = "/v1/desk/deliveries/replay"
    nobody = client.post(url, params={"destination": "slack"}, headers=OPERATOR)
    assert nobody.json() == {"replayed": 0}
    hook = client.post(url, params={"destination": "webhook:127.0.0.1"}, headers=OPERATOR)
    assert hook.json() == {"replayed": 3}
    until(client, "delivered", 3)
    assert [taken.json["data"]["ticket"]["number"] for taken in receiver.taken] == tickets
    assert client.post(url, headers=OPERATOR).json() == {"replayed": 0}


def test_the_overview_of_the_desk_tells_how_many_died(client: TestClient) -> None:
    agent = client.post("/v1/desk/agents", json={"name": "김하루"}, headers=OPERATOR).json()
    acting = {**OPERATOR, "Sangdam-Agent": agent["id"]}
    assert client.get("/v1/desk/overview", headers=acting).json()["dead_letters"] == 0
    for _ in range(2):
        ask(client)
    until(client, "dead", 2)
    assert client.get("/v1/desk/overview", headers=acting).json()["dead_letters"] == 2


def test_only_the_operator_may_look_and_replay(client: TestClient) -> None:
    reply = client.post("/v1/chat", json={"message": "안녕하세요"}).json()
    customer = {"Authorization": f"Bearer {reply['conversation_token']}"}
    for method, path in (("GET", ""), ("POST", "/replay"), ("POST", "/1/replay")):
        url = f"/v1/desk/deliveries{path}"
        assert problem(client.request(method, url)) == "token-missing"
        assert problem(client.request(method, url, headers=customer)) == "forbidden"


@pytest.mark.parametrize("query", ["state=lost", "limit=0", "limit=201", "after=-1"])
def test_a_wrong_question_is_a_problem(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/desk/deliveries?{query}", headers=OPERATOR)
    assert problem(answer) == "invalid-input"


@pytest.mark.parametrize(
    ("wanted", "name"), [("1", "not-found"), ("0", "invalid-input"), ("x", "invalid-input")]
)
def test_what_is_not_there_is_not_replayed(client: TestClient, wanted: str, name: str) -> None:
    answer = client.post(f"/v1/desk/deliveries/{wanted}/replay", headers=OPERATOR)
    assert problem(answer) == name
