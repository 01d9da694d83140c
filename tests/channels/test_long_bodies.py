"""A client that streams a gigabyte, with its length and without, to a real server."""

from __future__ import annotations

import socket
from contextlib import suppress

import httpx2
import psutil
import pytest

from sangdam.channels.app import create_app
from tests.channels.test_rates import PATIENCE_S, serving
from tests.moments import MakeService

GIGABYTE = 2**30
PIECE = b"x" * 2**16
MOST_SENT = 2**25
"""Bytes that may be on their way before the client hears the refusal: sockets hold some."""
MOST_GROWTH = 2**26
"""Bytes by which this process, which is client and server, may grow."""
CHUNK = b"%x\r\n%b\r\n" % (len(PIECE), PIECE)


def streamed(address: tuple[str, int], head: bytes, piece: bytes) -> tuple[int, bytes]:
    """How many bytes were sent before the server had enough, and its answer."""
    sent, answer = 0, b""
    with socket.create_connection(address, timeout=PATIENCE_S) as line:
        with suppress(ConnectionError):
            line.sendall(head)
            while sent < GIGABYTE:
                line.sendall(piece)
                sent += len(piece)
        with suppress(ConnectionError):
            while part := line.recv(len(PIECE)):
                answer += part
    return sent, answer


@pytest.mark.parametrize("length", [f"Content-Length: {GIGABYTE}", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("path", ["/v1/chat", "/v1/desk/session", "attachments"])
def test_a_streamed_gigabyte_is_refused_early_and_never_held(
    make_service: MakeService, path: str, length: str
) -> None:
    service = make_service()
    token = ""
    with serving(create_app(service)) as address:
        if path == "attachments":
            conversation, token = conversation_of(address)
            path = f"/v1/conversations/{conversation}/attachments?name=a.png"
        head = (
            f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{length}\r\n\r\n"
        )
        before = psutil.Process().memory_info().rss
        piece = CHUNK if "chunked" in length else PIECE
        sent, answer = streamed(address, head.encode(), piece)
        grown = psutil.Process().memory_info().rss - before
    # A line that was cut while it still sent may take the answer with it.
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413 ")
    assert sent < MOST_SENT
    assert grown < MOST_GROWTH


def conversation_of(address: tuple[str, int]) -> tuple[str, str]:
    """Id and token of a new one."""
    host, port = address
    with httpx2.Client(base_url=f"http://{host}:{port}") as client:
        reply = client.post("/v1/chat", json={"message": "hello"}).json()
    return reply["conversation_id"], reply["conversation_token"]
