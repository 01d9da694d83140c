"""A language model that is none: an OpenAI-compatible server that quotes.

    python -m scripts.benchmarks.breaking.stub PORT

It answers every question with the first sentence of the first passage that it is given.
"""

from __future__ import annotations

import json
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FIRST_TOKEN_S = 0.3
FIRST_SENTENCE = re.compile(r"^\[1\][^\n]*\n(.+?[.!?])(?:\s|$)", re.MULTILINE | re.DOTALL)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._begin("text/plain")

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(FIRST_TOKEN_S)
        self._begin("text/event-stream")
        self.wfile.write(_chunk(_answer(asked["messages"][-1]["content"])) + b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        """It is silent."""

    def _begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()


def _answer(prompt: str) -> str:
    found = FIRST_SENTENCE.search(prompt)
    sentences = [{"text": found[1], "passages": [1]}] if found else []
    return json.dumps({"sentences": sentences}, ensure_ascii=False)


def _chunk(text: str) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": "stop"}
    said = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "stub"}
    return b"data: " + json.dumps({**said, "choices": [choice]}).encode() + b"\n\n"


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
