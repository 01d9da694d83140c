"""The desk over HTTP: agents, claims, the customer's view, and what never leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.channels.app import create_app
from sangdam.models import Audience, DraftUse, ReasonCode
from sangdam.offline import StoppedClock
from tests.channels.desk_client import KEY, OPERATOR, Customer, Desk
from tests.moments import MONDAY_MORNING, SATURDAY, MakeService

SIGNING_IN = "/v1/desk/session"
"""The door itself."""
COMPLAINT = {
    "ko": "주문번호 HM-20261105-1234 상품이 깨져서 왔는데 책임을 안 지네요. 정말 화가 납니다!",
    "en": "Order HM-20261105-1234 arrived broken and nobody takes responsibility. I am furious!",
}
QUESTION = {"ko": "제주도는 배송 며칠 걸려요?", "en": "How long does delivery to Jeju take?"}


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def desk(make_service: MakeService, clock: StoppedClock) -> Iterator[Desk]:
    service = make_service(operator_key=SecretStr(KEY), clock=clock)
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield Desk(client, service)


@pytest.fixture
def customer(desk: Desk) -> Customer:
    return Customer(desk.client)


def test_nothing_of_the_desk_opens_without_the_key(desk: Desk) -> None:
    paths = desk.client.get("/openapi.json").json()["paths"]
    tried = 0
    for path, methods in paths.items():
        if not path.startswith("/v1/desk") or path == SIGNING_IN:
            continue
        for method in methods:
            for headers in ({}, {"Authorization": "Bearer wrong"}):
                answer = desk.client.request(method, path, headers=headers, json={})
                assert answer.status_code in {401, 403}, (method, path)
                tried += 1
    assert tried > 30


def test_who_acts_must_be_named(desk: Desk) -> None:
    assert desk.post("tickets/next").status_code == 422
    nobody = {**OPERATOR, "Sangdam-Agent": "agent_none"}
    assert desk.client.post("/v1/desk/tickets/next", headers=nobody).status_code == 404


def test_an_agent_is_made_comes_and_goes(desk: Desk) -> None:
    desk.agent("김하루", languages=["ko"], skills=["refunds"], capacity=2)
    (agent,) = desk.get("agents")
    assert (agent["name"], agent["capacity"], agent["availability"]) == ("김하루", 2, "online")
    assert desk.post("agents", {"name": "김하루"}).status_code == 409
    assert desk.post("agents", {"name": "  "}).status_code == 422
    assert desk.change("김하루", availability="away").json()["availability"] == "away"
    assert desk.change("김하루", availability="asleep").status_code == 422


@pytest.mark.parametrize("language", ["ko", "en"])
def test_from_complaint_to_resolve_to_a_new_question(
    desk: Desk, customer: Customer, language: str
) -> None:
    customer.ask(QUESTION[language])
    desk.agent()
    told = customer.ask(COMPLAINT[language])["handoff"]
    assert customer.view()["waiting"]["position"] == 1
    taken = desk.post("tickets/next", name="김하루").json()
    assert taken["ticket"]["id"] == told["ticket_id"]
    assert customer.view()["agent"] == "김하루"
    assert customer.ask("사진을 보낼게요")["outcome"] == "with_human"
    assert desk.say(customer.conversation, "확인했습니다.").status_code == 200
    last = customer.view()["messages"][-1]
    assert (last["sender"], last["agent"], last["text"]) == ("agent", "김하루", "확인했습니다.")
    ended = desk.post(f"tickets/{told['ticket_id']}/resolve", {"resolution": "solved"}, "김하루")
    assert ended.json()["resolution"] == "solved"
    again = customer.ask(QUESTION[language])
    assert (again["outcome"], again["handoff"]) == ("answered", None)


def test_the_overview_is_the_desks_page_in_one_look(desk: Desk, customer: Customer) -> None:
    told = customer.ask(COMPLAINT["ko"])["handoff"]
    desk.agent("이나무")
    seen = desk.get("overview", "김하루")
    assert seen["me"]["name"] == "김하루"
    assert [agent["name"] for agent in seen["agents"]] == ["김하루", "이나무"]
    assert (seen["held"], seen["open_now"]) == ({}, True)
    desk.post(f"tickets/{told['ticket_id']}/claim", name="김하루")
    seen = desk.get("overview", "이나무")
    assert seen["held"] == {desk.agent("김하루"): 1}
    assert seen["tickets"][0]["agent_id"] == desk.agent("김하루")


def test_the_next_ticket_is_one_that_fits(desk: Desk) -> None:
    desk.agent("Emma", languages=["en"])
    assert desk.post("tickets/next", name="Emma").json() is None
    Customer(desk.client).ask("상담원 연결해 주세요")
    assert desk.post("tickets/next", name="Emma").json() is None
    english = Customer(desk.client)
    english.ask("let me talk to a person")
    taken = desk.post("tickets/next", name="Emma").json()
    assert taken["conversation"]["id"] == english.conversation


def test_a_full_agent_is_told_so(desk: Desk) -> None:
    desk.agent("김하루", capacity=1)
    for _ in range(2):
        Customer(desk.client).ask("상담원 연결해 주세요")
    assert desk.post("tickets/next", name="김하루").status_code == 200
    refused = desk.post("tickets/next", name="김하루")
    assert refused.status_code == 409
    assert "as many as they may" in refused.json()["detail"]


def test_of_two_who_claim_one_is_told_who_was_first(desk: Desk, customer: Customer) -> None:
    told = customer.ask("상담원 연결해 주세요")["handoff"]
    desk.agent("이나무")
    assert desk.post(f"tickets/{told['ticket_id']}/claim", name="김하루").status_code == 200
    second = desk.post(f"tickets/{told['ticket_id']}/claim", name="이나무")
    assert second.status_code == 409
    assert "김하루" in second.json()["detail"]


def test_what_the_law_forbids_to_keep_is_kept_from_agents_words_too(
    desk: Desk, customer: Customer
) -> None:
    customer.ask("상담원 연결해 주세요")
    desk.say(customer.conversation, "주민번호 900101-1234567 맞으신가요?")
    desk.post(
        f"conversations/{customer.conversation}/notes",
        {"text": "카드 4111-1111-1111-1111"},
        "김하루",
    )
    kept = str(desk.service.conversations.get(customer.conversation, Audience.INTERNAL))
    assert "1234567" not in kept
    assert "4111-1111" not in kept


def test_the_agents_use_of_the_draft_is_kept_with_the_ticket(
    desk: Desk, customer: Customer
) -> None:
    told = customer.ask("카카오페이 결제 수단을 알려 주세요. 너무 화가 나요. 상담원 바꿔 주세요")
    ticket = told["handoff"]["ticket_id"]
    draft = desk.get(f"tickets/{ticket}")["ticket"]["summary"]["draft"]
    desk.say(customer.conversation, draft.replace(" [1]", ""))
    ended = desk.post(f"tickets/{ticket}/resolve", {"resolution": "informed"}, "김하루").json()
    assert ended["draft_use"] == DraftUse.AS_IS


def test_a_resolution_is_one_of_the_list(desk: Desk, customer: Customer) -> None:
    told = customer.ask("상담원 연결해 주세요")["handoff"]
    path = f"tickets/{told['ticket_id']}/resolve"
    assert desk.post(path, {"resolution": "whatever"}, "김하루").status_code == 422
    assert desk.post(path, {}, "김하루").status_code == 422


def test_returned_the_assistant_answers_at_once_and_calls_nobody_again(
    desk: Desk, customer: Customer
) -> None:
    customer.ask("상담원 연결해 주세요")
    desk.say(customer.conversation, "도우미가 이어서 답해 드릴게요.")
    desk.post(f"conversations/{customer.conversation}/return", name="김하루")
    assert customer.ask(QUESTION["ko"])["outcome"] == "answered"
    assert desk.get("tickets")["tickets"] == []


@pytest.mark.parametrize("act", ["transfer", "return"])
def test_what_is_sent_again_under_the_version_seen_gets_the_answer_of_the_first(
    desk: Desk, customer: Customer, act: str
) -> None:
    customer.ask("상담원 연결해 주세요")
    place = f"conversations/{customer.conversation}"
    seen = desk.service.conversations.get(customer.conversation).conversation.version
    handed = {"agent_id": desk.agent("이나무"), "note": "환불 담당이라", "client_message_id": "t1"}
    sent = {"version": seen, **(handed if act == "transfer" else {})}
    first, second = (desk.post(f"{place}/{act}", sent, "김하루") for _ in "12")
    assert (first.status_code, second.status_code) == (200, 200), second.text
    assert second.json() == first.json()
    customer.ask("상담원을 바꿔 주세요" if act == "transfer" else "상담원 연결해 주세요")
    stale = {"version": seen, **({"queue": "general"} if act == "transfer" else {})}
    refused = desk.post(f"{place}/{act}", stale, "이나무")
    assert (refused.status_code, refused.json()["title"]) == (409, "Conflict")


def test_where_nobody_is_at_the_desk_the_customer_is_told_and_still_answered(
    desk: Desk, customer: Customer
) -> None:
    desk.agent()
    desk.change("김하루", availability="offline")
    told = customer.ask("상담원 연결해 주세요")
    assert "자리를 비웠습니다" in told["text"]
    assert customer.view()["waiting"]["staffed"] is False
    assert customer.ask(QUESTION["ko"])["outcome"] == "answered"
    desk.change("김하루", availability="online")
    assert customer.ask(QUESTION["ko"])["outcome"] == "with_human"


def test_out_of_hours_the_customer_learns_when_and_leaves_a_contact(
    desk: Desk, customer: Customer, clock: StoppedClock
) -> None:
    clock.moment = SATURDAY
    told = customer.ask("상담원 연결해 주세요")["handoff"]
    waiting = customer.view()["waiting"]
    assert waiting["opens_at"].startswith("2026-11-23T")
    path = f"/v1/conversations/{customer.conversation}/contact"
    sent = desk.client.post(path, json={"contact": "hello@example.com"}, headers=customer.headers)
    assert sent.status_code == 204
    assert desk.get(f"tickets/{told['ticket_id']}")["conversation"]["contact"]
    assert customer.view()["contact_left"] is True
    assert "hello@example.com" not in str(customer.view())


def test_a_late_ticket_rises_and_a_gone_agents_goes_back(
    desk: Desk, customer: Customer, clock: StoppedClock
) -> None:
    told = customer.ask("상담원 연결해 주세요")["handoff"]
    clock.advance(minutes=31)
    desk.service.rounds.make()
    (listed,) = desk.get("tickets")["tickets"]
    assert (listed["ticket"]["priority"], bool(listed["ticket"]["escalated_at"])) == (2, True)
    desk.post(f"tickets/{told['ticket_id']}/claim", name="김하루")
    clock.advance(minutes=5)
    desk.service.rounds.make()
    clock.advance(minutes=11)
    desk.service.rounds.make()
    assert customer.view()["owner"] == "queue"
    assert desk.get("agents")[0]["availability"] == "offline"


def test_a_customers_tier_is_the_shops_word(make_service: MakeService) -> None:
    rules = [
        {"queue": "vip", "priority": 1, "answer_minutes": 5, "tiers": ["vip"]},
        {"queue": "general", "priority": 4, "answer_minutes": 60},
    ]
    service = make_service(operator_key=SecretStr(KEY), desk={"routing": rules})
    with TestClient(create_app(service)) as client:
        path = "/v1/desk/customers/c-7"
        assert client.put(path, json={"tier": "vip"}, headers=OPERATOR).status_code == 204
        for customer, queue in (("c-7", "vip"), ("c-8", "general"), (None, "general")):
            told = Customer(client).ask("상담원 연결해 주세요", customer=customer)
            assert told["handoff"]["queue"] == queue


# --- what never leaves --------------------------------------------------------------------------

NOTE = "내부메모-환불승인가능"
CUSTOMER_PATHS = {
    "/v1/chat",
    "/v1/chat/stream",
    "/v1/feedback",
    "/v1/conversations/{conversation_id}",
    "/v1/conversations/{conversation_id}/events",
    "/v1/conversations/{conversation_id}/handoff",
    "/v1/conversations/{conversation_id}/typing",
    "/v1/conversations/{conversation_id}/contact",
    "/v1/conversations/{conversation_id}/attachments",
    "/v1/conversations/{conversation_id}/attachments/{attachment_id}",
    "/healthz",
    "/readyz",
}


def test_every_path_that_customers_have_is_walked_below(desk: Desk) -> None:
    paths = desk.client.get("/openapi.json").json()["paths"]
    outside = {p for p in paths if not p.startswith(("/v1/desk", "/v1/search", "/metrics"))}
    assert outside == CUSTOMER_PATHS


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_note_summary_draft_or_internal_passage_reaches_a_customer(
    desk: Desk, customer: Customer, language: str
) -> None:
    client = desk.client
    seen = [str(customer.ask(QUESTION[language]))]
    seen.append(str(customer.ask(COMPLAINT[language])))
    (listed,) = desk.get("tickets")["tickets"]
    ticket, place = listed["ticket"], f"/v1/conversations/{customer.conversation}"
    desk.post(f"tickets/{ticket['id']}/claim", name="김하루")
    desk.post(f"conversations/{customer.conversation}/notes", {"text": NOTE}, "김하루")
    desk.agent("이나무")
    handed = {"agent_id": desk.agent("이나무"), "note": NOTE}
    desk.post(f"conversations/{customer.conversation}/transfer", handed, "김하루")
    body = {"message": "여보세요?", "conversation_id": customer.conversation}
    seen.append(client.post("/v1/chat/stream", json=body, headers=customer.headers).text)
    photo = client.post(
        f"{place}/attachments?name=a.png", content=b"\x89PNG\r\n\x1a\n", headers=customer.headers
    )
    (file,) = photo.json()["attachments"]
    seen.append(photo.text)
    seen.append(client.get(f"{place}/attachments/{file['id']}", headers=customer.headers).text)
    seen.append(client.post(f"{place}/typing", headers=customer.headers).text)
    contact = {"contact": "hello@example.com"}
    seen.append(client.post(f"{place}/contact", json=contact, headers=customer.headers).text)
    seen.append(client.post(f"{place}/handoff", json={}, headers=customer.headers).text)
    seen.append(client.get(place, headers=customer.headers).text)
    seen.append(str(desk.service.events.after(customer.conversation, 0)))
    seen += [client.get("/healthz").text, client.get("/readyz").text]
    summary = ticket["summary"]
    said = [each["text"] for each in (summary["goal"], *summary["closest"], *summary["tried"])]
    for text in seen:
        assert NOTE not in text
        assert summary["next_step"] not in text
        assert not any(statement in text for statement in said)
        assert not summary["draft"] or summary["draft"] not in text
        assert "internal" not in text
    internal = str(desk.get(f"tickets/{ticket['id']}"))
    assert NOTE in internal, "the walk would have found it"
    assert ticket["reason_code"] == ReasonCode.ANGER
