"""An agent works at the real desk while a customer waits in another browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from sites import OPERATOR_KEY, PHONE, Site

from sangdam.bootstrap import Service
from sangdam.models import Owner

pytestmark = pytest.mark.browser

QUESTION = "어떤 결제 수단을 쓸 수 있나요?"
COMPLAINT = "주문번호 HM-20261105-1234 상품이 깨져서 왔는데 책임을 안 지네요. 정말 화가 납니다!"


def ask(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def complain(site: Site) -> tuple[Page, str]:
    """A customer with an answered question and a complaint, and the number of their ticket."""
    customer = site.visit()
    ask(customer, QUESTION)
    expect(customer.locator(".feedback")).to_be_visible()
    ask(customer, COMPLAINT)
    return customer, customer.locator(".card .number strong").inner_text()


def open_desk(site: Site, language: str = "ko", **options: object) -> Page:
    desk = site.visit(f"/desk?lang={language}", **options)
    desk.locator("#key").fill(OPERATOR_KEY)
    desk.keyboard.press("Enter")
    expect(desk.locator("#room")).to_be_visible()
    return desk


def row(desk: Page, ticket: str) -> Locator:
    return desk.locator("#tickets button", has_text=ticket)


@pytest.mark.parametrize(
    ("language", "line"),
    [("ko", "운영자 키가 맞지 않아요"), ("en", "This operator key is not right")],
)
@pytest.mark.parametrize("key", ["wrong-key", "열쇠"])
def test_a_wrong_key_is_refused_in_words_and_not_kept(
    site: Site, language: str, line: str, key: str
) -> None:
    desk = site.visit(f"/desk?lang={language}")
    desk.locator("#key").fill(key)
    desk.keyboard.press("Enter")
    expect(desk.locator("#key-problem")).to_contain_text(line)
    expect(desk.locator("#room")).to_be_hidden()
    assert desk.evaluate("sessionStorage.length + localStorage.length") == 0
    site.forgive(403)


def test_the_key_lives_in_the_tab_until_the_agent_leaves(site: Site) -> None:
    desk = open_desk(site)
    assert desk.evaluate("localStorage.length") == 0
    desk.reload()
    expect(desk.locator("#room")).to_be_visible()
    desk.locator("#leave").click()
    expect(desk.locator("#key")).to_be_focused()
    desk.reload()
    expect(desk.locator("#gate")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "reason", "queue", "priority"),
    [("ko", "화난 고객", "불만", "높음"), ("en", "Angry customer", "Complaints", "High")],
)
def test_a_ticket_tells_at_a_glance_what_happened(
    site: Site, language: str, reason: str, queue: str, priority: str
) -> None:
    _, ticket = complain(site)
    desk = open_desk(site, language)
    for told in (reason, queue, priority, "정말 화가 납니다"):
        expect(row(desk, ticket)).to_contain_text(told)
    row(desk, ticket).click()
    summary = desk.locator(".summary")
    for told in ("HM-20261105-1234", QUESTION, "payment-methods.ko", "먼저 사과하고", "%"):
        expect(summary).to_contain_text(told)
    expect(desk.locator(".said.customer .text").first).to_have_text(QUESTION)
    called = {"ko": "상담원이 필요해진 메시지", "en": "The message that called for a person"}
    expect(desk.locator(".said", has_text=COMPLAINT)).to_contain_text(called[language])


def test_a_draft_is_marked_unsent_and_goes_into_the_reply_without_markers(site: Site) -> None:
    customer = site.visit()
    ask(
        customer,
        "카카오페이 결제 수단을 알려 주세요. 너무 화가 나요. 상담원 바꿔 주세요",
    )
    ticket = customer.locator(".card .number strong").inner_text()
    desk = open_desk(site)
    row(desk, ticket).click()
    draft = desk.locator(".draft")
    expect(draft).to_contain_text("고객에게 전송되지 않았습니다")
    expect(draft.locator("blockquote")).to_contain_text("[1]")
    draft.get_by_role("button", name="답장에 넣기").click()
    assert desk.locator("#answer").input_value()
    assert "[1]" not in desk.locator("#answer").input_value()


def test_agent_and_customer_talk_until_the_ticket_is_resolved(site: Site) -> None:
    customer, ticket = complain(site)
    desk = open_desk(site)
    row(desk, ticket).click()
    desk.locator("#answer").fill("안녕하세요, 상담원 김하루입니다. 사진을 보내 주시겠어요?")
    desk.get_by_role("button", name="보내기").click()
    expect(desk.locator(".answer .state")).to_have_text("보냈습니다.")
    expect(customer.locator(".agent .bubble")).to_contain_text("상담원 김하루입니다")
    expect(customer.locator("#owner")).to_have_text("상담원과 대화하는 중")
    ask(customer, "네, 지금 보낼게요")
    expect(customer.locator(".customer .mark")).to_have_text("상담원에게 전달했어요")
    expect(desk.locator(".said.customer").last).to_contain_text("네, 지금 보낼게요")
    customer.reload()
    expect(customer.locator(".agent")).to_have_count(1)
    desk.get_by_role("button", name="해결 완료").click()
    desk.get_by_role("button", name="해결로 표시").click()
    expect(desk.locator("#news")).to_contain_text(ticket)
    expect(row(desk, ticket)).to_have_count(0)
    expect(customer.locator("#owner")).to_have_text("AI 상담 도우미")
    ask(customer, QUESTION)
    expect(customer.locator(".bot .bubble").last).to_contain_text("카카오페이")


def test_a_reply_that_crosses_another_agents_is_kept_and_can_be_sent_again(
    site: Site, shop: Service
) -> None:
    customer, ticket = complain(site)
    desk = open_desk(site)
    row(desk, ticket).click()
    expect(desk.locator(".summary")).to_be_visible()
    conversation = shop.tickets.get(ticket).conversation
    desk.locator("#answer").fill("제가 도와드릴게요")
    shop.conversations.change_owner(conversation.id, Owner.HUMAN, version=conversation.version)
    send = desk.get_by_role("button", name="보내기")
    send.click()
    expect(desk.locator(".answer .state")).to_contain_text("그 사이 대화가 바뀌었어요")
    expect(desk.locator("#answer")).to_have_value("제가 도와드릴게요")
    site.forgive(409)
    send.click()
    expect(customer.locator(".agent .bubble")).to_have_text("제가 도와드릴게요")


def test_new_tickets_appear_by_themselves_most_urgent_first(site: Site) -> None:
    desk = open_desk(site)
    _, ticket = complain(site)
    expect(row(desk, ticket)).to_be_visible()
    customer = site.visit("/?lang=en")
    ask(customer, "The kettle caught fire and I burned my hand")
    urgent = customer.locator(".card .number strong").inner_text()
    expect(desk.locator("#tickets button").first).to_contain_text("긴급")
    expect(row(desk, urgent)).to_contain_text("안전")


def test_what_an_agent_types_survives_the_refresh(site: Site) -> None:
    customer, ticket = complain(site)
    desk = open_desk(site)
    row(desk, ticket).click()
    desk.locator("#answer").fill("쓰는 중인 답")
    ask(customer, "하나 더 있어요")
    expect(desk.locator(".said.customer").last).to_contain_text("하나 더 있어요")
    expect(desk.locator("#answer")).to_have_value("쓰는 중인 답")
    expect(desk.locator("#answer")).to_be_focused()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_desk_fits_a_phone(site: Site, language: str) -> None:
    _, ticket = complain(site)
    desk = open_desk(site, language, viewport=PHONE)
    row(desk, ticket).click()
    expect(desk.locator(".summary")).to_be_in_viewport()
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk.locator(".back").click()
    expect(row(desk, ticket)).to_be_focused()
