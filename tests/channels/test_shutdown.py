"""SIGTERM while turns run: each is answered, or kept and answered when it is sent again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx2
import pytest

from scripts.benchmarks.breaking.askers import Acknowledged
from scripts.benchmarks.breaking.ledger import faults
from scripts.benchmarks.postgres import Server as Postgres
from scripts.benchmarks.workers import Workers
from tests.answering.test_openai_model import Server, good

CUSTOMERS = 12
THINKS_S = 1.0
TO_THE_MODEL = {
    "ko": "HB-200X 용기는 식기세척기에 넣어도 되나요?",
    "en": "is the HB-200X jar dishwasher safe?",
}


def thinking(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(THINKS_S)
    good(handler)


@pytest.fixture
def model() -> Iterator[Server]:
    server = Server()
    server.behave = thinking
    yield server
    server.close()


def body(number: int) -> dict[str, Any]:
    language = "ko" if number % 2 else "en"
    return {"message": TO_THE_MODEL[language], "client_message_id": f"{number:032x}"}


def send(workers: Workers, number: int) -> dict[str, Any] | None:
    """The reply, or None where none came."""
    try:
        answer = workers.post("/v1/chat", body(number))
    except httpx2.TransportError:
        return None
    if not answer.is_success:
        return None
    reply: dict[str, Any] = answer.json()
    return reply


def test_every_turn_is_finished_or_parked(
    tmp_path: Path, server: Postgres, index: Path, model: Server
) -> None:
    url = server.empty_database()
    settings = {
        "SANGDAM_LLM": "openai",
        "SANGDAM_MODEL": "m",
        "SANGDAM_OPENAI_BASE_URL": model.url,
        "SANGDAM_LIMITS__CONCURRENT_TURNS": "2",
    }
    first = Workers(tmp_path, url, index, settings=settings)
    with ThreadPoolExecutor(CUSTOMERS) as pool:
        sent = [pool.submit(send, first, number) for number in range(CUSTOMERS)]
        while not model.bodies:
            time.sleep(0.01)
        assert first.stop() == 0
        before = [each.result() for each in sent]
    # Who waits for longer than the service has left is cut off, and nothing else goes wrong.
    cut = first.log.count("Task cancelled, timeout")
    assert first.log.count("Traceback") == cut, first.log
    second = Workers(tmp_path, url, index, settings=settings)
    try:
        again = [send(second, number) for number in range(CUSTOMERS)]
    finally:
        second.stop()
    told = []
    for number, (earlier, reply) in enumerate(zip(before, again, strict=True)):
        assert reply is not None
        assert earlier is None or earlier["turn_id"] == reply["turn_id"]
        assert reply["outcome"] in {"answered", "handed_off"}
        told.append(acknowledged(number, reply))
    assert faults(url, told) == []


def acknowledged(number: int, reply: dict[str, Any]) -> Acknowledged:
    return Acknowledged(
        client_message_id=body(number)["client_message_id"],
        conversation_id=reply["conversation_id"],
        turn_id=reply["turn_id"],
        text=body(number)["message"],
        outcome=reply["outcome"],
        route=reply["route"],
        at=0.0,
    )
