"""The gaps API over the real application and the real turn, in process."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam import bootstrap_index
from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.channels.pages import words_of
from sangdam.desk.gaps import gap_id
from sangdam.indexing.new_entry import SOURCE
from sangdam.models import Act, IndexChange, Language
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder
from sangdam.storage.gaps import Ended
from tests.moments import MONDAY_MORNING, MakeService

KEY = "operator-key-for-tests"
OPERATOR = {"Authorization": f"Bearer {KEY}"}
SHIPPED = Path(__file__).parents[2] / "knowledge"

JAPAN = {"ko": "일본으로도 배송되나요?", "en": "do you ship to Japan?"}
JAPAN_TOO = {"ko": "일본 배송 가능한가요", "en": "Can you deliver to Japan?"}
STUDENT = {"ko": "대학생인데 할인 되나요?", "en": "Is there a student discount?"}
NO = {"ko": "아니요, 일본 배송은 하지 않습니다.", "en": "No, we do not ship to Japan."}


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge, to be written to."""
    return shutil.copytree(SHIPPED, tmp_path / "knowledge")


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def service(
    make_service: MakeService, knowledge: Path, index: Path, tmp_path: Path, clock: StoppedClock
) -> Service:
    own_index = shutil.copytree(index, tmp_path / "index")
    return make_service(
        operator_key=SecretStr(KEY), knowledge_dir=knowledge, index_dir=own_index, clock=clock
    )


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, message: str, **more: object) -> dict[str, Any]:
    answer = client.post("/v1/chat", json={"message": message, **more})
    assert answer.status_code == 200, answer.text
    reply: dict[str, Any] = answer.json()
    return reply


def gaps(client: TestClient, **query: object) -> dict[str, Any]:
    answer = client.get("/v1/desk/gaps", params=query, headers=OPERATOR)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def write(client: TestClient, **more: object) -> Any:
    sent = {"question": JAPAN["ko"], "answer": NO["ko"], "language": "ko", **more}
    return client.post("/v1/desk/gaps/entries", json=sent, headers=OPERATOR)


def reindex(service: Service, embedder: Embedder) -> IndexChange:
    def silent(_what: str, _done: int, _total: int) -> None:
        pass

    return bootstrap_index.reindex(service.settings, progress=silent, embedder=embedder)


def soon(true: Callable[[], bool]) -> None:
    """The service looks for a new Generation twice a second."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def problem(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["type"]).removeprefix("urn:sangdam:problem:")


def test_both_calls_want_the_operator_key(client: TestClient) -> None:
    customer = {"Authorization": f"Bearer {ask(client, 'hello')['conversation_token']}"}
    sent = {"question": "a", "answer": "b", "language": "en"}
    for headers, name in (({}, "token-missing"), (customer, "forbidden")):
        assert problem(client.get("/v1/desk/gaps", headers=headers)) == name
        answer = client.post("/v1/desk/gaps/entries", json=sent, headers=headers)
        assert problem(answer) == name


def test_there_is_nothing_to_mend_at_first(client: TestClient) -> None:
    assert gaps(client) == {"gaps": [], "total": 0, "dismissed": [], "looked_at": 300}
    ask(client, "제주도는 배송 며칠 걸려요?")
    ask(client, "상담원 연결해 주세요")
    assert gaps(client)["total"] == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_questions_in_vain_are_gathered_by_meaning(client: TestClient, language: str) -> None:
    for message in (JAPAN[language], JAPAN_TOO[language], STUDENT[language]):
        assert ask(client, message)["outcome"] in ("clarify", "handed_off")
    found = gaps(client)["gaps"]
    japan = next(gap for gap in found if len(gap["wordings"]) == 2)
    assert {w["text"] for w in japan["wordings"]} == {JAPAN[language], JAPAN_TOO[language]}
    assert (japan["askers"], japan["language"], japan["entry"]) == (2, language, None)
    assert japan["id"] in {gap_id(JAPAN[language]), gap_id(JAPAN_TOO[language])}
    assert sum(japan["ended"].values()) == 2
    assert [w["text"] for gap in found if gap is not japan for w in gap["wordings"]] == [
        STUDENT[language]
    ]


def test_the_closest_entry_is_named_with_the_line_that_holds_it(
    client: TestClient, knowledge: Path
) -> None:
    ask(client, JAPAN["ko"])
    closest = gaps(client)["gaps"][0]["closest"]
    assert set(closest) == {"document_id", "title", "kind", "source", "line"}
    line = (knowledge / closest["source"]).read_text("utf-8").splitlines()[closest["line"] - 1]
    assert closest["document_id"] in line
    assert closest["title"] in line


def test_an_entry_that_became_internal_is_named_no_more(
    service: Service, client: TestClient, knowledge: Path, embedder: Embedder
) -> None:
    ask(client, JAPAN["ko"])
    closest = gaps(client)["gaps"][0]["closest"]
    path = knowledge / closest["source"]
    lines = path.read_text("utf-8").splitlines(keepends=True)
    lines[closest["line"] - 1] = lines[closest["line"] - 1].replace(",customer,", ",internal,")
    path.write_text("".join(lines), "utf-8")
    assert reindex(service, embedder).changed == (closest["document_id"],)
    soon(lambda: gaps(client)["gaps"][0]["closest"] != closest)
    assert gaps(client)["gaps"][0]["closest"]["document_id"] != closest["document_id"]


def test_a_thumbs_down_is_a_gap_with_the_entry_that_did_not_help(client: TestClient) -> None:
    reply = ask(client, "어떤 결제 수단을 쓸 수 있나요?")
    token = {"Authorization": f"Bearer {reply['conversation_token']}"}
    sent = {"turn_id": reply["turn_id"], "helpful": False}
    assert client.post("/v1/feedback", json=sent, headers=token).status_code == 204
    (gap,) = gaps(client)["gaps"]
    assert gap["ended"] == {"unhelpful": 1}
    assert gap["closest"]["document_id"] == "payment-methods.ko"
    assert gap["entry"] is None
    assert problem(write(client, question="어떤 결제 수단을 쓸  수 있나요?")) == "conflict"


SECRETS = {
    "ko": (
        "김하루인데 일본으로도 배송되나요? 010-1234-5678로 전화하거나 haru.kim@naver.com"
        " 메일 주세요. 카드는 4111 1111 1111 1111이고 지난 주문은 HM-20261105-1234입니다"
    ),
    "en": (
        "do you ship to Japan? Call +82 10-1234-5678 or write to haru.kim@gmail.com,"
        " my card is 4111-1111-1111-1111 and my old order number HM-20261105-1234"
    ),
}
FRAGMENTS = ("1234-5678", "12345678", "haru.kim", "4111", "1111", "20261105")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_nothing_unmasked_comes_through_the_real_turn(
    service: Service, client: TestClient, language: str
) -> None:
    reply = ask(client, SECRETS[language], customer="shop-customer-77")
    service.feedback.add(reply["turn_id"], helpful=False)
    (gap,) = gaps(client)["gaps"]
    told = json.dumps(gap, ensure_ascii=False)
    assert not [each for each in FRAGMENTS if each in told]
    links = (reply["turn_id"], reply["conversation_id"], "shop-customer-77")
    assert not [each for each in links if each in told]
    assert {"ko": "[전화번호 1]", "en": "[phone 1]"}[language] in gap["question"]
    assert {"ko": "[이메일 1]", "en": "[email 1]"}[language] in gap["question"]


def test_a_follow_up_shows_the_question_that_was_made_to_stand_alone(
    service: Service, client: TestClient
) -> None:
    first = ask(client, "배송 며칠 걸려요?")
    token = {"Authorization": f"Bearer {first['conversation_token']}"}
    sent = {"message": "그럼 제주도는요?", "conversation_id": first["conversation_id"]}
    reply = client.post("/v1/chat", json=sent, headers=token).json()
    service.feedback.add(reply["turn_id"], helpful=False)
    (gap,) = gaps(client)["gaps"]
    assert gap["question"] == service.traces.get(reply["turn_id"]).question
    assert "배송" in gap["question"]
    assert "제주도" in gap["question"]


AGAIN = {"ko": "일본으로 배송 되나요", "en": "Do you deliver to Japan"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_dismissed_stays_away_in_like_words_until_it_is_brought_back(
    service: Service, client: TestClient, clock: StoppedClock, language: str
) -> None:
    ask(client, JAPAN[language], customer="shop-customer-77")
    ask(client, JAPAN_TOO[language])
    (gap,) = gaps(client)["gaps"]
    clock.advance(minutes=1)
    answer = client.post(f"/v1/desk/gaps/{gap['id']}/dismissal", headers=OPERATOR)
    assert answer.status_code == 201
    made = answer.json()["id"]
    clock.advance(minutes=1)
    ask(client, AGAIN[language])
    ask(client, STUDENT[language])
    found = gaps(client)
    assert [each["question"] for each in found["gaps"]] == [STUDENT[language]]
    (dismissed,) = found["dismissed"]
    assert (dismissed["id"], dismissed["times"], dismissed["language"]) == (made, 3, language)
    assert dismissed["question"] == gap["question"]
    assert "shop-customer-77" not in json.dumps(found)
    assert [each.act for each in service.audit.entries(subject=made)] == [Act.GAP_DISMISSED]

    place = f"/v1/desk/gaps/dismissals/{made}"
    assert client.delete(place, headers=OPERATOR).status_code == 204
    back = gaps(client)
    assert (back["total"], back["dismissed"]) == (2, [])
    again = client.delete(place, headers=OPERATOR)
    assert (problem(again), again.status_code) == ("not-found", 404)


def test_a_gap_that_is_not_there_can_not_be_dismissed(client: TestClient) -> None:
    answer = client.post("/v1/desk/gaps/00000000/dismissal", headers=OPERATOR)
    assert (problem(answer), answer.status_code) == ("not-found", 404)
    assert "read the list again" in answer.json()["detail"]


def test_a_dismissed_gap_is_gone_with_its_customer(client: TestClient) -> None:
    ask(client, JAPAN["ko"], customer="shop-customer-77")
    (gap,) = gaps(client)["gaps"]
    client.post(f"/v1/desk/gaps/{gap['id']}/dismissal", headers=OPERATOR)
    assert len(gaps(client)["dismissed"]) == 1
    client.delete("/v1/desk/customers/shop-customer-77", headers=OPERATOR)
    assert gaps(client)["dismissed"] == []


def test_the_newest_are_shown_and_all_are_counted(client: TestClient, clock: StoppedClock) -> None:
    for message in (*JAPAN.values(), *STUDENT.values()):
        ask(client, message)
        clock.advance(minutes=1)
    everything, two = gaps(client), gaps(client, limit=2)
    assert everything["total"] == two["total"] == 4
    assert two["gaps"] == everything["gaps"][:2]
    assert [gap["question"] for gap in two["gaps"]] == [STUDENT["en"], STUDENT["ko"]]
    for limit in (0, 301):
        answer = client.get(f"/v1/desk/gaps?limit={limit}", headers=OPERATOR)
        assert problem(answer) == "invalid-input"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_entry_answers_customers_after_a_reindex(
    service: Service, client: TestClient, embedder: Embedder, language: str
) -> None:
    ask(client, JAPAN[language])
    answer = write(
        client,
        question=JAPAN[language],
        answer=NO[language],
        language=language,
        aliases=[JAPAN_TOO[language]],
    )
    assert answer.status_code == 201
    made = answer.json()
    assert (made["source"], made["next"]) == (SOURCE, "make reindex")
    waiting = gaps(client)["gaps"][0]["entry"]
    assert waiting == {"document_id": made["document_id"], "source": SOURCE, "live": False}
    assert reindex(service, embedder).added == (made["document_id"],)
    soon(lambda: gaps(client)["gaps"][0]["entry"]["live"])
    assert NO[language] in ask(client, JAPAN_TOO[language])["text"]


def test_a_question_is_answered_by_one_entry_only(client: TestClient, knowledge: Path) -> None:
    assert write(client).status_code == 201
    again = write(client, answer="네, 됩니다.")
    assert problem(again) == "conflict"
    assert SOURCE in again.json()["detail"]
    alias = write(client, question="택배비  얼마예요?")
    assert problem(alias) == "conflict"
    assert "shipping-fee.ko" in alias.json()["detail"]
    assert (knowledge / SOURCE).read_text("utf-8-sig").count("\n") == 2


def test_why_not_is_told_in_the_language_asked_for(client: TestClient, knowledge: Path) -> None:
    sent = {"question": "택배비 얼마예요?", "answer": NO["ko"], "language": "ko"}
    place = "/v1/desk/gaps/entries?lang=ko"
    asked = client.post(place, json=sent, headers=OPERATOR)
    assert problem(asked) == "conflict"
    assert "항목 shipping-fee.ko(faqs/" in asked.json()["detail"]
    shutil.rmtree(knowledge / "faqs")
    (knowledge / "faqs").write_text("")
    unwritten = client.post(place, json={**sent, "question": JAPAN["ko"]}, headers=OPERATOR)
    assert problem(unwritten) == "read-only"
    assert "쓸 수 없어요" in unwritten.json()["detail"]


BAD = [
    {"answer": ""},
    {"answer": " \n "},
    {"question": " "},
    {"question": "="},
    {"language": "fr"},
    {"aliases": ["가"] * 51},
    {"aliases": [""]},
    {"audience": "internal"},
    {"id": "mine"},
    {"answer": "가" * 8001},
]


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_what_can_not_be_kept_is_refused_with_the_reason(
    client: TestClient, knowledge: Path, wrong: dict[str, object]
) -> None:
    answer = write(client, **wrong)
    assert problem(answer) == "invalid-input"
    assert next(iter(wrong)) in answer.json()["detail"]
    assert not (knowledge / SOURCE).exists()


def test_a_folder_that_can_not_be_written_is_told_with_the_way_to_mend_it(
    client: TestClient, knowledge: Path
) -> None:
    shutil.rmtree(knowledge / "faqs")
    (knowledge / "faqs").write_text("")
    answer = write(client)
    assert (problem(answer), answer.status_code) == ("read-only", 503)
    assert "can't be written" in answer.json()["detail"]
    assert "mend the rights" in answer.json()["detail"]


@pytest.mark.parametrize("language", Language)
def test_the_page_has_a_word_for_every_ending_and_language(language: Language) -> None:
    words = words_of(language, "하루")["gaps"]
    assert isinstance(words["ended"], dict)
    assert isinstance(words["languages"], dict)
    assert set(words["ended"]) == set(Ended)
    assert set(words["languages"]) == set(Language)
