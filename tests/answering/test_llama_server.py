"""The keeper of the language model's server: with a small stand-in, and with the real one."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sangdam.answering.llama_server import LlamaServer
from sangdam.answering.openai_model import OpenAIModel
from sangdam.model_files.location import locate
from sangdam.settings import Settings
from tests.moments import eventually

STAND_IN = """#!{python}
import http.server, json, os, sys
with open({record!r}, "a") as record:
    me = dict(argv=sys.argv[1:], key=os.environ["LLAMA_API_KEY"], nice=os.nice(0), pid=os.getpid())
    record.write(json.dumps(me) + "\\n")
if {code} is not None:
    sys.exit({code})

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()

port = int(sys.argv[sys.argv.index("--port") + 1])
http.server.HTTPServer(("127.0.0.1", port), Health).serve_forever()
"""


class StandIn:
    """An executable that says it is healthy, or ends at once with a code."""

    def __init__(self, folder: Path, code: int | None = None) -> None:
        self.path = folder / "stand-in-server"
        self._record = folder / "record.jsonl"
        text = STAND_IN.format(python=sys.executable, record=str(self._record), code=code)
        self.path.write_text(text, encoding="utf-8")
        self.path.chmod(0o755)

    @property
    def starts(self) -> list[dict[str, object]]:
        if not self._record.exists():
            return []
        return [json.loads(line) for line in self._record.read_text().splitlines()]

    @property
    def pid(self) -> int:
        pid = self.starts[-1]["pid"]
        assert isinstance(pid, int)
        return pid


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def stand_in(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path)


@pytest.fixture
def server(stand_in: StandIn) -> Iterator[LlamaServer]:
    server = LlamaServer(Path("some-model.gguf"), executable=str(stand_in.path))
    yield server
    server.stop()


def test_start_does_not_wait(server: LlamaServer) -> None:
    began = time.monotonic()
    server.start()
    assert time.monotonic() - began < 0.5
    assert not server.ready
    assert eventually(lambda: server.ready)


def test_the_child_is_told_all_it_needs_and_the_key_stays_off_the_command_line(
    server: LlamaServer, stand_in: StandIn
) -> None:
    server.start()
    assert eventually(lambda: server.ready)
    (start,) = stand_in.starts
    argv = start["argv"]
    assert isinstance(argv, list)
    said = dict(zip(argv[::2], argv[1::2], strict=True))
    assert said["--model"] == str(Path("some-model.gguf").resolve())
    assert said["--alias"] == server.model == "some-model"
    assert said["--host"] == "127.0.0.1"
    assert server.base_url == f"http://127.0.0.1:{said['--port']}/v1"
    assert start["key"] == server.api_key
    assert len(server.api_key) >= 32
    assert server.api_key not in " ".join(argv)
    assert start["nice"] == min(os.nice(0) + 10, 19)


def test_every_server_has_a_key_of_its_own() -> None:
    one, other = LlamaServer(Path("a.gguf")), LlamaServer(Path("a.gguf"))
    assert one.api_key != other.api_key


def test_a_death_is_an_outage_and_then_it_is_back(server: LlamaServer, stand_in: StandIn) -> None:
    server.start()
    assert eventually(lambda: server.ready)
    first = stand_in.pid
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: not server.ready)
    assert eventually(lambda: server.ready)
    assert stand_in.pid != first
    assert len(stand_in.starts) == 2


def test_one_that_never_gets_ready_is_tried_again_ever_more_rarely(tmp_path: Path) -> None:
    broken = StandIn(tmp_path, code=3)
    server = LlamaServer(Path("some-model.gguf"), executable=str(broken.path))
    server.start()
    try:
        assert eventually(lambda: len(broken.starts) >= 2)
        time.sleep(3)
        assert not server.ready
        assert len(broken.starts) <= 5
    finally:
        server.stop()


def test_an_executable_that_is_not_there_is_only_an_outage() -> None:
    server = LlamaServer(Path("some-model.gguf"), executable="/no/such/llama-server")
    server.start()
    time.sleep(1)
    assert not server.ready
    server.stop()


def test_stop_ends_the_child(server: LlamaServer, stand_in: StandIn) -> None:
    server.start()
    assert eventually(lambda: server.ready)
    pid = stand_in.pid
    server.stop()
    assert not server.ready
    assert not alive(pid)


def test_stop_before_start_is_nothing() -> None:
    server = LlamaServer(Path("some-model.gguf"))
    server.stop()
    assert not server.ready


def test_the_child_dies_with_the_service(stand_in: StandIn) -> None:
    """Even where the service is killed and can't say goodbye."""
    script = (
        "import pathlib, time\n"
        "from sangdam.answering.llama_server import LlamaServer\n"
        "server = LlamaServer(\n"
        f"    pathlib.Path('some-model.gguf'), executable={str(stand_in.path)!r}\n"
        ")\n"
        "server.start()\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as service:
        assert eventually(lambda: bool(stand_in.starts))
        pid = stand_in.pid
        service.kill()
    assert eventually(lambda: not alive(pid), seconds=10)


# --- the real one --------------------------------------------------------------------------

CHOOSE = (
    "You choose which numbered sentences answer a customer's question. "
    'Reply with JSON: {"sentences": [numbers]}.'
)
SENTENCES = (
    "1. 배송비는 3,000원이고 30,000원부터 무료입니다.\n"
    "2. 제주는 출고 후 3~4영업일이 걸립니다.\n"
    "3. 카드 환불은 검수 후 3~5영업일이 걸립니다.\n"
)
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": 3},
            "maxItems": 3,
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def real() -> Iterator[LlamaServer]:
    server = LlamaServer(locate(Settings.load().models_dir).language_model)
    server.start()
    assert eventually(lambda: server.ready, seconds=180)
    yield server
    server.stop()


@pytest.mark.llm
def test_the_real_server_chooses_sentences_under_a_schema(real: LlamaServer) -> None:
    model = OpenAIModel(
        name=real.model,
        address=lambda: real.base_url,
        api_key=real.api_key,
        timeout_s=120,
        writes_prose=False,
        count=lambda text: len(text.split()),
        temperature=0,
    )
    user = SENTENCES + "Question: 제주도는 배송이 며칠 걸리나요?"
    first = model.complete(CHOOSE, user, schema=SCHEMA, max_tokens=40)
    assert 2 in json.loads(first.text)["sentences"]
    again = model.complete(
        CHOOSE, SENTENCES + "Question: 환불은 언제 돼요?", schema=SCHEMA, max_tokens=40
    )
    assert set(json.loads(again.text)["sentences"]) <= {1, 2, 3}
    assert again.usage.cached_tokens > again.usage.prompt_tokens / 2


@pytest.mark.llm
@pytest.mark.parametrize("key", ["", "Bearer wrong"])
def test_the_real_server_answers_nobody_without_the_key(real: LlamaServer, key: str) -> None:
    address = urlsplit(real.base_url)
    assert address.hostname
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    body = json.dumps({"messages": [{"role": "user", "content": "안녕"}], "max_tokens": 1})
    connection.request(
        "POST", "/v1/chat/completions", body, {"Authorization": key, "Content-Type": "text/json"}
    )
    assert connection.getresponse().status == http.HTTPStatus.UNAUTHORIZED
    connection.close()


@pytest.mark.llm
def test_the_real_server_listens_on_loopback_only(real: LlamaServer) -> None:
    """Linux routes all of 127/8 to this machine; only 127.0.0.1 is listened on."""
    port = urlsplit(real.base_url).port
    assert port
    socket.create_connection(("127.0.0.1", port), timeout=30).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=30)
