"""Two workers on one PostgreSQL act as one service."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from scripts.benchmarks.postgres import Server
from scripts.benchmarks.workers import KEY, Workers

OPERATOR = {"Authorization": f"Bearer {KEY}"}
COMPLAINT = {
    "ko": "도마가 깨져서 왔는데 아무도 책임을 안 지네요. 정말 화가 납니다!",
    "en": "The board arrived broken and nobody helps me. I am really angry!",
}
AT_ONCE = 12


@pytest.fixture(scope="module")
def workers(
    tmp_path_factory: pytest.TempPathFactory, server: Server, index: Path
) -> Iterator[Workers]:
    folder = tmp_path_factory.mktemp("workers")
    workers = Workers(folder, server.empty_database(), index)
    yield workers
    assert workers.stop() == 0
    assert "Traceback" not in workers.log, workers.log


class Customer:
    def __init__(self, workers: Workers, said: str) -> None:
        self._workers = workers
        reply = workers.post("/v1/chat", {"message": said}).json()
        self.id: str = reply["conversation_id"]
        self.place = f"/v1/conversations/{self.id}"
        self.token = {"Authorization": f"Bearer {reply['conversation_token']}"}

    def say(self, text: str) -> httpx2.Response:
        body = {"message": text, "conversation_id": self.id}
        return self._workers.post("/v1/chat", body, **self.token)

    def messages(self) -> list[dict[str, str]]:
        listed: list[dict[str, str]] = self._workers.get(self.place, **self.token)["messages"]
        return listed


def agent(workers: Workers, name: str) -> dict[str, str]:
    """The headers of an agent who is there."""
    made = workers.post("/v1/desk/agents", {"name": name}, **OPERATOR).json()
    return {**OPERATOR, "Sangdam-Agent": made["id"]}


def ticket_of(workers: Workers, customer: Customer) -> list[str]:
    listed = workers.get("/v1/desk/tickets", **OPERATOR)["tickets"]
    tickets = [each["ticket"] for each in listed]
    return [each["id"] for each in tickets if each["conversation_id"] == customer.id]


def test_one_conversation_sent_to_both_at_once_keeps_its_order(workers: Workers) -> None:
    customer = Customer(workers, "배송비는 얼마인가요?")
    questions = [f"{number}번째로 묻습니다. 배송비는 얼마인가요?" for number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(customer.say, questions))
    assert {answer.status_code for answer in answers} == {200}
    told = customer.messages()
    assert len({message["id"] for message in told}) == len(told) == 2 * (AT_ONCE + 1)
    for question, answer in zip(questions, answers, strict=True):
        turn = answer.json()["turn_id"]
        asked = [each["text"] for each in told].index(question)
        own = [n for n, each in enumerate(told) if each["turn_id"] == turn]
        (said,) = (n for n in own if told[n]["sender"] == "bot")
        assert asked < said
        assert told[said]["text"] == answer.json()["text"]
    assert customer.messages() == told, "read again, it is the same"


def turns(workers: Workers) -> float:
    """What any worker says that all have done together."""
    shown = httpx2.get(f"{workers.url}/metrics", headers=OPERATOR).text
    return sum(
        sample.value
        for family in text_string_to_metric_families(shown)
        for sample in family.samples
        if sample.name == "sangdam_turns_total"
    )


def test_whichever_worker_is_asked_tells_the_figures_of_all(workers: Workers) -> None:
    before = turns(workers)
    for _ in range(AT_ONCE):
        Customer(workers, "hello")
    assert [turns(workers) - before for _ in range(AT_ONCE)] == [AT_ONCE] * AT_ONCE


@pytest.mark.parametrize("language", ["ko", "en"])
def test_complaints_to_both_at_once_are_one_ticket_that_one_agent_gets(
    workers: Workers, language: str
) -> None:
    customer = Customer(workers, "안녕하세요" if language == "ko" else "Hello")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(customer.say, [COMPLAINT[language]] * AT_ONCE))
        (ticket,) = ticket_of(workers, customer)
        agents = [agent(workers, f"{language} {number}") for number in range(AT_ONCE)]
        claim = f"/v1/desk/tickets/{ticket}/claim"
        codes = [
            answer.status_code for answer in pool.map(lambda me: workers.post(claim, **me), agents)
        ]
    assert sorted(codes) == [200] + [409] * (AT_ONCE - 1)


def test_every_open_page_hears_at_once_whichever_worker_it_hangs_on(workers: Workers) -> None:
    customer = Customer(workers, COMPLAINT["ko"])
    (ticket,) = ticket_of(workers, customer)
    me = agent(workers, "김하루")
    taken = workers.post(f"/v1/desk/tickets/{ticket}/claim", **me).json()
    reply = {"text": "사진을 보내 주세요", "version": taken["version"]}
    listening, heard = threading.Barrier(AT_ONCE + 1), [""] * AT_ONCE

    def listen(number: int) -> None:
        url = f"{workers.url}{customer.place}/events"
        with httpx2.stream("GET", url, headers=customer.token, timeout=30) as stream:
            listening.wait()
            for line in stream.iter_lines():
                heard[number] += line
                if "사진을" in line:
                    return

    pages = [threading.Thread(target=listen, args=(number,)) for number in range(AT_ONCE)]
    for page in pages:
        page.start()
    listening.wait()
    place = f"/v1/desk/conversations/{customer.id}"
    deadline = time.monotonic() + 60
    while not all("typing" in each for each in heard) and time.monotonic() < deadline:
        workers.post(f"{place}/typing", **me)
        time.sleep(0.1)
    assert workers.post(f"{place}/messages", reply, **me).is_success
    for page in pages:
        page.join(30)
    assert all("typing" in each and "사진을" in each for each in heard)


def test_a_worker_that_was_killed_is_replaced_and_nothing_told_is_lost(workers: Workers) -> None:
    customer = Customer(workers, "배송비는 얼마인가요?")
    starts = workers.log.count("Application startup complete")
    workers.processes()[0].kill()
    told = 0
    for number in range(20):
        with suppress(httpx2.TransportError):
            told += customer.say(f"{number}: 배송비는 얼마인가요?").is_success
    assert told
    workers.wait_until(starts + 1)
    assert len(workers.processes()) == 2
    assert len([each for each in customer.messages() if each["sender"] == "bot"]) >= told + 1


def test_many_workers_on_sqlite_are_refused_with_the_reason(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "sangdam.channels.serve"],
        env={**os.environ, "SANGDAM_WORKERS": "2", "SANGDAM_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "SQLite serves one process" in refused.stderr
    assert "SANGDAM_DATABASE_URL" in refused.stderr
