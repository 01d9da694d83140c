"""A language model that thinks of nothing, as a process of its own: it copies what it was given.

    python -m scripts.benchmarks.pressure.stub_model --port N [--first-token-ms N] [--pace N]

It speaks the streamed chat completions of OpenAI's API. Under a schema of sentences to write it
copies those of the passages that share most with the question, under one of numbers to choose it
chooses the first. `GET /ended` tells when each question's last token was sent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

PASSAGE = re.compile(
    r"^\[(\d+)\][^\n]*\n(.*?)(?=\n\n\[\d+\]|\n\nLanguage of the answer:)", re.M | re.S
)
QUESTION = re.compile(r"^Customer question: (.*)\Z", re.M | re.S)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
MOST_SENTENCES = 2
TOKEN_CHARACTERS = 4


class StubModel:
    """Its application."""

    def __init__(self, first_token_s: float, tokens_per_second: float) -> None:
        self._first_token_s = first_token_s
        self._pause_s = 1 / tokens_per_second
        self._ended: dict[str, float] = {}
        """Question -> when its last token was sent, by time.monotonic()."""
        self.app = Starlette(
            routes=[
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
                Route("/ended", self._tell_ended),
            ]
        )

    async def _complete(self, request: Request) -> StreamingResponse:
        asked = await request.json()
        return StreamingResponse(self._stream(asked), media_type="text/event-stream")

    async def _tell_ended(self, _request: Request) -> JSONResponse:
        return JSONResponse(self._ended)

    async def _stream(self, asked: dict[str, Any]) -> AsyncIterator[str]:
        prompt = asked["messages"][-1]["content"]
        answer = answer_to(prompt, asked.get("response_format"))
        tokens = [
            answer[at : at + TOKEN_CHARACTERS] for at in range(0, len(answer), TOKEN_CHARACTERS)
        ]
        name: dict[str, Any] = {"id": f"stub-{uuid.uuid4().hex}", "object": "chat.completion.chunk"}
        name |= {"created": int(time.time()), "model": asked["model"]}
        due = time.monotonic() + self._first_token_s
        for number, token in enumerate(tokens):
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += self._pause_s
            if number == len(tokens) - 1:
                self._ended[question_of(prompt)] = time.monotonic()
            yield _chunk(name, [{"index": 0, "delta": {"content": token}, "finish_reason": None}])
        yield _chunk(name, [{"index": 0, "delta": {}, "finish_reason": "stop"}])
        usage = {"prompt_tokens": len(prompt) // TOKEN_CHARACTERS, "completion_tokens": len(tokens)}
        yield _chunk(name, [], usage | {"total_tokens": sum(usage.values())})
        yield "data: [DONE]\n\n"


def question_of(prompt: str) -> str:
    found = QUESTION.search(prompt)
    return found[1].strip() if found else ""


def answer_to(prompt: str, response_format: dict[str, Any] | None) -> str:
    """JSON that fits the schema asked for; without one, plain sentences."""
    wanted = _properties(response_format)
    if wanted.get("sentences", {}).get("items", {}).get("type") == "integer":
        return json.dumps({"sentences": [1]})
    copied = [{"text": text, "passages": [number]} for number, text in _nearest(prompt)]
    if "sentences" in wanted:
        return json.dumps({"sentences": copied}, ensure_ascii=False)
    return " ".join(str(sentence["text"]) for sentence in copied) or "OK"


def _properties(response_format: dict[str, Any] | None) -> dict[str, Any]:
    schema = (response_format or {}).get("json_schema", {}).get("schema", {})
    found: dict[str, Any] = schema.get("properties", {})
    return found


def _nearest(prompt: str) -> Sequence[tuple[int, str]]:
    """Passage number and sentence, of the first passage only, in reading order."""
    passage = PASSAGE.search(prompt)
    if passage is None:
        return []
    asked = _pairs(question_of(prompt))
    sentences = [s.strip() for line in passage[2].splitlines() for s in SENTENCE_END.split(line)]
    plain = [s for s in sentences if s and s[0] not in "|-*#"]
    best = sorted(plain, key=lambda s: -len(asked & _pairs(s)))[:MOST_SENTENCES]
    return [(int(passage[1]), sentence) for sentence in plain if sentence in best]


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters: a measure of likeness for both languages."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _chunk(name: dict[str, Any], choices: list[Any], usage: dict[str, int] | None = None) -> str:
    told = json.dumps(name | {"choices": choices, "usage": usage}, ensure_ascii=False)
    return f"data: {told}\n\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="A language model that copies")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--first-token-ms", type=float, default=300)
    parser.add_argument("--pace", type=float, default=100, help="tokens a second")
    asked = parser.parse_args()
    model = StubModel(asked.first_token_ms / 1000, asked.pace)
    uvicorn.run(model.app, port=asked.port, log_level="warning")


if __name__ == "__main__":
    main()
