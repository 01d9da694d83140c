"""Tickets in Zendesk: opened once, commented on once, however the connection behaves."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from sangdam.models import DeliveryState, Language, ReasonCode, Resolution
from tests.outward.conftest import Open, Shop
from tests.outward.receiver import Answer, Drop, Receiver
from tests.outward.zendesk_double import ZendeskDouble
from tests.storage.talk import summary

EMAIL, TOKEN = "agent@example.com", "zendesk-token"
AUTHORIZATION = "Basic " + base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()


@pytest.fixture
def zendesk() -> ZendeskDouble:
    return ZendeskDouble(AUTHORIZATION)


@pytest.fixture
def receiver(zendesk: ZendeskDouble) -> Iterator[Receiver]:
    receiver = Receiver(zendesk)
    yield receiver
    receiver.close()


def account(receiver: Receiver) -> dict[str, Any]:
    return {"base_url": receiver.url, "email": EMAIL, "token": TOKEN}


@pytest.fixture
def shop(open_shop: Open, receiver: Receiver) -> Shop:
    return open_shop(zendesk=account(receiver))


def again(shop: Shop, seconds: float = 5) -> None:
    shop.clock.forward(seconds=seconds)
    shop.postman.deliver()


def bodies(zendesk: ZendeskDouble) -> list[str]:
    """Of the only ticket's comments, without the ids of their events."""
    (comments,) = zendesk.comments.values()
    return [comment["body"].rpartition("\n\n(")[0] for comment in comments]


def test_a_ticket_is_opened_as_the_reference_has_it(shop: Shop, receiver: Receiver) -> None:
    turn = shop.talk.ask(customer="shop-17")
    ticket = shop.talk.hand_over(turn)
    shop.postman.deliver()
    (created,) = receiver.taken
    assert (created.method, created.path) == ("POST", "/api/v2/tickets.json")
    assert created.headers["idempotency-key"] == f"sangdam-{ticket.id}"
    event = f"{turn.conversation.id}-4"
    assert created.json == {
        "ticket": {
            "external_id": ticket.id,
            "requester": {"name": "채팅 고객 shop-17"},
            "subject": f"[{ticket.id}] 상담원 요청",
            "comment": {
                "body": f"새 상담 티켓 {ticket.id}: 상담원 요청 (대기열 general, 우선순위 3)\n"
                f"제주 배송일을 알고 싶어 함\n\n({event})",
                "public": False,
            },
            "priority": "normal",
            "tags": ["sangdam", "request", "general", "ko"],
        }
    }


def test_it_is_said_in_english_at_an_english_desk(
    open_shop: Open, receiver: Receiver, zendesk: ZendeskDouble
) -> None:
    shop = open_shop(zendesk=account(receiver), desk_language=Language.ENGLISH)
    agent = shop.agents.add("Kim").id
    turn = shop.talk.ask("Call me at 010-1234-5678", language=Language.ENGLISH)
    ticket = shop.talk.hand_over(turn)
    shop.casework.reply(turn.conversation.id, agent, "I will look.", version=2)
    shop.casework.resolve(ticket.id, agent, Resolution.SOLVED)
    shop.postman.deliver()
    (kept,) = zendesk.tickets.values()
    assert kept["subject"] == f"[{ticket.id}] Asked for a person"
    assert kept["requester"] == {"name": "Chat customer"}
    assert bodies(zendesk)[1:] == [
        f"An agent has taken ticket {ticket.id}.",
        "Agent Kim: I will look.",
        f"Ticket {ticket.id} is closed: solved",
    ]


def test_what_follows_becomes_internal_comments(shop: Shop, zendesk: ZendeskDouble) -> None:
    agent = shop.agents.add("김상담").id
    turn = shop.talk.ask()
    ticket = shop.talk.hand_over(turn)
    shop.talk.ask("min@example.com 입니다", turn.conversation.id)
    shop.casework.reply(turn.conversation.id, agent, "확인했습니다", version=2)
    shop.casework.note(turn.conversation.id, agent, "환불 승인 가능")
    shop.casework.resolve(ticket.id, agent, Resolution.SOLVED)
    shop.talk.ask("고마워요", turn.conversation.id)
    shop.postman.deliver()
    (kept,) = zendesk.tickets.values()
    assert kept["status"] == "solved"
    assert bodies(zendesk)[1:] == [
        "고객: [이메일 1] 입니다",
        f"티켓 {ticket.id} 상담을 상담원이 맡았습니다.",
        "상담원 김상담: 확인했습니다",
        f"티켓 {ticket.id} 종료: 해결됨",
    ]
    (comments,) = zendesk.comments.values()
    assert not any(comment["public"] for comment in comments)
    assert shop.waiting() == 0


def test_a_lost_answer_opens_no_second_ticket(
    shop: Shop, receiver: Receiver, zendesk: ZendeskDouble
) -> None:
    shop.talk.hand_over(shop.talk.ask())
    receiver.manners.append(Drop(after_taking=True))
    shop.postman.deliver()
    assert (len(zendesk.tickets), shop.waiting()) == (1, 1)
    again(shop)
    assert (len(zendesk.tickets), shop.waiting(), shop.dead()) == (1, 0, [])


def test_a_ticket_that_can_t_be_found_yet_is_not_opened_twice(
    shop: Shop, receiver: Receiver, zendesk: ZendeskDouble
) -> None:
    """Zendesk answers a known key with the first ticket, and refuses it with other words."""
    nothing = Answer(200, b'{"tickets": []}')
    ticket = shop.talk.hand_over(shop.talk.ask())
    receiver.manners += [Drop(after_taking=True), nothing]
    shop.postman.deliver()
    again(shop)
    assert (zendesk.lookups, shop.waiting()) == (["miss", "hit"], 0)
    shop.talk.tickets.replace_summary(ticket.id, summary(ReasonCode.REQUEST, "더 나은 요약"))
    receiver.manners.append(nothing)
    shop.postman.deliver()
    assert (len(zendesk.tickets), shop.waiting()) == (1, 1)
    again(shop)
    assert bodies(zendesk)[1].endswith("더 나은 요약")
    assert (len(zendesk.tickets), shop.waiting(), shop.dead()) == (1, 0, [])


def test_a_lost_answer_adds_no_second_comment(
    shop: Shop, receiver: Receiver, zendesk: ZendeskDouble
) -> None:
    turn = shop.talk.ask()
    shop.talk.hand_over(turn)
    shop.postman.deliver()
    shop.talk.ask("언제 오나요?", turn.conversation.id)
    found = Answer(200, b'{"tickets": [{"id": 100, "external_id": "%s"}]}')
    number = next(iter(zendesk.tickets.values()))["external_id"].encode()
    receiver.manners += [found._replace(body=found.body % number), Drop(after_taking=True)]
    shop.postman.deliver()
    assert bodies(zendesk)[1:] == ["고객: 언제 오나요?"]
    again(shop)
    assert bodies(zendesk)[1:] == ["고객: 언제 오나요?"]
    assert shop.waiting() == 0


def test_a_busy_zendesk_is_left_alone_as_long_as_it_asks(
    shop: Shop, receiver: Receiver, zendesk: ZendeskDouble
) -> None:
    shop.talk.hand_over(shop.talk.ask())
    receiver.manners.append(Answer(429, b'{"error": "TooManyRequests"}', {"Retry-After": "93"}))
    shop.postman.deliver()
    again(shop, 92)
    assert zendesk.tickets == {}
    again(shop, 1)
    assert len(zendesk.tickets) == 1


def test_an_opening_that_was_refused_is_made_up_for(
    shop: Shop, receiver: Receiver, zendesk: ZendeskDouble
) -> None:
    turn = shop.talk.ask()
    shop.talk.hand_over(turn)
    receiver.manners.append(Answer(422, b'{"error": "RecordInvalid"}'))
    shop.talk.ask("아직인가요?", turn.conversation.id)
    shop.postman.deliver()
    assert bodies(zendesk)[1:] == ["고객: 아직인가요?"]
    (dead,) = shop.outbox.list(DeliveryState.DEAD)
    shop.outbox.replay(dead.id)
    shop.postman.deliver()
    assert (len(zendesk.tickets), len(bodies(zendesk)), shop.dead()) == (1, 2, [])


def test_an_overdue_ticket_is_raised_there_too(shop: Shop, zendesk: ZendeskDouble) -> None:
    turn = shop.talk.ask()
    due = shop.talk.ticket_for(turn).model_copy(update={"due_at": shop.clock()})
    shop.talk.answer(turn, ticket=due)
    shop.clock.forward(hours=1)
    shop.casework.escalate()
    shop.postman.deliver()
    (kept,) = zendesk.tickets.values()
    assert kept["priority"] == "high"


def test_a_wrong_token_is_a_dead_letter_without_the_token(
    open_shop: Open, receiver: Receiver
) -> None:
    shop = open_shop(zendesk={**account(receiver), "token": "geheim-und-falsch"})
    shop.talk.hand_over(shop.talk.ask())
    shop.postman.deliver()
    (error,) = shop.dead()
    assert error is not None
    assert error.startswith("HTTP 401")
    assert "geheim" not in error


def test_an_answer_that_is_not_zendesk_s_is_tried_again(
    shop: Shop, receiver: Receiver, zendesk: ZendeskDouble
) -> None:
    shop.talk.hand_over(shop.talk.ask())
    receiver.manners.append(Answer(200, b"<html>Sign in to the guest network</html>"))
    shop.postman.deliver()
    assert shop.waiting() == 1
    again(shop)
    assert len(zendesk.tickets) == 1
