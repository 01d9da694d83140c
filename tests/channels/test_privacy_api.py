"""Copies, erasure and the audit log over the real application."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.channels.app import create_app
from tests.channels.customer import PDF
from tests.channels.desk_client import KEY, OPERATOR, Customer, Desk
from tests.moments import MakeService

PATHS = [
    ("GET", "/v1/desk/customers/shop-1/export"),
    ("DELETE", "/v1/desk/customers/shop-1"),
    ("GET", "/v1/desk/conversations/conv_1/export"),
    ("DELETE", "/v1/desk/conversations/conv_1"),
    ("GET", "/v1/desk/audit"),
    ("GET", "/v1/desk/audit/verification"),
]


@pytest.fixture
def client(make_service: MakeService) -> Iterator[TestClient]:
    with TestClient(create_app(make_service(operator_key=SecretStr(KEY)))) as client:
        yield client


@pytest.fixture
def desk(client: TestClient) -> Desk:
    return Desk(client, client.app.state.service)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_nobody_but_the_operator_may(client: TestClient, method: str, path: str) -> None:
    customer = Customer(client)
    customer.ask("안녕하세요")
    assert client.request(method, path).status_code == 401
    assert client.request(method, path, headers=customer.headers).status_code == 403
    assert client.request(method, path, headers=OPERATOR).status_code == 200


@pytest.mark.parametrize(
    ("said", "file_name"),
    [("상담원 연결해 주세요", "../../깨진 찻잔.pdf"), ("I want to talk to a person", "cup.pdf")],
)
def test_a_copy_holds_all_that_is_kept_and_can_be_read(
    client: TestClient, desk: Desk, said: str, file_name: str
) -> None:
    customer = Customer(client)
    customer.ask(said, customer="shop-1")
    place = f"/v1/conversations/{customer.conversation}"
    client.post(f"{place}/contact", json={"contact": "a@example.com"}, headers=customer.headers)
    name = {"name": file_name}
    client.post(f"{place}/attachments", params=name, content=PDF, headers=customer.headers)
    note = {"text": "확인 중"}
    desk.post(f"conversations/{customer.conversation}/notes", note, "김하루")
    answer = client.get("/v1/desk/customers/shop-1/export", headers=OPERATOR)
    assert answer.headers["content-type"] == "application/zip"
    archive = ZipFile(io.BytesIO(answer.content))
    *texts, file = archive.namelist()
    assert texts == ["README.txt", "conversations.json", "conversations.txt", "derived.json"]
    assert file.startswith("attachments/file_")
    assert file.endswith(file_name.rpartition("/")[2])
    assert ".." not in file
    assert archive.read(file) == PDF
    told = json.loads(archive.read("conversations.json"))
    (conversation,) = told["conversations"]
    assert (told["customer"], conversation["contact"]) == ("shop-1", "a@example.com")
    assert conversation["messages"][0]["text"] == said
    assert said in archive.read("conversations.txt").decode()
    (derived,) = json.loads(archive.read("derived.json"))
    assert derived["tickets"][0]["summary"]["trigger"] == said
    assert [each["text"] for each in derived["notes"]] == ["확인 중"]
    assert "확인 중" not in archive.read("conversations.txt").decode()
    assert derived["traces"][0]["message"] == said


def test_one_conversation_of_nobody_is_copied_and_erased(client: TestClient) -> None:
    customer, other = Customer(client), Customer(client)
    customer.ask("안녕하세요")
    other.ask("안녕하세요")
    place = f"/v1/desk/conversations/{customer.conversation}"
    archive = ZipFile(io.BytesIO(client.get(f"{place}/export", headers=OPERATOR).content))
    assert "안녕하세요" in archive.read("conversations.txt").decode()
    erased = client.delete(place, headers=OPERATOR).json()
    assert (erased["subject"], erased["counts"]["conversations"]) == (customer.conversation, 1)
    assert other.view()["conversation_id"] == other.conversation


def test_the_token_of_an_erased_conversation_opens_nothing(client: TestClient) -> None:
    customer = Customer(client)
    customer.ask("안녕하세요", customer="shop-1")
    client.delete("/v1/desk/customers/shop-1", headers=OPERATOR)
    place = f"/v1/conversations/{customer.conversation}"
    body = {"message": "계세요?", "conversation_id": customer.conversation}
    refused = [
        client.get(place, headers=customer.headers),
        client.get(f"{place}/events", headers=customer.headers),
        client.post(f"{place}/handoff", json={}, headers=customer.headers),
        client.post("/v1/chat", json=body, headers=customer.headers),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    stranger = client.get("/v1/conversations/conv_none", headers=customer.headers)
    assert refused[0].json()["detail"] == stranger.json()["detail"]


def test_the_log_says_who_read_and_did_what(client: TestClient, desk: Desk) -> None:
    customer = Customer(client)
    ticket = customer.ask("상담원 연결해 주세요", customer="shop-1")["handoff"]["ticket_id"]
    agent = desk.agent()
    desk.get(f"tickets/{ticket}", "김하루")
    desk.post(f"tickets/{ticket}/claim", {}, "김하루")
    desk.say(customer.conversation, "안녕하세요, 확인할게요.")
    desk.get("tickets")
    client.get("/v1/desk/customers/shop-1/export", headers=OPERATOR)
    entries = desk.get("audit")["entries"]
    told = [(entry["actor"], entry["act"], entry["subject"]) for entry in entries]
    assert told[0][:2] == ("service", "settings_changed")
    assert told[1:5] == [
        (agent, "read_ticket", ticket),
        (agent, "claimed", ticket),
        (agent, "replied", customer.conversation),
        ("operator", "listed_tickets", ""),
    ]
    assert told[5][:2] == ("operator", "exported")
    for word in ("shop-1", "확인할게요", "상담원", "김하루"):
        assert word not in json.dumps(entries, ensure_ascii=False)
    found = desk.get("audit/verification")
    assert (found["entries"], found["broken_at"]) == (6, None)
    noted = f"audit/verification?number=6&head={found['head']}"
    assert desk.get(noted)["broken_at"] is None
    assert desk.get(noted.replace(found["head"], "0" * 64))["broken_at"] == 6
    half = client.get("/v1/desk/audit/verification?number=6", headers=OPERATOR)
    assert half.status_code == 422


def test_an_unknown_agent_writes_nothing_into_the_log(client: TestClient, desk: Desk) -> None:
    headers = {**OPERATOR, "Sangdam-Agent": "somebody"}
    assert client.get("/v1/desk/tickets", headers=headers).status_code == 404
    assert "somebody" not in json.dumps(desk.get("audit"))


def test_settings_are_noted_when_they_change_only(
    make_service: MakeService, client: TestClient
) -> None:
    client.__exit__()
    for days in (30, 30, 60):
        settings = {"operator_key": SecretStr(KEY), "retention": {"conversation_days": days}}
        service = make_service(**settings)
        acts = [entry.act for entry in service.audit.entries()]
        service.close()
    assert acts == ["settings_changed"] * 3
