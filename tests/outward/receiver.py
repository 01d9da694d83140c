"""A real HTTP server on this machine that takes what it is sent, badly if it was told to."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit


class Request(NamedTuple):
    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Answer(NamedTuple):
    status: int = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = {}


class Drop(NamedTuple):
    """Close the connection without a word, before or after the request counts as received."""

    after_taking: bool = False


class Hang(NamedTuple):
    """Say nothing until the receiver closes."""


Manner = Answer | Drop | Hang
Answering = Callable[[Request], Answer]


class Receiver:
    """Answers each request by `answering`, unless `manners` holds something else for it, first in
    first out. `taken` is what it has received and kept."""

    def __init__(self, answering: Answering | None = None) -> None:
        self.manners: list[Manner] = []
        self.taken: list[Request] = []
        self.seen: list[Request] = []
        """Everything that arrived, taken or not."""
        self.answering = answering or (lambda _request: Answer())
        self._lock = Lock()
        self._over = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _act(self, request: Request) -> Manner:
        with self._lock:
            self.seen.append(request)
            manner = self.manners.pop(0) if self.manners else self.answering(request)
            took = isinstance(manner, Answer) and manner.status < 300
            if took or (isinstance(manner, Drop) and manner.after_taking):
                self.taken.append(request)
        if isinstance(manner, Drop) and manner.after_taking:
            self.answering(request)
        return manner

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                manner = receiver._act(self._request())
                if isinstance(manner, Hang):
                    receiver._over.wait()
                if not isinstance(manner, Answer):
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(manner.status)
                for name, value in manner.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(manner.body)))
                self.end_headers()
                self.wfile.write(manner.body)

            do_GET = do_POST = do_PUT = _any  # noqa: N815 - the names that http.server asks for

            def _request(self) -> Request:
                parts = urlsplit(self.path)
                return Request(
                    method=self.command,
                    path=parts.path,
                    query={name: values[0] for name, values in parse_qs(parts.query).items()},
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
                )

            def log_message(self, *_args: object) -> None:
                pass

        return Handler
