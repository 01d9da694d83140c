"""What customers learn while they wait, how they are reached, and that they can come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.models import Availability, Resolution
from sangdam.offline import StoppedClock
from tests.channels.customer import COMPLAINT, KEY, OPERATOR, Customer, png, ticket_of
from tests.moments import LUNCH, MONDAY_MORNING, NOON, SATURDAY, MakeService


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def service(make_service: MakeService, clock: StoppedClock) -> Service:
    return make_service(operator_key=SecretStr(KEY), clock=clock)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service)) as client:
        yield client


def come(service: Service, name: str = "김민지", availability: str = "online") -> str:
    """An agent who is there; their id."""
    agent = service.agents.add(name)
    service.agents.change(agent.id, availability=Availability(availability))
    return agent.id


def handle(service: Service, clock: StoppedClock, customer: Customer, agent: str) -> None:
    """The agent takes the customer's ticket and is done with it 10 minutes later."""
    ticket = ticket_of(service, customer)
    service.casework.claim(ticket.id, agent)
    clock.advance(minutes=10)
    service.casework.resolve(ticket.id, agent, Resolution.SOLVED)


# --- where the customer stands ---------------------------------------------------------------


def test_nobody_waits_before_a_person_was_called(client: TestClient) -> None:
    view = Customer(client, "배송비는 얼마인가요?").view()
    assert (view["owner"], view["agent"], view["waiting"]) == ("bot", None, None)


def test_the_line_moves_up_as_those_before_are_taken(
    service: Service, client: TestClient, clock: StoppedClock
) -> None:
    agent = come(service)
    first = Customer(client)
    clock.advance(seconds=1)
    second = Customer(client)
    assert second.view()["waiting"] == {
        "position": 2,
        "minutes": None,
        "opens_at": None,
        "on_break": False,
        "staffed": True,
    }
    service.casework.claim(ticket_of(service, first).id, agent)
    assert second.view()["waiting"]["position"] == 1  # type: ignore[index]
    view = first.view()
    assert (view["owner"], view["agent"], view["waiting"]) == ("human", "김민지", None)


def test_an_estimate_is_made_from_what_was_measured_and_not_before(
    service: Service, client: TestClient, clock: StoppedClock
) -> None:
    agent = come(service)
    for _ in range(5):
        customer = Customer(client)
        assert customer.view()["waiting"]["minutes"] is None  # type: ignore[index]
        handle(service, clock, customer, agent)
    assert Customer(client).view()["waiting"]["minutes"] == 5  # type: ignore[index]


def test_out_of_hours_the_customer_learns_when_people_answer_again(
    make_service: MakeService,
) -> None:
    service = make_service(operator_key=SecretStr(KEY), clock=StoppedClock(SATURDAY))
    come(service)
    with TestClient(create_app(service)) as client:
        waiting = Customer(client).view()["waiting"]
    assert waiting == {
        "position": 1,
        "minutes": None,
        "opens_at": "2026-11-23T09:00:00+09:00",
        "on_break": False,
        "staffed": False,
    }


def test_during_a_break_the_customer_learns_when_people_are_back(
    make_service: MakeService,
) -> None:
    clock = StoppedClock(MONDAY_MORNING)
    service = make_service(operator_key=SecretStr(KEY), clock=clock, hours=LUNCH)
    agent = come(service)
    with TestClient(create_app(service)) as client:
        for _ in range(5):
            handle(service, clock, Customer(client), agent)
        clock.moment = NOON - timedelta(minutes=4)
        customer = Customer(client)
        assert customer.view()["waiting"]["minutes"] == 65  # type: ignore[index]
        clock.moment = NOON
        assert customer.view()["waiting"] == {
            "position": 1,
            "minutes": None,
            "opens_at": "2026-11-23T13:00:00+09:00",
            "on_break": True,
            "staffed": False,
        }
        clock.advance(hours=1)
        waiting = customer.view()["waiting"]
    assert (waiting["staffed"], waiting["on_break"]) == (True, False)  # type: ignore[index]


def test_with_everybody_gone_it_says_so(service: Service, client: TestClient) -> None:
    come(service, availability="offline")
    waiting = Customer(client).view()["waiting"]
    assert (waiting["staffed"], waiting["opens_at"]) == (False, None)  # type: ignore[index]


def test_back_in_the_queue_the_customer_waits_again(service: Service, client: TestClient) -> None:
    agent = come(service)
    customer = Customer(client)
    service.casework.claim(ticket_of(service, customer).id, agent)
    service.casework.transfer(customer.id, agent, to=None, queue=None, note="자리를 비워요")
    view = customer.view()
    assert (view["owner"], view["agent"]) == ("queue", None)
    assert view["waiting"]["position"] == 1  # type: ignore[index]
    assert "자리를 비워요" not in str(view)


# --- coming back -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "en"])
def test_days_later_an_open_ticket_is_the_same_conversation_with_what_the_person_wrote(
    service: Service, client: TestClient, clock: StoppedClock, language: str
) -> None:
    agent = come(service)
    customer = Customer(client, COMPLAINT[language])
    version = service.conversations.get(customer.id).conversation.version
    clock.advance(hours=2)
    service.casework.reply(customer.id, agent, "새 도마를 보내 드렸습니다.", version=version)
    clock.advance(days=3)
    last = customer.messages()[-1]
    assert (last["sender"], last["agent"]) == ("agent", "김민지")
    reply = customer.say("배송비는 얼마인가요?" if language == "ko" else "How much is shipping?")
    assert (reply["conversation_id"], reply["outcome"]) == (customer.id, "with_human")
    assert customer.view()["owner"] == "human"
    assert {m.episode for m in service.conversations.get(customer.id).messages} == {1}


def test_days_later_a_waiting_customer_still_waits_with_the_same_ticket(
    service: Service, client: TestClient, clock: StoppedClock
) -> None:
    come(service)
    customer = Customer(client)
    before = ticket_of(service, customer).id
    clock.advance(days=2)
    customer.say("상자도 젖어 있었어요.")
    assert customer.view()["owner"] == "queue"
    assert ticket_of(service, customer).id == before


def test_after_the_ticket_is_closed_the_assistant_answers_again(
    service: Service, client: TestClient, clock: StoppedClock
) -> None:
    customer = Customer(client)
    handle(service, clock, customer, come(service))
    reply = customer.say("어떤 결제 수단을 쓸 수 있나요?")
    assert (reply["conversation_id"], reply["outcome"]) == (customer.id, "answered")
    assert "카카오페이" in str(reply["text"])


# --- how to reach the customer ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("010-1234-5678", "010-1234-5678"),
        ("  minji.kim@example.co.kr ", "minji.kim@example.co.kr"),
    ],
)
def test_a_contact_is_kept_for_agents_and_shown_to_nobody_else(
    service: Service, client: TestClient, given: str, kept: str
) -> None:
    customer = Customer(client)
    assert customer.view()["contact_left"] is False
    answer = customer.leave(given)
    assert answer.status_code == 204
    view = customer.view()
    assert view["contact_left"] is True
    assert kept not in str(view)
    ticket = ticket_of(service, customer).id
    desk = client.get(f"/v1/desk/tickets/{ticket}", headers=OPERATOR).json()
    assert desk["conversation"]["contact"] == kept


def test_a_newer_contact_takes_the_older_ones_place(service: Service, client: TestClient) -> None:
    customer = Customer(client)
    customer.leave("010-1234-5678")
    customer.leave("minji@example.com")
    assert service.conversations.get(customer.id).conversation.contact == "minji@example.com"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", "이메일 주소나 전화번호만"), ("en", "just an e-mail address or a telephone number")],
)
@pytest.mark.parametrize("given", ["", "?", "전화 주세요", "010-1234-5678 저녁에요"])
def test_anything_else_is_refused_in_the_customers_language(
    client: TestClient, language: str, words: str, given: str
) -> None:
    customer = Customer(client, COMPLAINT[language])
    answer = customer.leave(given)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert customer.view()["contact_left"] is False


def test_nobody_leaves_a_contact_for_somebody_else(client: TestClient) -> None:
    customer, other = Customer(client), Customer(client)
    body = {"contact": "010-1234-5678"}
    place = f"{customer.place}/contact"
    assert client.post(place, json=body).status_code == 401
    assert client.post(place, json=body, headers=other.token).status_code == 403


# --- what is never kept ----------------------------------------------------------------------


def test_typing_is_never_stored(service: Service, client: TestClient) -> None:
    agent = come(service)
    customer = Customer(client)
    before = customer.view()
    typing = client.post(f"{customer.place}/typing", headers=customer.token)
    assert typing.status_code == 204
    desk = f"/v1/desk/conversations/{customer.id}/typing"
    assert client.post(desk, headers={**OPERATOR, "Sangdam-Agent": agent}).status_code == 204
    assert customer.view() == before


def test_only_the_customer_types_for_the_customer(client: TestClient) -> None:
    customer, other = Customer(client), Customer(client)
    assert client.post(f"{customer.place}/typing").status_code == 401
    assert client.post(f"{customer.place}/typing", headers=other.token).status_code == 403


def test_a_file_sent_to_the_queue_is_there_for_who_takes_it(
    service: Service, client: TestClient
) -> None:
    customer = Customer(client)
    customer.send(png())
    view = service.tickets.get(ticket_of(service, customer).id)
    assert [file.name for message in view.messages for file in message.attachments] == ["photo.png"]
