"""What the service writes about itself: one form, one turn a line, nobody's data."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text as sql

from sangdam import bootstrap
from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.errors import SetupError
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.models import Done, Incoming, Language, Outcome
from sangdam.offline import ScriptedModel
from sangdam.settings import LogFormat, Settings
from sangdam.telemetry import logs
from sangdam.telemetry.logs import told_masked
from tests.moments import Converse, MakeService

QUESTIONS = ["제주도는 배송 며칠 걸려요?", "how long do refunds take?", "세일 상품도 반품돼요?"]
PERSONAL = {
    "ko": "제 번호는 010-1234-5678이고 메일은 minji.kim@example.com 입니다. 환불 언제 돼요?",
    "en": "My number is 010-1234-5678, mail minji.kim@example.com. How long do refunds take?",
}
NUMBER = "880101-2345678"
SECRETS = re.compile(r"1234-?5678|minji\.kim|880101-?2345678|4000-?1234-?5678-?9010")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged while the test runs, at every level, as JSON lines."""
    root = logging.getLogger()
    before, level, levels = root.handlers[:], root.level, {}
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    bootstrap.start_logging(Settings.load(log_format=LogFormat.JSON, log_level="DEBUG"))
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    out = io.StringIO()
    handler.setStream(out)
    yield out
    logging.captureWarnings(False)
    root.handlers[:] = before
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_one_object_with_time_level_logger_and_message(written: io.StringIO) -> None:
    logging.getLogger("sangdam.test").warning("두 줄\n'quoted' %d", 7)
    (line,) = lines(written)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {"level": "WARNING", "logger": "sangdam.test", "message": "두 줄\n'quoted' 7"}
    assert "두 줄" in written.getvalue()


def test_every_line_of_a_turn_names_it_also_when_turns_run_at_once(
    make_service: MakeService, written: io.StringIO
) -> None:
    service = make_service(limits={"cached_answers": 0})

    def turn(text: str) -> str:
        *_, done = service.assistant.run(Incoming(text=text))
        assert isinstance(done, Done)
        return done.reply.turn_id

    written.truncate(0)
    written.seek(0)
    with ThreadPoolExecutor(3) as pool:
        turns = list(pool.map(turn, QUESTIONS * 4))
        logging.getLogger("sangdam.test").info("between turns")
    told = [line for line in lines(written) if line["logger"] == "sangdam.turn"]
    assert {line["turn"] for line in told} == set(turns)
    assert len(turns) == len(set(turns))
    (between,) = (line for line in lines(written) if line["logger"] == "sangdam.test")
    assert "turn" not in between


def test_what_is_done_for_a_turn_after_its_end_names_it_too(
    make_service: MakeService, converse: Converse, written: io.StringIO
) -> None:
    class Chatty(ScriptedModel):
        def complete(self, *_: object, **__: object) -> object:  # type: ignore[override]
            logging.getLogger("sangdam.test").info("asked")
            return super().complete("", "")

    service = make_service(model=Chatty("{}"))
    reply = converse(service, "배송 며칠 걸려요?", "상담원 연결해 주세요")
    assert reply.outcome is Outcome.HANDED_OFF
    service.background.submit(lambda: None).result()
    (asked,) = (line for line in lines(written) if line["logger"] == "sangdam.test")
    assert asked["turn"] == reply.turn_id


def test_a_turn_that_nobody_listens_to_leaves_no_name_behind(
    service: Service, written: io.StringIO
) -> None:
    with closing(service.assistant.run(Incoming(text=QUESTIONS[0]))) as events:  # type: ignore[type-var]
        next(events)
        next(events)
    logging.getLogger("sangdam.test").info("afterwards")
    assert "turn" not in lines(written)[-1]


class Telling(ScriptedModel):
    """Breaks, and quotes the customer while it does."""

    def complete(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise ValueError(f"can't read {PERSONAL['ko']} {NUMBER}")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("form", LogFormat)
def test_an_error_is_logged_whole_but_for_personal_data(
    make_service: MakeService,
    converse: Converse,
    written: io.StringIO,
    form: LogFormat,
    language: str,
) -> None:
    bootstrap.start_logging(
        Settings.load(log_format=form, log_level="DEBUG", desk_language=language)
    )
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    service = make_service(model=Telling(), decision={"threshold": 0})
    reply = converse(service, "HB-200X 용기는 식기세척기에 넣어도 되나요?")
    assert reply.outcome is Outcome.HANDED_OFF
    told = written.getvalue()
    assert "Traceback" in told
    assert "ValueError" in told
    assert "turn.py" in told
    assert not SECRETS.search(told)


def fail(text: str) -> None:
    """Several errors at once, and another one from them, all of which tell `text`."""
    several = ExceptionGroup(text, [ValueError(f"one\n    {text}"), OSError(text)])
    raise RuntimeError(text) from several


@pytest.mark.parametrize("language", ["ko", "en"])
def test_of_an_error_only_what_it_says_is_masked(language: str) -> None:
    text = PERSONAL[language]
    mask = partial(mask_personal_data, language=Language(language))
    with pytest.raises(RuntimeError) as raised:
        fail(text)
    whole = "".join(traceback.format_exception(raised.value))
    told = told_masked(whole, lambda part: mask(part).text)
    assert len(told.splitlines()) == len(whole.splitlines())
    kept = [line for line in whole.splitlines() if "File " in line or "raise " in line]
    assert [line for line in told.splitlines() if "File " in line or "raise " in line] == kept
    assert len(kept) >= 3
    assert not SECRETS.search(told)
    assert told.count("ValueError") == whole.count("ValueError")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_personal_data_is_in_no_line_even_where_the_database_fails(
    make_service: MakeService, written: io.StringIO, language: str
) -> None:
    service = make_service()
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        sent = {"message": PERSONAL[language], "customer": "minji.kim"}
        assert client.post("/v1/chat", json=sent).status_code == 200
        with service.database.begin() as session:
            session.execute(sql("ALTER TABLE messages RENAME TO lost"))
        assert client.post("/v1/chat", json=sent).status_code == 503
    told = written.getvalue()
    assert "no such table: messages" in told
    assert not SECRETS.search(told)


def test_an_unknown_form_is_refused_by_name() -> None:
    with pytest.raises(SetupError, match="SANGDAM_LOG_FORMAT"):
        Settings.load({}, log_format="xml")


def test_the_whole_server_logs_json_lines_only(index: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "SANGDAM_LOG_FORMAT": "json",
        "SANGDAM_LLM": "none",
        "SANGDAM_PORT": "0",
        "SANGDAM_DATA_DIR": str(tmp_path),
        "SANGDAM_INDEX_DIR": str(index),
    }
    command = [sys.executable, "-m", "sangdam.channels.serve"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as server:
        try:
            assert server.stdout
            ready = next(said for said in server.stdout if said.startswith("Ready"))
            reply = asked(ready.split()[2], QUESTIONS[0])
        finally:
            server.terminate()
        _, errors = server.communicate(timeout=60)
    told = [json.loads(line) for line in errors.splitlines()]
    assert "uvicorn.error" in {line["logger"] for line in told}
    assert reply["turn_id"] in {line.get("turn") for line in told}


def asked(address: str, text: str) -> dict[str, object]:
    """The reply of a server that is about to listen."""
    for _ in range(1_200):
        with suppress(httpx2.ConnectError):
            reply: dict[str, object] = httpx2.post(
                f"{address}v1/chat", json={"message": text}, timeout=30
            ).json()
            return reply
        time.sleep(0.05)
    raise AssertionError("nobody listened")
