"""The service in this process and behind an address: the same words, the same evidence."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from evals.observed import Seen, Target
from evals.targets.behind_address import BehindAddress, NoReply
from evals.targets.identity import shown, versions, without_secrets
from evals.targets.in_process import InProcess
from evals.targets.shop_clock import ShopClock
from sangdam import bootstrap_index
from sangdam.errors import Invalid, SetupError
from sangdam.indexing.generations import current_name
from sangdam.models import Outcome
from sangdam.offline import ScriptedModel
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.settings import LLM, Settings
from tests.evals.conftest import OPERATOR_KEY

TICKET = re.compile(r"\b[A-Z]{1,4}-[A-Z0-9]{4,}\b")
CONVERSATIONS = [
    ("제주도는 배송 며칠 걸려요?",),
    ("배송 며칠 걸려요?", "그럼 제주도는요?"),
    ("how long do refunds take?",),
    ("상담원 연결해 주세요",),
    ("안녕하세요",),
    ("do you sell bicycles on the moon?",),
]


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def converse(target: Target, *messages: str, at: datetime | None = None) -> Seen:
    """The last turn."""
    conversation = target.open(at=at)
    assert conversation is not None
    return [conversation.say(text) for text in messages][-1]


def essence(seen: Seen) -> tuple[object, ...]:
    """All of a turn but what no two turns share: ids, times, the ticket's number."""
    reply = seen.reply
    return (
        seen.said,
        reply.outcome,
        reply.route,
        TICKET.sub("TICKET", reply.text),
        reply.language,
        reply.citations,
        reply.suggestions,
        round(reply.confidence.value, 4) if reply.confidence else None,
        reply.handoff.reason_code if reply.handoff else None,
        reply.generation,
    )


# --- in this process -----------------------------------------------------------------------


def test_a_turn_is_seen_whole_with_the_words_of_its_evidence(in_process: InProcess) -> None:
    seen = converse(in_process, "제주도는 배송 며칠 걸려요?")
    assert seen.reply.outcome is Outcome.ANSWERED
    assert "3~4영업일" in seen.reply.text
    assert seen.trace is not None
    assert seen.trace.turn_id == seen.reply.turn_id
    assert [(f.passage_id, f.score) for f in seen.found] == list(seen.trace.evidence)
    assert all(found.title and found.text for found in seen.found)
    assert seen.found[0].document_id == "shipping-jeju-days.ko"
    assert seen.milliseconds >= seen.reply.timings_ms["total"]


def test_what_follows_is_said_in_the_same_conversation(in_process: InProcess) -> None:
    seen = converse(in_process, "배송 며칠 걸려요?", "그럼 제주도는요?")
    assert "3~4영업일" in seen.reply.text
    alone = converse(in_process, "그럼 제주도는요?")
    assert alone.reply.conversation_id != seen.reply.conversation_id


def test_a_case_is_asked_at_its_own_time_of_the_shop(in_process: InProcess) -> None:
    wish = "상담원 연결해 주세요"
    now = converse(in_process, wish)
    night = converse(in_process, wish, at=datetime(2026, 11, 23, 23, 0))
    abroad = converse(in_process, wish, at=datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    texts = [TICKET.sub("", seen.reply.text) for seen in (now, night, abroad)]
    assert "11월 24일" in texts[1]
    assert "11월 24일" not in texts[0]
    assert texts[1] == texts[2]


def test_a_document_that_is_not_yet_in_force_holds_when_its_day_comes(
    in_process: InProcess,
) -> None:
    question = "세일 상품은 며칠 안에 반품해야 하나요?"
    now = converse(in_process, question)
    then = converse(in_process, question, at=datetime(2027, 2, 3, 10, 0))
    coming = "policy-returns-sale-2027.ko"
    assert coming not in {found.document_id for found in now.found}
    assert coming in {found.document_id for found in then.found}


def test_every_thread_has_a_clock_of_its_own() -> None:
    clock = ShopClock("Asia/Seoul")
    both_inside = threading.Barrier(2, timeout=60)
    told: dict[int, datetime] = {}

    def look(day: int) -> None:
        with clock.at(datetime(2027, 1, day)):
            both_inside.wait()
            told[day] = clock()

    threads = [threading.Thread(target=look, args=[day]) for day in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {day: moment.day for day, moment in told.items()} == {1: 1, 2: 2}
    assert clock().isoformat() == "2026-11-23T10:00:00+09:00"


def test_a_text_that_cannot_be_used_is_an_error_of_the_house(in_process: InProcess) -> None:
    with pytest.raises(Invalid):
        converse(in_process, "   ")


def test_what_is_examined_is_told_whole(in_process: InProcess, index: Path) -> None:
    about = in_process.about()
    assert about.target == "in process"
    assert about.generation == current_name(index)
    assert about.model == "none"
    assert {"python", "code", "kiwipiepy", "faiss-cpu", "openvino", "openai"} <= set(about.versions)
    assert set(about.settings) == set(Settings.model_fields)


def test_the_model_that_is_handed_in_is_the_one_told_of(
    index: Path, embedder: Embedder, morphology: Morphology
) -> None:
    model = ScriptedModel("irrelevant")
    target = InProcess(
        Settings.load(llm=LLM.NONE),
        index=index,
        embedder=embedder,
        morphology=morphology,
        model=model,
    )
    assert target.about().model == "scripted"
    target.close()


def test_without_an_index_the_knowledge_folder_is_indexed_afresh(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    knowledge = tmp_path / "knowledge"
    (knowledge / "faqs").mkdir(parents=True)
    (knowledge / "faqs" / "pets.csv").write_text(
        "id,question,answer,language\n"
        "pets-birds,앵무새도 키울 수 있나요?,네. 앵무새는 두 마리까지 키울 수 있습니다.,ko\n",
        "utf-8",
    )
    settings = Settings.load(llm=LLM.NONE, knowledge_dir=knowledge, data_dir=tmp_path / "data")
    target = InProcess(settings, embedder=embedder, morphology=morphology)
    assert target.documents == {"pets-birds"}
    seen = converse(target, "앵무새도 키울 수 있나요?")
    target.close()
    assert [found.document_id for found in seen.found] == ["pets-birds"]
    assert not (tmp_path / "data").exists()


def test_a_generation_is_examined_before_it_goes_live(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "pets.md").write_text(
        "---\nid: pets\ntitle: 반려동물\nlanguage: ko\n---\n앵무새는 두 마리까지 됩니다.\n", "utf-8"
    )
    settings = Settings.load(llm=LLM.NONE, knowledge_dir=tmp_path / "knowledge")
    seen: list[Seen] = []

    def look(_live: Generation | None, generation: Generation) -> None:
        target = InProcess(
            settings, generation=generation, embedder=embedder, morphology=morphology
        )
        seen.append(converse(target, "앵무새 몇 마리 돼요?"))
        target.close()
        assert current_name(tmp_path / "index") is None
        raise SetupError("refused")

    with pytest.raises(SetupError, match="refused"):
        bootstrap_index.reindex(
            settings, index=tmp_path / "index", progress=silent, accept=look, embedder=embedder
        )
    assert [found.document_id for found in seen[0].found] == ["pets"]


def test_without_an_index_in_the_folder_it_says_so(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    with pytest.raises(SetupError, match="there is no index"):
        InProcess(
            Settings.load(llm=LLM.NONE), index=tmp_path, embedder=embedder, morphology=morphology
        )


# --- behind an address ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def behind_address(address: str) -> Iterator[BehindAddress]:
    target = BehindAddress(address, SecretStr(OPERATOR_KEY))
    yield target
    target.close()


@pytest.mark.parametrize("messages", CONVERSATIONS, ids=lambda messages: messages[-1])
def test_both_targets_say_and_find_the_same(
    in_process: InProcess, behind_address: BehindAddress, messages: tuple[str, ...]
) -> None:
    here, there = converse(in_process, *messages), converse(behind_address, *messages)
    assert essence(here) == essence(there)
    assert here.found == there.found
    assert here.trace is not None
    assert there.trace is not None
    assert here.trace.verdicts == there.trace.verdicts


def test_without_the_key_there_are_no_traces(address: str) -> None:
    target = BehindAddress(address)
    seen = converse(target, "제주도는 배송 며칠 걸려요?")
    target.close()
    assert seen.reply.outcome is Outcome.ANSWERED
    assert seen.trace is None
    assert seen.found == ()


def test_a_wrong_key_is_told_at_once_and_never_shown(address: str) -> None:
    with pytest.raises(SetupError, match="refuses the operator key") as raised:
        BehindAddress(address, SecretStr("guessed-key"))
    assert "guessed-key" not in str(raised.value)


def test_a_distant_service_is_asked_now_or_not_at_all(behind_address: BehindAddress) -> None:
    assert behind_address.open(at=datetime(2027, 2, 3, 10, 0)) is None


def test_what_is_behind_an_address_is_told_as_far_as_it_shows(
    behind_address: BehindAddress, address: str, index: Path
) -> None:
    about = behind_address.about()
    assert about.target == address
    assert about.generation == current_name(index)
    assert about.model == "none"
    assert about.settings == {}


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://shop.example", "no address"])
def test_where_nothing_answers_it_says_so(url: str) -> None:
    with pytest.raises(SetupError, match=f"nothing answers at {url}"):
        BehindAddress(url)


@contextmanager
def scripted(status: int, body: bytes) -> Iterator[str]:
    """A server of somebody else: every POST gets this answer, every GET is not found."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(404, b"not here")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(status, body)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


LEAST = {
    "conversation_id": "c",
    "turn_id": "t",
    "outcome": "answered",
    "route": "direct",
    "text": "3~4영업일 걸립니다.",
    "language": "ko",
}


def test_more_fields_than_ours_are_passed_over_and_fewer_are_enough() -> None:
    citation = {"marker": 1, "document_id": "d", "title": "t", "section": "", "quote": "q", "x": 1}
    answer = {**LEAST, "mood": "fine", "citations": [citation], "confidence": None}
    with scripted(200, json.dumps(answer).encode()) as url:
        target = BehindAddress(url)
        seen = converse(target, "얼마나 걸려요?", "정말요?")
        about = target.about()
        target.close()
    assert seen.reply.text == "3~4영업일 걸립니다."
    assert seen.reply.citations[0].document_id == "d"
    assert (about.generation, about.model, about.versions) == ("unknown", "unknown", {})


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, json.dumps(LEAST | {"outcome": "shrugged"}), "the reply is not of the contract"),
        (200, json.dumps({}), "text: Field required"),
        (200, "<html>", "gave 200 and no JSON"),
        (200, "[]", "gave JSON that is no object"),
        (503, '{"detail": "Too many questions"}', "POST /v1/chat gave 503 Too many questions"),
    ],
)
def test_an_answer_that_cannot_be_used_fails_its_case_in_a_sentence(
    status: int, body: str, said: str
) -> None:
    with scripted(status, body.encode()) as url:
        target = BehindAddress(url)
        with pytest.raises(NoReply, match=said):
            converse(target, "얼마나 걸려요?")
        target.close()


# --- what is told of it --------------------------------------------------------------------


def test_no_secret_is_told() -> None:
    settings = Settings.load(
        openai_api_key="sk-secret",
        openai_base_url="https://me:secret@models.example/v1?api_key=secret&version=secret",
        operator_key="secret-key",
        database_url="postgresql://me:secret@db.example/shop",
        models_dir=Path.home() / "models",
    )
    told = shown(settings)
    assert "secret" not in json.dumps(told)
    assert told["openai_base_url"] == "https://***@models.example/v1?api_key=***&version=***"
    assert told["decision"] == settings.decision.model_dump()
    assert told["models_dir"] == "~/models"


def test_a_url_without_secrets_is_told_as_it_is() -> None:
    url = "http://127.0.0.1:8000/shop"
    assert without_secrets(url) == url
    assert without_secrets("what is this? a=b") == "what is this? a=b"


def test_the_code_has_a_name_of_its_own() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", versions()["code"])
    assert versions() == versions()
