"""Too many messages, too long and too slow requests, over the API and on the wire."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request

from sangdam.channels.addresses import address_of, within
from sangdam.channels.app import create_app
from sangdam.channels.guard import Guard
from sangdam.channels.patience import Patient
from sangdam.offline import StoppedClock
from sangdam.settings import Rates, Settings
from tests.channels.test_api import ask, bearer, problem
from tests.moments import MONDAY_MORNING, MakeService

WORDS = {"ko": "초 뒤에 다시 시도해 주세요", "en": "Please try again in"}
TWICE = {"times": 2, "seconds": 60}
PATIENCE_S = 30
"""How long a test waits for an answer that has to come."""


@contextmanager
def open_client(
    make_service: MakeService, clock: StoppedClock, **settings: object
) -> Iterator[TestClient]:
    service = make_service(clock=clock, **settings)
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_conversation_has_so_many_messages_in_a_minute(
    make_service: MakeService, clock: StoppedClock, language: str
) -> None:
    with open_client(make_service, clock, rates={"conversation": TWICE}) as client:
        first = ask(client, "hello")
        headers = {**bearer(first), "Accept-Language": language}
        body = {"message": "hello", "conversation_id": first["conversation_id"]}
        path = f"/v1/conversations/{first['conversation_id']}/handoff"
        assert client.post("/v1/chat", json=body, headers=headers).status_code == 200
        assert client.post("/v1/chat/stream", json=body, headers=headers).status_code == 200
        for refused in (
            client.post("/v1/chat", json=body, headers=headers),
            client.post("/v1/chat/stream", json=body, headers=headers),
            client.post(path, json={}, headers=headers),
        ):
            assert problem(refused) == "too-often"
            assert refused.headers["retry-after"] == "60"
            assert WORDS[language] in refused.json()["detail"]
        ask(client, "another conversation is not held up")
        clock.advance(seconds=60)
        assert client.post("/v1/chat", json=body, headers=headers).status_code == 200


def test_somebody_else_s_conversation_is_not_used_up(
    make_service: MakeService, clock: StoppedClock
) -> None:
    with open_client(make_service, clock, rates={"conversation": TWICE}) as client:
        first = ask(client, "hello")
        body = {"message": "hello", "conversation_id": first["conversation_id"]}
        for _ in range(3):
            assert problem(client.post("/v1/chat", json=body)) == "token-missing"
        assert client.post("/v1/chat", json=body, headers=bearer(first)).status_code == 200


def test_an_address_has_so_many_messages_in_a_minute(
    make_service: MakeService, clock: StoppedClock
) -> None:
    with open_client(make_service, clock, rates={"address": TWICE}) as client:
        for _ in range(2):
            ask(client, "hello")
        assert problem(client.post("/v1/chat", json={"message": "hello"})) == "too-often"
        elsewhere = TestClient(client.app, client=("198.51.100.7", 5000))
        assert elsewhere.get("/healthz").status_code == 200
        clock.advance(seconds=60)
        ask(client, "hello")


@pytest.mark.parametrize(
    ("host", "address", "uncounted"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("::1", "::1", True),
        ("203.0.113.9", "203.0.113.9", False),
        ("::ffff:203.0.113.9", "203.0.113.9", False),
        ("::ffff:127.0.0.1", "127.0.0.1", True),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", False),
        ("testclient", "testclient", False),
        ("", "", False),
    ],
)
def test_addresses_are_counted_by_who_has_them(host: str, address: str, uncounted: bool) -> None:
    scope: dict[str, object] = {
        "type": "http",
        "headers": [],
        "client": (host, 1) if host else None,
    }
    found = address_of(Request(scope))
    assert found == address
    assert within(found, Rates().uncounted) is uncounted


def test_a_body_that_is_too_long_is_a_problem_document(
    make_service: MakeService, clock: StoppedClock
) -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b"x" * 100_000 for _ in range(20))

    with open_client(make_service, clock) as client:
        for content in (b"x" * 2_000_000, pieces()):
            refused = client.post("/v1/chat", content=content)
            assert problem(refused) == "too-large"
            assert refused.headers["connection"] == "close"


def test_every_answer_tells_the_browser_what_it_may_do_with_it(
    make_service: MakeService, clock: StoppedClock
) -> None:
    with open_client(make_service, clock) as client:
        pages = ["/", "/desk", "/desk/login", "/desk/accounts", "/desk/me", "/docs"]
        for path in (*pages, "/healthz", "/v1/nothing", "/v1/desk/tickets", "/static/desk/desk.js"):
            headers = client.get(path).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["referrer-policy"] == "no-referrer", path
            scripts = headers["content-security-policy"].partition("style-src")[0]
            assert "unsafe" not in scripts, path
        assert client.get("/v1/desk/tickets").headers["cache-control"] == "no-store"


# --- on the wire ---------------------------------------------------------------------------------


@contextmanager
def serving(app: object, protocol: type[Patient] = Patient) -> Iterator[tuple[str, int]]:
    """The address of a real server, until the block ends."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        port=0,
        log_level="critical",
        http=protocol,
        timeout_graceful_shutdown=10,
    )
    server = uvicorn.Server(config)
    bound = config.bind_socket()
    bound.listen()  # who calls before the server runs waits
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        yield bound.getsockname()
    finally:
        server.should_exit = True
        thread.join()


class Hasty(Patient):
    head_seconds = 1.0


def said(address: tuple[str, int], *parts: bytes) -> bytes:
    """All that the server answers until it hangs up."""
    with socket.create_connection(address, timeout=PATIENCE_S) as line:
        for part in parts:
            line.sendall(part)
        answer = b""
        while piece := line.recv(65_536):
            answer += piece
        return answer


def guarded(body_seconds: float) -> FastAPI:
    app = FastAPI()

    @app.post("/")
    async def length(request: Request) -> int:
        return len(await request.body())

    @app.get("/slow")
    async def slow() -> str:
        await asyncio.sleep(2 * body_seconds)
        return "done"

    app.add_middleware(Guard, body_bytes=1000, body_seconds=body_seconds, uploads=re.compile("/up"))
    return app


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


def test_a_gigabyte_is_refused_before_a_byte_of_it_is_read(
    make_service: MakeService, clock: StoppedClock
) -> None:
    service = make_service(clock=clock)
    head = HEAD.replace(b"POST / ", b"POST /v1/chat ") % 2**30
    with serving(create_app(service)) as address:
        answer = said(address, head)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"urn:sangdam:problem:too-large" in answer


def test_a_body_that_does_not_come_is_cut_off() -> None:
    with serving(guarded(0.2)) as address:
        answer = said(address, HEAD % 10, b"12345")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"took longer than 0.2 s" in answer


def test_an_answer_may_take_longer_than_a_body() -> None:
    with serving(guarded(0.2)) as address:
        answer = said(address, b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_a_head_that_does_not_come_is_cut_off_however_it_trickles() -> None:
    with serving(guarded(60), Hasty) as address:
        assert said(address) == b""
        assert said(address, b"POST / HT", b"TP/1.1\r\nHo") == b""
        after_one = said(address, HEAD % 2 + b"12" + b"POST / HT")
    assert after_one.startswith(b"HTTP/1.1 200 ")
    assert after_one.count(b"HTTP/1.1") == 1


def test_rates_are_settings() -> None:
    settings = Settings.load(
        {}, rates={"conversation": {"times": 7, "seconds": 5}, "uncounted": ["10.0.0.0/8"]}
    )
    assert (settings.rates.conversation.times, settings.rates.conversation.seconds) == (7, 5)
    assert within("10.1.2.3", settings.rates.uncounted)
