"""Signed webhooks, to a receiver that drops, delays, repeats and refuses."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from threading import Event
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from sangdam.bootstrap_index import now
from sangdam.errors import Refused
from sangdam.models import DeliveryState, Language, NewsType, Owner, ReasonCode, Resolution
from sangdam.postman import ATTEMPTS, LEASE, back_off
from sangdam.storage.attachments import Attachments
from tests.outward.conftest import HERE, SECRET, Open, Shop
from tests.outward.receiver import Answer, Drop, Receiver, Request
from tests.storage.talk import summary


def to(receiver: Receiver, **more: object) -> dict[str, Any]:
    return {"webhooks": [{"url": f"{receiver.url}/hooks", "secret": SECRET, **more}]}


@pytest.fixture
def shop(open_shop: Open, receiver: Receiver) -> Shop:
    return open_shop(**to(receiver))


def told(receiver: Receiver, kind: NewsType) -> dict[str, Any]:
    """The data of the only piece of news of this kind."""
    (found,) = [r.json["data"] for r in receiver.taken if r.json["type"] == kind]
    assert isinstance(found, dict)
    return found


def ids(requests: list[Request]) -> list[str]:
    return [request.headers["webhook-id"] for request in requests]


def test_the_receiver_can_verify_who_signed(open_shop: Open, receiver: Receiver) -> None:
    shop = open_shop(**to(receiver), sending_clock=now)
    turn = shop.talk.ask("제주도 🙏 배송이요")
    assert shop.postman.deliver() == 1
    (request,) = receiver.taken
    payload = Webhook(SECRET).verify(request.body, dict(request.headers))
    assert payload["id"] == request.headers["webhook-id"] == f"{turn.conversation.id}-1"
    assert payload["type"] == "message.created"
    assert payload["data"]["message"]["text"] == "제주도 🙏 배송이요"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(request.body + b" ", dict(request.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 32).verify(request.body, dict(request.headers))


def test_every_kind_of_news_has_its_data(shop: Shop, receiver: Receiver) -> None:
    agent = shop.agents.add("김상담").id
    turn = shop.talk.ask(customer="shop-17")
    ticket = shop.talk.hand_over(turn)
    shop.casework.claim(ticket.id, agent)
    shop.casework.note(turn.conversation.id, agent, "환불 승인 가능")
    shop.casework.resolve(ticket.id, agent, Resolution.SOLVED)
    shop.postman.deliver()
    opened = told(receiver, NewsType.TICKET_OPENED)
    assert opened["conversation"] == {
        "id": turn.conversation.id,
        "channel": "web",
        "customer": "shop-17",
    }
    assert opened["ticket"] == {
        "number": ticket.id,
        "status": "open",
        "reason_code": "request",
        "queue": "general",
        "priority": 3,
        "language": "ko",
        "resolution": None,
    }
    assert told(receiver, NewsType.TICKET_RESOLVED)["ticket"]["resolution"] == "solved"
    assert set(told(receiver, NewsType.NOTE_CREATED)["note"]) == {"id", "agent"}
    owners = [r.json["data"] for r in receiver.taken if "owner" in r.json["data"]]
    assert [(one["owner"], one["agent"]) for one in owners] == [
        (Owner.QUEUE, None),
        (Owner.HUMAN, "김상담"),
        (Owner.BOT, None),
    ]


@pytest.mark.parametrize(
    ("said", "arrives", "language"),
    [
        ("010-1234-5678로 연락 주세요", "[전화번호 1]로 연락 주세요", Language.KOREAN),
        ("Write to min@example.com, please", "Write to [email 1], please", Language.ENGLISH),
    ],
)
def test_words_leave_masked(
    shop: Shop, receiver: Receiver, said: str, arrives: str, language: Language
) -> None:
    shop.talk.ask(said, language=language)
    shop.postman.deliver()
    assert told(receiver, NewsType.MESSAGE_CREATED)["message"]["text"] == arrives


def test_what_is_internal_or_leads_to_the_customer_stays_here(
    shop: Shop, receiver: Receiver, tmp_path: Any
) -> None:
    agent = shop.agents.add("김상담").id
    turn = shop.talk.ask(customer="min@example.com")
    conversation = turn.conversation.id
    ticket = shop.talk.hand_over(turn)
    shop.talk.tickets.replace_summary(ticket.id, summary(ReasonCode.REQUEST, "요약의 말"))
    shop.talk.conversations.leave_contact(conversation, "kim@example.com")
    shop.casework.note(conversation, agent, "메모의 말")
    files = Attachments(shop.talk.database, shop.clock, tmp_path / "files", at_most=3)
    files.add(conversation, name="김민수.jpg", media_type="image/jpeg", content=b"photo")
    shop.postman.deliver()
    everything = "".join(request.body.decode() for request in receiver.taken)
    for secret in ("요약의 말", "메모의 말", "example.com", "김민수", "상담원 연결해 주세요"):
        assert secret not in everything
    sent = [r.json["data"]["message"] for r in receiver.taken if "message" in r.json["data"]]
    assert sent[-1]["attachments"][0]["media_type"] == "image/jpeg"
    assert told(receiver, NewsType.CONTACT_LEFT).keys() == {"conversation"}


def test_a_webhook_hears_what_it_asked_for(open_shop: Open, receiver: Receiver) -> None:
    shop = open_shop(**to(receiver, events=["ticket.opened"]))
    shop.talk.hand_over(shop.talk.ask())
    assert shop.postman.deliver() == 1
    assert [request.json["type"] for request in receiver.taken] == ["ticket.opened"]


def test_what_failed_comes_again_and_the_next_waits_for_it(shop: Shop, receiver: Receiver) -> None:
    turn = shop.talk.ask()
    shop.talk.answer(turn)
    receiver.manners += [Answer(500), Drop()]
    assert shop.postman.deliver() == 1
    shop.clock.forward(seconds=4)
    assert shop.postman.deliver() == 0
    shop.clock.forward(seconds=1)
    assert shop.postman.deliver() == 1
    shop.clock.forward(seconds=15)
    assert shop.postman.deliver() == 2
    first, second = f"{turn.conversation.id}-1", f"{turn.conversation.id}-2"
    assert ids(receiver.seen) == [first, first, first, second]
    assert ids(receiver.taken) == [first, second]


def test_other_conversations_do_not_wait(shop: Shop, receiver: Receiver) -> None:
    shop.talk.ask("하나")
    other = shop.talk.ask("둘")
    receiver.manners.append(Answer(500))
    assert shop.postman.deliver() == 2
    assert ids(receiver.taken) == [f"{other.conversation.id}-1"]


def test_a_lost_answer_brings_the_same_id_twice(shop: Shop, receiver: Receiver) -> None:
    shop.talk.ask()
    receiver.manners.append(Drop(after_taking=True))
    shop.postman.deliver()
    shop.clock.forward(seconds=5)
    shop.postman.deliver()
    one, two = receiver.taken
    assert one.headers["webhook-id"] == two.headers["webhook-id"]
    assert one.body == two.body
    assert shop.waiting() == 0


SEND_AND_DIE = """
import json, os, sys
from sangdam.bootstrap_database import open_database
from sangdam.bootstrap_outward import destinations, subscriptions
from sangdam.postman import LEASE
from sangdam.settings import Settings
from sangdam.storage.outbox import Outbox
from tests.storage.talk import HandClock
clock = HandClock()
settings = Settings.load({}, **json.loads(sys.argv[1]))
outbox = Outbox(open_database(settings, subscriptions(settings)), clock)
((name, destination),) = destinations(settings, clock).items()
claimed = outbox.claim(name, LEASE)
destination.send(claimed.news)
os._exit(9)
"""


def test_a_process_that_dies_before_it_noted_the_delivery(
    shop: Shop, receiver: Receiver, tmp_path: Any
) -> None:
    turn = shop.talk.ask()
    settings = json.dumps({"data_dir": str(tmp_path), "outward_networks": HERE, **to(receiver)})
    died = subprocess.run([sys.executable, "-c", SEND_AND_DIE, settings], check=False)
    assert died.returncode == 9
    assert shop.postman.deliver() == 0
    shop.clock.forward(seconds=LEASE.total_seconds())
    assert shop.postman.deliver() == 1
    assert ids(receiver.taken) == [f"{turn.conversation.id}-1"] * 2
    assert (shop.waiting(), shop.dead()) == (0, [])


def test_refused_then_dead_then_replayed_then_delivered(shop: Shop, receiver: Receiver) -> None:
    turn = shop.talk.ask()
    shop.talk.answer(turn)
    receiver.manners.append(Answer(400, b"unknown field"))
    assert shop.postman.deliver() == 2
    (dead,) = shop.outbox.list(DeliveryState.DEAD)
    assert dead.error == "HTTP 400: unknown field"
    shop.outbox.replay(dead.id)
    shop.postman.deliver()
    first, second = f"{turn.conversation.id}-1", f"{turn.conversation.id}-2"
    assert ids(receiver.taken) == [second, first]
    assert shop.dead() == []


def test_after_about_a_day_it_is_dead(shop: Shop, receiver: Receiver) -> None:
    shop.talk.ask()
    began = shop.clock()
    receiver.manners += [Answer(503)] * ATTEMPTS
    for _ in range(ATTEMPTS):
        assert shop.postman.deliver() == 1
        if shop.waiting():
            (waiting,) = shop.outbox.list(DeliveryState.WAITING)
            shop.clock.now = waiting.due_at
    assert shop.dead() == ["HTTP 503: ok"]
    assert 20 < (shop.clock() - began).total_seconds() / 3600 < 30
    assert shop.postman.deliver() == 0


def test_an_attempt_that_never_ends_is_counted(shop: Shop, receiver: Receiver) -> None:
    shop.talk.ask()
    for _ in range(ATTEMPTS):
        assert shop.outbox.claim(shop.postman.name, LEASE) is not None
        shop.clock.forward(seconds=LEASE.total_seconds())
    shop.postman.deliver()
    assert (shop.dead(), receiver.seen) == (["no attempt came to an end"], [])


def test_waits_grow_and_scatter() -> None:
    waits = [back_off(attempts, 0.0).total_seconds() for attempts in range(1, ATTEMPTS)]
    assert waits[:4] == [5, 15, 45, 135]
    assert waits == sorted(waits)
    assert waits[-1] == 6 * 3600
    assert back_off(1, 0.9) > back_off(1, 0.1)


def test_a_receiver_that_asks_for_peace_gets_it(shop: Shop, receiver: Receiver) -> None:
    shop.talk.ask("하나")
    shop.talk.ask("둘")
    receiver.manners.append(Answer(429, b"", {"Retry-After": "90"}))
    assert shop.postman.deliver() == 1
    shop.clock.forward(seconds=89)
    assert shop.postman.deliver() == 0
    shop.clock.forward(seconds=1)
    assert shop.postman.deliver() == 2


def test_the_thread_sends_by_itself_until_it_is_closed(open_shop: Open, receiver: Receiver) -> None:
    arrived = Event()

    def answering(_request: Request) -> Answer:
        arrived.set()
        return Answer()

    receiver.answering = answering
    shop = open_shop(**to(receiver))
    shop.postman.start()
    shop.talk.ask()
    assert arrived.wait(30)
    shop.postman.close()
    shop.talk.ask("닫은 뒤")
    assert len(receiver.seen) == 1


def test_nothing_of_the_secret_is_kept_with_a_failure(shop: Shop, receiver: Receiver) -> None:
    shop.talk.ask()
    receiver.manners.append(Drop())
    shop.postman.deliver()
    (waiting,) = shop.outbox.list(DeliveryState.WAITING)
    assert "hooks" not in waiting.model_dump_json()
    assert SECRET[6:] not in waiting.model_dump_json()


@pytest.mark.parametrize("manner", [Answer(200), Answer(400), Answer(500), Drop()])
def test_no_secret_and_no_customer_is_logged(
    shop: Shop, receiver: Receiver, manner: Answer | Drop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shop.talk.ask("포장이 찢어졌어요")
    receiver.manners.append(manner)
    shop.postman.deliver()
    for hidden in ("hooks", SECRET[6:], "포장"):
        assert hidden not in caplog.text


def test_a_destination_says_whether_it_is_worth_another_try(shop: Shop, receiver: Receiver) -> None:
    shop.talk.ask()
    claimed = shop.outbox.claim(shop.postman.name, LEASE)
    assert claimed is not None
    receiver.manners.append(Answer(410))
    with pytest.raises(Refused):
        shop.destination.send(claimed.news)
