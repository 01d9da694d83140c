"""What a Slack channel reads."""

from __future__ import annotations

import pytest

from sangdam.models import Language, ReasonCode, Resolution, Ticket
from tests.outward.conftest import Open, Shop
from tests.outward.receiver import Answer, Receiver
from tests.storage.talk import summary


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


@pytest.fixture
def shop(open_shop: Open, receiver: Receiver, language: Language) -> Shop:
    url = f"{receiver.url}/services/T0/B0/geheim"
    return open_shop(slack={"url": url}, desk_language=language)


def complaint(shop: Shop, goal: str) -> Ticket:
    turn = shop.talk.ask("포장이 찢어졌어요")
    ticket = shop.talk.ticket_for(turn, ReasonCode.COMPLAINT, priority=2)
    ticket = ticket.model_copy(update={"summary": summary(ReasonCode.COMPLAINT, goal)})
    shop.talk.answer(turn, ticket=ticket)
    return ticket


def texts(receiver: Receiver) -> list[str]:
    return [request.json["text"] for request in receiver.taken]


OPENED = {
    Language.KOREAN: "새 상담 티켓 {}: 불만 (대기열 general, 우선순위 2)\n포장, [전화번호 1]",
    Language.ENGLISH: "New ticket {}: Complaint (queue general, priority 2)\n포장, [phone 1]",
}
CLOSED = {
    Language.KOREAN: "티켓 {} 종료: 안내 완료",
    Language.ENGLISH: "Ticket {} is closed: answered",
}


def test_a_ticket_is_told_in_the_language_of_the_desk(
    shop: Shop, receiver: Receiver, language: Language
) -> None:
    ticket = complaint(shop, "포장, 010-1234-5678")
    agent = shop.agents.add("김상담").id
    shop.casework.claim(ticket.id, agent)
    shop.casework.resolve(ticket.id, agent, Resolution.INFORMED)
    shop.postman.deliver()
    opened, closed = OPENED[language].format(ticket.id), CLOSED[language].format(ticket.id)
    assert texts(receiver) == [opened, closed]


def test_a_customer_wakes_nobody_by_markup(shop: Shop, receiver: Receiver) -> None:
    complaint(shop, "<!channel> & <https://evil.example|click>")
    shop.postman.deliver()
    (text,) = texts(receiver)
    assert "<" not in text
    assert text.endswith("&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;")


def test_a_closed_channel_is_a_dead_letter(shop: Shop, receiver: Receiver) -> None:
    complaint(shop, "찢어진 포장")
    receiver.manners.append(Answer(410, b"channel_is_archived"))
    shop.postman.deliver()
    assert shop.dead() == ["HTTP 410: channel_is_archived"]
