"""The model's seam against a real HTTP server that answers well, badly, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sangdam.answering.openai_model import OpenAIModel
from sangdam.errors import ModelUnavailable

Behave = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """An OpenAI-compatible address that does what it is told."""

    def __init__(self) -> None:
        self.behave: Behave = good
        self.bodies: list[dict[str, object]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.bodies.append(json.loads(self.rfile.read(length)))
                outer.behave(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def chunk(**fields: object) -> bytes:
    base = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}
    return b"data: " + json.dumps({**base, **fields}).encode() + b"\n\n"


def said(text: str) -> bytes:
    return chunk(choices=[{"index": 0, "delta": {"content": text}, "finish_reason": None}])


def good(handler: BaseHTTPRequestHandler) -> None:
    usage = {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}
    body = said("안녕") + said("하세요") + chunk(usage=usage) + b"data: [DONE]\n\n"
    send(handler, 200, body, "text/event-stream")


def failing(status: int) -> Behave:
    return lambda handler: send(
        handler, status, b'{"error": {"message": "no"}}', "application/json"
    )


def garbage(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b"<html>hello</html>", "text/html")


def broken_events(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b"data: {not json\n\n", "text/event-stream")


def wrong_shape(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b'data: {"choices": [{"delta": null}]}\n\n', "text/event-stream")


def empty(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b"data: [DONE]\n\n", "text/event-stream")


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(said("안녕"))
    handler.wfile.flush()
    handler.connection.close()


def rate_limited(retry_after: str) -> Behave:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(429)
        handler.send_header("Retry-After", retry_after)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"{}")

    return behave


def stalled(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    handler.wfile.write(said("아"))
    handler.wfile.flush()
    time.sleep(6)


def first_then(first: Behave, later: Behave) -> Behave:
    turns = iter([first])
    return lambda handler: next(turns, later)(handler)


def nothing(_handler: BaseHTTPRequestHandler) -> None:
    time.sleep(6)


def dribble(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(said("아"))
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.close()


def model(url: str | None, **more: object) -> OpenAIModel:
    settings: dict[str, object] = {
        "name": "m",
        "address": lambda: url,
        "api_key": "secret",
        "timeout_s": 0.8,
        "writes_prose": True,
        "count": len,
        **more,
    }
    return OpenAIModel(**settings)  # type: ignore[arg-type]


def test_a_completion_is_joined_and_its_usage_is_the_servers(server: Server) -> None:
    asked = model(server.url, timeout_s=10)
    completion = asked.complete("system", "user", schema={"type": "object"})
    assert completion.text == "안녕하세요"
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (7, 2)
    assert completion.usage.first_token_ms is not None
    (body,) = server.bodies
    assert body["response_format"]["type"] == "json_schema"  # type: ignore[index]
    assert "temperature" not in body


def test_tokens_are_counted_where_none_are_reported(server: Server) -> None:
    server.behave = lambda h: send(h, 200, said("네") + b"data: [DONE]\n\n", "text/event-stream")
    usage = model(server.url, timeout_s=10).complete("abc", "de").usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (5, 1)


BAD = [
    failing(500),
    failing(429),
    failing(401),
    garbage,
    broken_events,
    wrong_shape,
    empty,
    cut_off,
    nothing,
    stalled,
    dribble,
]


@pytest.mark.parametrize("behave", BAD, ids=lambda b: getattr(b, "__name__", "status"))
def test_every_failure_is_one_error_and_a_pause(server: Server, behave: Behave) -> None:
    now = [0.0]
    server.behave = behave
    asked = model(server.url, monotonic=lambda: now[0] + time.monotonic())
    assert asked.ready
    began = time.monotonic()
    with pytest.raises(ModelUnavailable) as raised:
        asked.complete("system", "user")
    assert time.monotonic() - began < 5
    assert "secret" not in str(raised.value)
    assert not asked.ready
    now[0] = 20.0
    assert asked.ready


def test_no_server_is_an_outage_too() -> None:
    with pytest.raises(ModelUnavailable):
        model(None).complete("system", "user")
    with pytest.raises(ModelUnavailable):
        model("http://127.0.0.1:9/v1").complete("system", "user")


@pytest.mark.parametrize(
    ("behave", "tokens"),
    [(cut_off, (5, 2)), (empty, (5, 0)), (failing(500), (0, 0))],
    ids=["cut off", "empty", "refused"],
)
def test_a_failure_tells_what_the_server_is_likely_to_charge_for(
    server: Server, behave: Behave, tokens: tuple[int, int]
) -> None:
    server.behave = behave
    with pytest.raises(ModelUnavailable) as raised:
        model(server.url, timeout_s=10).complete("abc", "de")
    assert (raised.value.prompt_tokens, raised.value.completion_tokens) == tokens


@pytest.mark.parametrize(
    ("behave", "kind"),
    [
        (failing(500), "broken"),
        (failing(429), "rate_limited"),
        (failing(401), "refused"),
        (garbage, "unusable"),
        (cut_off, "unreachable"),
        (nothing, "timeout"),
        (stalled, "timeout"),
        (dribble, "timeout"),
    ],
)
def test_a_failure_says_what_it_was_within_the_budget(
    server: Server, behave: Behave, kind: str
) -> None:
    server.behave = behave
    began = time.monotonic()
    with pytest.raises(ModelUnavailable) as raised:
        model(server.url, timeout_s=0.8 if kind == "timeout" else 30).complete("system", "user")
    assert raised.value.kind == kind
    assert time.monotonic() - began < 5, "sooner than a server that hangs would end it"


@pytest.mark.parametrize("failure", [failing(500), failing(429), rate_limited("1")])
def test_what_fails_once_is_asked_once_more(server: Server, failure: Behave) -> None:
    server.behave = first_then(failure, good)
    assert model(server.url, timeout_s=10).complete("a", "b").text == "안녕하세요"
    assert len(server.bodies) == 2


LATER = "Mon, 23 Nov 2099 01:00:00 GMT"


@pytest.mark.parametrize(("asked", "rests_s"), [("30", 30), (LATER, 600), ("soon", 8), ("0", 8)])
def test_a_server_is_left_alone_as_long_as_it_asks(
    server: Server, asked: str, rests_s: float
) -> None:
    now = [0.0]
    server.behave = rate_limited(asked)
    limited = model(server.url, timeout_s=10, monotonic=lambda: now[0])
    with pytest.raises(ModelUnavailable):
        limited.complete("a", "b")
    assert len(server.bodies) == (1 if rests_s > 8 else 2), "nobody waits that long for a retry"
    now[0] = rests_s - 0.1
    assert not limited.ready
    now[0] = rests_s
    assert limited.ready


def test_after_a_rest_one_call_tries_and_no_other_waits(server: Server) -> None:
    now, asked, answer = [0.0], threading.Event(), threading.Event()
    server.behave = failing(401)
    resting = model(server.url, timeout_s=30, monotonic=lambda: now[0])
    with pytest.raises(ModelUnavailable):
        resting.complete("a", "b")
    with pytest.raises(ModelUnavailable, match="rests"):
        resting.complete("a", "b")
    assert len(server.bodies) == 1
    now[0] = 8.0

    def slow(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        answer.wait(20)
        good(handler)

    server.behave = slow
    with ThreadPoolExecutor(1) as pool:
        trial = pool.submit(resting.complete, "a", "b")
        assert asked.wait(20)
        assert not resting.ready
        with pytest.raises(ModelUnavailable, match="rests"):
            resting.complete("a", "b")
        answer.set()
        assert trial.result().text == "안녕하세요"
    assert resting.ready
    assert len(server.bodies) == 2
