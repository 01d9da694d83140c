"""Attempts to reach what is not one's own, over HTTP: tokens, SQL, headers, paths. docs/security.md
lists these and all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.offline import StoppedClock
from sangdam.storage.keys import TOKEN_DAYS
from tests.channels.customer import KEY, OPERATOR, Customer, png
from tests.channels.test_api import problem
from tests.moments import MONDAY_MORNING, MakeService

SQL = (
    "' OR '1'='1",
    "'; DELETE FROM conversations; --",
    '" OR 1=1 --',
    "') UNION SELECT value FROM secrets --",
    "%",
    "_",
    "\\",
    "1; ATTACH DATABASE '/tmp/x' AS x",
)
BREAKS = ("a\r\nSet-Cookie: sangdam_session=theirs", "a\nX-Evil: 1", "a\rb", "a\u2028b")


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def service(make_service: MakeService, clock: StoppedClock) -> Service:
    return make_service(clock=clock, operator_key=SecretStr(KEY))


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def doors(client: TestClient, conversation: str, token: str | None) -> dict[str, Response]:
    """Every way into a conversation -> the answer to who brings this token."""
    place = f"/v1/conversations/{conversation}"
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    said: dict[str, Any] = {"message": "hello", "conversation_id": conversation}
    return {
        "read": client.get(place, headers=headers),
        "events": client.get(f"{place}/events", headers=headers),
        "chat": client.post("/v1/chat", json=said, headers=headers),
        "stream": client.post("/v1/chat/stream", json=said, headers=headers),
        "handoff": client.post(f"{place}/handoff", json={}, headers=headers),
        "typing": client.post(f"{place}/typing", headers=headers),
        "contact": client.post(f"{place}/contact", json={"contact": "a@b.kr"}, headers=headers),
        "file": client.post(f"{place}/attachments?name=a", content=png(), headers=headers),
        "got file": client.get(f"{place}/attachments/file_1", headers=headers),
    }


def all_shut(answers: dict[str, Response], name: str) -> None:
    assert {door: problem(answer) for door, answer in answers.items()} == dict.fromkeys(
        answers, name
    )


def test_no_token_and_no_guessed_id_opens_a_conversation(client: TestClient) -> None:
    mine, theirs = Customer(client), Customer(client)
    token = mine.token["Authorization"].removeprefix("Bearer ")
    all_shut(doors(client, theirs.id, None), "token-missing")
    all_shut(doors(client, theirs.id, token), "forbidden")
    guessed = (theirs.id[:-1] + ("0" if theirs.id[-1] != "0" else "1"), "conv_0", "1", "%25")
    for conversation in guessed:
        all_shut(doors(client, conversation, token), "forbidden")
    known = {door: answer.json() for door, answer in doors(client, theirs.id, token).items()}
    unknown = {door: answer.json() for door, answer in doors(client, "conv_0", token).items()}
    assert known == unknown, "a refusal tells what exists"


def test_a_changed_token_opens_nothing(client: TestClient) -> None:
    customer = Customer(client)
    token = customer.token["Authorization"].removeprefix("Bearer ")
    conversation, expires, signature = token.split(".")
    later = str(int(expires) + 1)
    for changed in (
        f"{conversation}.{later}.{signature}",
        f"{conversation}.{expires}.",
        f"{conversation}.{expires}.{signature[::-1]}",
        f"{conversation}..{signature}",
        f"{conversation}.{expires}",
        f".{expires}.{signature}",
        "",
        "null",
        token[:-1],
        "null.null.null",
    ):
        answers = doors(client, customer.id, changed)
        assert {answer.status_code for answer in answers.values()} <= {401, 403}, changed
    assert client.get(customer.place, headers=customer.token).status_code == 200


def test_a_token_opens_nothing_after_its_days(client: TestClient, clock: StoppedClock) -> None:
    customer = Customer(client)
    token = customer.token["Authorization"].removeprefix("Bearer ")
    clock.advance(days=TOKEN_DAYS, seconds=-1)
    assert client.get(customer.place, headers=customer.token).status_code == 200
    clock.advance(seconds=1)
    all_shut(doors(client, customer.id, token), "forbidden")


def test_a_token_of_an_erased_conversation_opens_nothing(client: TestClient) -> None:
    customer = Customer(client)
    token = customer.token["Authorization"].removeprefix("Bearer ")
    erased = client.delete(f"/v1/desk/conversations/{customer.id}", headers=OPERATOR)
    assert erased.status_code == 200
    all_shut(doors(client, customer.id, token), "forbidden")


def test_a_token_of_another_deployment_opens_nothing(
    client: TestClient, make_service: MakeService, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It has the same conversation, restored from a backup say, but another secret."""
    customer = Customer(client)
    other = make_service(data_dir=tmp_path_factory.mktemp("other"))
    theirs = other.tokens.issue(customer.id)
    other.tokens.verify(theirs, customer.id)
    all_shut(doors(client, customer.id, theirs), "forbidden")


# --- SQL ----------------------------------------------------------------------------------------


def counts(service: Service) -> dict[str, int]:
    """Table -> rows, but for those that grow with every request."""
    with service.database.begin() as session:
        connection = session.connection()
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for (name,) in names.all()
            if name not in ("audit_log", "rates")
        }


@pytest.mark.parametrize("text", SQL)
def test_no_text_is_read_as_sql(client: TestClient, service: Service, text: str) -> None:
    customer = Customer(client)
    before = counts(service)
    secret = service.tokens.issue(customer.id)
    signing_in = client.post("/v1/desk/session", json={"login": text, "password": text})
    assert signing_in.status_code in {401, 422}
    found = [
        client.get("/v1/desk/audit", params={"subject": text}, headers=OPERATOR),
        client.get("/v1/desk/tickets", params={"after": text}, headers=OPERATOR),
        client.post("/v1/desk/deliveries/replay", params={"destination": text}, headers=OPERATOR),
        client.get("/v1/search", params={"q": text}, headers=OPERATOR),
        client.get("/v1/desk/overview", headers={**OPERATOR, "Sangdam-Agent": "' OR '1'='1"}),
        *doors(client, "conv_' OR '1'='1", customer.token["Authorization"][7:]).values(),
        client.post(
            "/v1/feedback", json={"turn_id": text, "helpful": True}, headers=customer.token
        ),
        client.post(
            "/v1/chat", json={"message": "hi", "client_message_id": text, "customer": text}
        ),
    ]
    for named in ("tickets", "traces", "conversations", "customers", "accounts", "keys"):
        place = f"/v1/desk/{named}/{_quoted(text)}"
        found.append(client.patch(place, json={}, headers=OPERATOR))
        found.append(client.get(f"{place}/export", headers=OPERATOR))
    assert all(answer.status_code < 500 for answer in found), [a.text for a in found]
    assert found[0].json()["entries"] == []
    assert found[2].json()["replayed"] == 0
    assert not any(secret.rpartition(".")[2] in answer.text for answer in found)
    after = counts(service)
    assert {name: after[name] - before[name] for name in before if after[name] < before[name]} == {}


def test_a_nul_which_databases_cut_texts_at_is_refused(client: TestClient) -> None:
    """SQLite took it for the end of a subject, and gave out entries of none."""
    customer = Customer(client)
    for answer in (
        client.get("/v1/desk/audit", params={"subject": "\0"}, headers=OPERATOR),
        client.get("/v1/desk/tickets/%00", headers=OPERATOR),
        client.get("/static/chat/%00"),
        customer.send(png(), "a\0b"),
        client.post("/v1/desk/session", json={"login": "a\0", "password": "b"}),
        client.post("/v1/chat", json={"message": "a\0b"}),
        client.post("/v1/chat", json={"message": "a", "customer": "a\0"}),
        client.post(
            "/v1/desk/agents", json={"name": "a", "skills": ["a", "b\0"]}, headers=OPERATOR
        ),
    ):
        assert problem(answer) == "invalid-input"
        assert "NUL" in answer.json()["detail"]


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


# --- headers, paths -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", BREAKS)
def test_no_text_becomes_a_header(client: TestClient, text: str) -> None:
    customer = Customer(client)
    file = customer.send(png(), f"{text}.png").json()["attachments"][0]
    place = f"{customer.place}/attachments/{file['id']}"
    asked = [
        client.get(place, headers=customer.token),
        client.get("/", params={"lang": text}),
        client.get("/desk/login", params={"to": text, "lang": text}),
        client.get("/widget.js", params={"lang": text}),
        client.get(f"/v1/desk/tickets/{_quoted(text)}", headers=OPERATOR),
        client.post("/v1/chat", json={"message": text, "locale": text}),
        client.post("/v1/chat", json={"message": text, "channel": text}),
        client.post("/v1/chat", json={"message": text, "customer": text}),
        client.get(f"/{_quoted(text)}"),
    ]
    for answer in asked:
        assert answer.status_code < 500
        assert "set-cookie" not in answer.headers
        assert "x-evil" not in answer.headers
        assert not any(sign in value for value in answer.headers.values() for sign in "\r\n\0")


def test_nobody_is_led_to_another_site(client: TestClient) -> None:
    """Where an address comes from outside, whatever is opened next stays here."""
    for path in ("/desk/login", "/desk", "/", "/desk/me"):
        for away in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"):
            answer = client.get(
                path,
                params={"to": away, "next": away, "redirect": away, "return": away},
                headers={"X-Forwarded-Host": "evil.example", "X-Original-URL": away},
                follow_redirects=False,
            )
            assert answer.status_code == 200
            assert "evil.example" not in answer.text
            assert "location" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../settings.py",
        "/static/..%2f..%2fsettings.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/....//settings.py",
        "/static/..\\..\\settings.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "SANGDAM_" not in answer.text
    assert "root:" not in answer.text
