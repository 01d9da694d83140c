"""The HTTP contract over the real application, in process."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.channels.app import create_app
from tests.moments import MakeService

KEY = "operator-key-for-tests"
OPERATOR = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def client(make_service: MakeService) -> Iterator[TestClient]:
    service = make_service(operator_key=SecretStr(KEY))
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, message: str, **more: object) -> dict[str, object]:
    answer = client.post("/v1/chat", json={"message": message, **more})
    assert answer.status_code == 200, answer.text
    reply: dict[str, object] = answer.json()
    return reply


def bearer(reply: dict[str, object]) -> dict[str, str]:
    return {"Authorization": f"Bearer {reply['conversation_token']}"}


def problem(answer: object) -> str:
    """The stable name of the problem; fails where the answer is no problem document."""
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    document = answer.json()  # type: ignore[attr-defined]
    assert set(document) == {"type", "title", "status", "detail"}
    assert document["status"] == answer.status_code  # type: ignore[attr-defined]
    assert "Traceback" not in document["detail"]
    return str(document["type"]).removeprefix("urn:sangdam:problem:")


def test_a_reply_has_the_shape_of_the_contract(client: TestClient) -> None:
    reply = ask(client, "제주도는 배송 며칠 걸려요?")
    assert set(reply) == {
        "conversation_id",
        "conversation_token",
        "turn_id",
        "outcome",
        "route",
        "text",
        "language",
        "citations",
        "confidence",
        "handoff",
        "suggestions",
        "generation",
        "usage",
        "timings_ms",
    }
    assert set(reply["citations"][0]) == {  # type: ignore[index]
        "marker",
        "document_id",
        "title",
        "section",
        "quote",
        "url",
    }
    assert set(reply["confidence"]) == {"value", "threshold", "fit"}  # type: ignore[call-overload]


def test_a_conversation_goes_on_with_its_token_only(client: TestClient) -> None:
    first = ask(client, "배송 며칠 걸려요?")
    body = {"message": "그럼 제주도는요?", "conversation_id": first["conversation_id"]}
    assert problem(client.post("/v1/chat", json=body)) == "token-missing"
    wrong = {"Authorization": "Bearer x.y.z"}
    assert problem(client.post("/v1/chat", json=body, headers=wrong)) == "forbidden"
    other = ask(client, "hello")
    assert problem(client.post("/v1/chat", json=body, headers=bearer(other))) == "forbidden"
    answer = client.post("/v1/chat", json=body, headers=bearer(first))
    assert "3~4영업일" in answer.json()["text"]


BAD_BODIES = [
    (b"", "invalid-input"),
    (b"{", "invalid-input"),
    (b'{"message": "\xff\xfe"}', "bad-request"),
    (b'{"message": ""}', "invalid-input"),
    (b'{"message": "   "}', "invalid-input"),
    (b'{"message": 1}', "invalid-input"),
    (b'{"message": "a", "model": "b"}', "invalid-input"),
    (b'{"message": "a", "locale": "fr"}', "invalid-input"),
    (b"[]", "invalid-input"),
    (json.dumps({"message": "가" * 3_000}).encode(), "invalid-input"),
    (json.dumps({"message": "가" * 100_000}).encode(), "invalid-input"),
]


@pytest.mark.parametrize(("body", "name"), BAD_BODIES)
def test_bad_input_is_a_problem_document(client: TestClient, body: bytes, name: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert problem(client.post("/v1/chat", content=body, headers=headers)) == name


def test_an_enormous_body_is_refused_unread(client: TestClient) -> None:
    assert client.post("/v1/chat", content=b"x" * 2_000_000).status_code == 413


def test_an_unknown_conversation_says_nothing_of_what_exists(client: TestClient) -> None:
    token = bearer(ask(client, "hello"))
    assert problem(client.get("/v1/conversations/nope", headers=token)) == "forbidden"


def test_unknown_paths_and_methods_are_problems(client: TestClient) -> None:
    assert problem(client.get("/v1/nothing")) == "not-found"
    assert problem(client.get("/v1/chat")) == "method-not-allowed"


@pytest.mark.parametrize("path", ["/v1/search?q=배송", "/v1/desk/tickets", "/v1/desk/traces/x"])
def test_the_operators_side_never_opens_without_the_key(client: TestClient, path: str) -> None:
    assert problem(client.get(path)) == "token-missing"
    customer = bearer(ask(client, "hello"))
    assert problem(client.get(path, headers=customer)) == "forbidden"


def test_search_shows_scores_and_their_parts(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "제주 배송", "k": 3}, headers=OPERATOR).json()
    assert set(answer) == {"generation", "confidence", "hits"}
    assert len(answer["hits"]) == 3
    assert {"document_id", "passage_id", "title", "text", "score", "parts"} <= set(
        answer["hits"][0]
    )


def test_internal_texts_are_found_by_the_operator_who_asks_for_them_only(
    client: TestClient,
) -> None:
    asked = {"q": "보상 포인트 한도", "k": "10"}
    shown = client.get("/v1/search", params=asked, headers=OPERATOR).json()["hits"]
    assert {hit["audience"] for hit in shown} == {"customer"}
    inside = {**asked, "audience": "internal"}
    found = client.get("/v1/search", params=inside, headers=OPERATOR).json()["hits"]
    assert "internal" in {hit["audience"] for hit in found}


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    """(event, data) of a server-sent stream."""
    blocks = (
        dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        for block in text.replace("\r", "").split("\n\n")
    )
    return [(b["event"], json.loads(b["data"])) for b in blocks if "event" in b]


def test_the_stream_tells_what_is_done_then_the_parts_then_the_whole(client: TestClient) -> None:
    answer = client.post("/v1/chat/stream", json={"message": "세일 상품도 반품돼요?"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer.text)
    kinds = [kind for kind, _ in told]
    assert kinds[0] == "status"
    assert kinds[-1] == "done"
    text = "".join(str(data["text"]) for kind, data in told if kind == "delta")
    assert text == told[-1][1]["text"]
    assert told[-1][1]["conversation_token"]


def test_a_stream_that_fails_says_so_as_a_problem(client: TestClient) -> None:
    told = events(client.post("/v1/chat/stream", json={"message": " "}).text)
    assert told[-1][0] == "error"
    assert told[-1][1]["type"] == "urn:sangdam:problem:invalid-input"


def test_a_person_called_by_button_is_a_ticket_on_the_desk(client: TestClient) -> None:
    first = ask(client, "제주도는 배송 며칠 걸려요?")
    path = f"/v1/conversations/{first['conversation_id']}/handoff"
    called = client.post(path, json={}, headers=bearer(first)).json()
    tickets = client.get("/v1/desk/tickets", headers=OPERATOR).json()["tickets"]
    assert [each["ticket"]["id"] for each in tickets] == [called["handoff"]["ticket_id"]]
    view = client.get(f"/v1/desk/tickets/{tickets[0]['ticket']['id']}", headers=OPERATOR).json()
    assert [m["sender"] for m in view["messages"]] == ["customer", "bot", "customer", "bot"]


def test_feedback_belongs_to_ones_own_turn(client: TestClient) -> None:
    mine, other = ask(client, "배송비 얼마예요?"), ask(client, "hello")
    sent = {"turn_id": mine["turn_id"], "helpful": False, "reason": "틀려요"}
    assert client.post("/v1/feedback", json=sent, headers=bearer(mine)).status_code == 204
    assert problem(client.post("/v1/feedback", json=sent, headers=bearer(other))) == "forbidden"
    unknown = {**sent, "turn_id": "turn_nope"}
    assert problem(client.post("/v1/feedback", json=unknown, headers=bearer(mine))) == "forbidden"


def test_the_same_client_message_gets_the_same_reply(client: TestClient) -> None:
    first, second = (ask(client, "배송비 얼마예요?", client_message_id="m1") for _ in range(2))
    assert first["turn_id"] == second["turn_id"]


def test_health_and_docs_are_open_and_ask_nothing_of_the_outside(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["language_model"] == "none"
    page = client.get("/docs").text
    assert "https://" not in page
    assert client.get("/static/vendor/swagger-ui/swagger-ui-bundle.js").status_code == 200
    assert "/v1/chat" in client.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize("length", ["\\[(.}", "²", "-1", ""])
def test_a_length_that_is_no_number_says_nothing(client: TestClient, length: str) -> None:
    told = {"Content-Length": length.encode("latin-1")}
    assert client.get("/healthz", headers=told).status_code == 200  # type: ignore[arg-type]
