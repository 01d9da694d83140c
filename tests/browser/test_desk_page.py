"""Agents work at the real desk: who they are, what they read, what they do with a ticket."""

from __future__ import annotations

import re

import pytest
from desks import (
    COMPLAINT,
    FIRE,
    QUESTION,
    Customer,
    complaining,
    give_key,
    new_name,
    open_desk,
    open_ticket,
    row,
    wrap_up,
)
from pictures import png
from playwright.sync_api import Page, Route, expect
from sites import OPERATOR_KEY, PHONE, Site

from sangdam.bootstrap import Service
from sangdam.models import Audience, Language, Outcome, Owner, Resolution

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1280, "height": 800}


def ask(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def complain(site: Site) -> tuple[Page, str]:
    """A customer in a browser, with a complaint, and the number of their ticket."""
    customer = site.visit()
    ask(customer, COMPLAINT)
    return customer, customer.locator(".card .number strong").inner_text()


def reply(desk: Page, text: str) -> None:
    desk.locator("#answer").fill(text)
    desk.locator(".answer [type=submit]").click()
    expect(desk.locator(".answer .state")).to_have_text("보냈습니다.")


def owner_of(shop: Service, customer: Customer) -> tuple[Owner, str | None]:
    """Who has the conversation, and the agent's name."""
    conversation = shop.conversations.get(customer.id).conversation
    agent = conversation.agent_id
    return conversation.owner, shop.agents.get(agent).name if agent else None


def deliver_in_silence(route: Route) -> None:
    route.fetch()
    route.abort("internetdisconnected")


def hears_nothing(route: Route) -> None:
    """An event stream without news, so that the page stands where it stood."""
    route.fulfill(content_type="text/event-stream", body=": nothing\n\n")


def forgive_the_cut(site: Site) -> None:
    """The browser was offline because the test wanted it so."""
    for seen in site.seen:
        seen.errors = [error for error in seen.errors if "ERR_INTERNET_DISCONNECTED" not in error]


# --- coming in -----------------------------------------------------------------------------------


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


def test_the_key_lives_in_the_tab_and_the_browser_knows_the_agent(
    site: Site, shop: Service
) -> None:
    name = new_name()
    desk = open_desk(site, name=name)
    agent = next(agent for agent in shop.agents.list() if agent.name == name)
    assert desk.evaluate("Object.values(localStorage)") == [agent.id]
    desk.reload()
    expect(desk.locator("#me")).to_have_text(name)
    desk.locator("#leave").click()
    expect(desk.locator("#key")).to_be_focused()
    desk.reload()
    expect(desk.locator("#gate")).to_be_visible()
    desk.locator("#key").fill(OPERATOR_KEY)
    desk.keyboard.press("Enter")
    expect(desk.locator(f"[data-agent={agent.id}]")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#me")).to_have_text(name)


def test_whoever_comes_is_online_until_they_turn_away_or_leave(site: Site) -> None:
    name = new_name()
    desk = open_desk(site, name=name)
    colleague = open_desk(site)
    colleague.locator(".colleagues summary").click()
    person = colleague.locator("#people li", has=colleague.get_by_text(name, exact=True))
    expect(person).to_contain_text("상담 중")
    desk.locator("#status").select_option("away")
    expect(person).to_contain_text("자리 비움")
    expect(person).to_contain_text("0/4건")
    desk.reload()
    expect(desk.locator("#status")).to_have_value("away")
    desk.locator("#leave").click()
    expect(person).to_contain_text("오프라인")


def test_a_name_that_is_taken_is_not_given_twice(site: Site, shop: Service) -> None:
    shop.agents.add("최하늘")
    desk = give_key(site)
    desk.locator("#who-name").fill("최하늘")
    desk.keyboard.press("Enter")
    expect(desk.locator("#who-problem")).to_contain_text("이미 있어요")
    desk.locator("#who-list button", has_text="최하늘").click()
    expect(desk.locator("#me")).to_have_text("최하늘")
    site.forgive(409)


def test_a_key_that_is_no_longer_good_leads_back_to_the_gate(site: Site) -> None:
    desk = open_desk(site)
    desk.route("**/v1/desk/overview", lambda route: route.fulfill(status=403))
    expect(desk.locator("#gate")).to_be_visible()
    expect(desk.locator("#key-problem")).to_contain_text("운영자 키가 맞지 않아요")
    site.forgive(403)


def test_an_agent_whom_the_server_does_not_know_is_asked_again(site: Site) -> None:
    desk = open_desk(site)
    desk.route("**/v1/desk/overview", lambda route: route.fulfill(status=404))
    expect(desk.locator("#who")).to_be_visible()
    expect(desk.locator("#room")).to_be_hidden()
    site.forgive(404)


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "reason", "queue", "priority"),
    [("ko", "화난 고객", "불만", "높음"), ("en", "Angry customer", "Complaints", "High")],
)
def test_a_ticket_tells_at_a_glance_what_happened(
    site: Site, shop: Service, language: str, reason: str, queue: str, priority: str
) -> None:
    customer = complaining(shop)
    shop.conversations.leave_contact(customer.id, "haru@example.com")
    desk = open_desk(site, language)
    for told in (reason, queue, priority, "정말 화가 납니다"):
        expect(row(desk, customer.ticket)).to_contain_text(told)
    open_ticket(desk, customer.ticket)
    summary = desk.locator(".summary")
    for told in ("HM-20261105-1234", QUESTION, "payment-methods.ko", "먼저 사과하고", "%"):
        expect(summary).to_contain_text(told)
    expect(summary).to_contain_text("haru@example.com")
    expect(desk.locator(".said.customer .text").first).to_have_text(QUESTION)
    called = {"ko": "상담원이 필요해진 메시지", "en": "The message that called for a person"}
    expect(desk.locator(".said", has_text=COMPLAINT)).to_contain_text(called[language])


def test_what_matters_most_is_in_sight_on_a_laptop(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site, viewport=LAPTOP)
    open_ticket(desk, customer.ticket)
    for told in ("다음 할 일", "원하는 것", "시도한 것"):
        expect(desk.locator(".summary").get_by_text(told, exact=True)).to_be_in_viewport()
    expect(desk.locator("#answer")).to_be_in_viewport()
    expect(desk.locator("#search")).to_be_in_viewport()


def test_every_statement_has_a_way_to_what_it_rests_on(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    resting = desk.locator(".summary .statement")
    assert resting.count() >= 4
    for statement in resting.all():
        expect(statement.locator("button").first).to_be_attached()
    desk.locator(".entry.goal .way").click()
    expect(desk.locator(".said.pointed")).to_contain_text(COMPLAINT)
    expect(desk.locator(".said.pointed")).to_be_in_viewport()
    desk.get_by_role("button", name="안내문 보기: payment-methods.ko").click()
    passage = desk.locator(".assist .passage").first
    expect(passage).to_contain_text("payment-methods.ko")
    expect(passage).to_contain_text("카카오페이")


def test_a_draft_is_marked_unsent_and_goes_into_the_reply_without_markers(
    site: Site, shop: Service
) -> None:
    customer = Customer(shop)
    customer.say("카카오페이 결제 수단을 알려 주세요. 너무 화가 나요. 상담원 바꿔 주세요")
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    draft = desk.locator(".draft")
    expect(draft).to_contain_text("고객에게 전송되지 않았습니다")
    expect(draft.locator("blockquote")).to_contain_text("[1]")
    draft.get_by_role("button", name="답장에 넣기").click()
    assert desk.locator("#answer").input_value()
    assert "[1]" not in desk.locator("#answer").input_value()


def test_what_customers_may_see_can_be_put_into_the_reply_and_the_rest_only_read(
    site: Site, shop: Service
) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    expect(desk.locator("#search")).to_have_value(COMPLAINT)
    desk.locator("#search").fill("환불은 언제 받을 수 있나요?")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="답장에 넣기: 환불은 언제 받을 수 있나요?").click()
    expect(desk.locator("#answer")).to_have_value(re.compile("영업일"))
    desk.locator("#search").fill("상담원이 제안할 수 있는 보상 한도는 얼마인가요?")
    desk.keyboard.press("Enter")
    internal = desk.locator(".assist .agents-only")
    expect(internal).to_contain_text("보상 한도")
    expect(internal).to_contain_text("고객에게 그대로 보내지 마세요")
    assert internal.get_by_role("button", name="답장에 넣기").count() == 0


def test_new_tickets_appear_by_themselves_most_urgent_first(site: Site, shop: Service) -> None:
    desk = open_desk(site)
    customer = complaining(shop)
    expect(row(desk, customer.ticket)).to_be_visible()
    urgent = complaining(shop, FIRE)
    expect(row(desk, urgent.ticket)).to_contain_text("안전")
    expect(desk.locator("#tickets button").first).to_contain_text("긴급")


def test_photos_are_shown_and_other_files_saved(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    customer.send_file("깨진 컵.png", "image/png", png())
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    photo = desk.get_by_alt_text("고객이 보낸 사진: 깨진 컵.png")
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.naturalWidth") == 40
    customer.send_file("영수증.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="영수증.pdf").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    photo.click()
    expect(desk.locator("dialog#photo img")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog#photo")).to_be_hidden()


# --- taking it -----------------------------------------------------------------------------------


def test_of_two_who_claim_one_wins_and_the_other_is_told_by_name(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    name = new_name()
    first, second = open_desk(site, name=name), open_desk(site)
    second.route("**/v1/desk/conversations/*/events", hears_nothing)
    for desk in (first, second):
        open_ticket(desk, customer.ticket)
    first.locator("[data-act=claim]").click()
    expect(first.locator(".top .holder")).to_have_text("내가 응대 중")
    expect(first.locator("#list-mine")).to_have_attribute("aria-selected", "true")
    second.locator("#answer").fill("제가")
    taken = f"{name} 님이 먼저 맡았어요"
    expect(second.locator(".answer .state")).to_contain_text(taken)
    expect(second.locator("#news")).to_contain_text(taken)
    expect(second.locator("#answer")).to_be_disabled()
    expect(second.locator("#answer")).to_have_value("제가")
    expect(second.locator("[data-act]")).to_have_count(0)
    second.locator("#answer-tab-note").click()
    second.keyboard.type("전에도 같은 문의가 있었어요")
    second.locator(".answer [type=submit]").click()
    expect(first.locator(".said.internal")).to_contain_text("전에도 같은 문의가 있었어요")
    second.locator("#list-all").click()
    expect(row(second, customer.ticket)).to_contain_text(name)
    site.forgive(409)


def test_a_person_who_types_has_the_conversation_at_once(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    name = new_name()
    desk = open_desk(site, name=name)
    open_ticket(desk, customer.ticket)
    with desk.expect_request("**/typing"):
        desk.locator("#answer").press_sequentially("안")
    expect(desk.locator(".top .holder")).to_have_text("내가 응대 중")
    assert owner_of(shop, customer) == (Owner.HUMAN, name)
    assert customer.say("여보세요?").outcome is Outcome.WITH_HUMAN
    expect(desk.locator(".said.customer").last).to_contain_text("여보세요?")
    expect(desk.locator("#answer")).to_be_focused()
    expect(desk.locator("#answer")).to_have_value("안")
    expect(desk.locator("#list-mine")).to_have_class("unread")
    desk.locator("#list-mine").click()
    expect(row(desk, customer.ticket)).to_contain_text("고객이 답을 기다려요")


def test_take_next_gives_the_most_urgent_that_the_agent_can_answer(
    site: Site, shop: Service
) -> None:
    complaining(shop)
    urgent = Customer(shop)
    urgent.say(FIRE)
    desk = open_desk(site, "en", speaks=(Language.ENGLISH,))
    desk.locator("#next").click()
    expect(desk.locator(".top .holder")).to_have_text("You have it")
    expect(desk.locator(".top")).to_contain_text("English")
    expect(desk.locator("#tickets button")).to_contain_text(["Urgent"])


def test_an_agent_with_enough_to_do_is_told_so(site: Site, shop: Service) -> None:
    one, other = complaining(shop), complaining(shop)
    name = new_name()
    shop.agents.add(name, capacity=1)
    desk = give_key(site)
    desk.locator("#who-list button", has=desk.get_by_text(name, exact=True)).click()
    open_ticket(desk, one.ticket)
    desk.locator("[data-act=claim]").click()
    expect(desk.locator(".top .holder")).to_have_text("내가 응대 중")
    open_ticket(desk, other.ticket)
    desk.locator("[data-act=claim]").click()
    expect(desk.locator("#news")).to_have_text("지금 1건을 맡고 있어 더 맡을 수 없어요.")
    site.forgive(409)


# --- the conversation ----------------------------------------------------------------------------


def test_agent_and_customer_talk_until_the_ticket_is_resolved(site: Site, shop: Service) -> None:
    customer, ticket = complain(site)
    desk = open_desk(site)
    open_ticket(desk, ticket)
    reply(desk, "안녕하세요, 상담원 김하루입니다. 사진을 보내 주시겠어요?")
    expect(customer.locator(".agent .bubble")).to_contain_text("상담원 김하루입니다")
    ask(customer, "네, 지금 보낼게요")
    expect(desk.locator(".said.customer").last).to_contain_text("네, 지금 보낼게요")
    desk.locator("[data-act=resolve]").click()
    desk.locator("#resolving .main").click()
    expect(desk.locator("#resolving")).to_be_visible()
    desk.locator("#resolving [value=solved]").check()
    desk.locator("#resolving .main").click()
    expect(desk.locator("#news")).to_contain_text(ticket)
    expect(row(desk, ticket)).to_have_count(0)
    assert shop.tickets.get(ticket).ticket.resolution is Resolution.SOLVED
    ask(customer, QUESTION)
    expect(customer.locator(".bot .bubble").last).to_contain_text("카카오페이")


def test_a_note_never_reaches_the_customers_page(site: Site) -> None:
    customer, ticket = complain(site)
    desk = open_desk(site)
    open_ticket(desk, ticket)
    desk.locator("#answer-tab-note").click()
    desk.keyboard.type("환불 이력이 많은 고객")
    expect(desk.locator(".answer")).to_have_class("answer note")
    desk.locator(".answer [type=submit]").click()
    expect(desk.locator(".said.internal")).to_contain_text("내부 메모")
    expect(desk.locator(".said.internal")).to_contain_text("환불 이력이 많은 고객")
    desk.locator("#answer-tab-reply").click()
    reply(desk, "확인했습니다")
    expect(customer.locator(".agent .bubble")).to_have_text("확인했습니다")
    assert "환불 이력" not in customer.content()
    customer.reload()
    expect(customer.locator(".agent .bubble")).to_have_text("확인했습니다")
    assert "환불 이력" not in customer.content()


def test_a_customer_who_types_is_seen_typing(site: Site, shop: Service, origin: str) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    customer.say("잠시만요")
    expect(desk.locator(".said.customer").last).to_contain_text("잠시만요")
    desk.request.post(
        f"{origin}/v1/conversations/{customer.id}/typing",
        headers={"Authorization": f"Bearer {customer.token}"},
    )
    expect(desk.locator(".typing")).to_have_text("고객이 입력하고 있어요…")


def test_a_conversation_is_transferred_with_a_note(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    name = new_name()
    colleague, desk = open_desk(site, name=name), open_desk(site)
    open_ticket(desk, customer.ticket)
    reply(desk, "담당자에게 연결해 드릴게요")
    desk.locator("[data-act=transfer]").click()
    to = desk.locator("#transfer-to option", has_text=name)
    expect(to).to_have_text(f"{name} · 상담 중 · 0/4건")
    desk.locator("#transfer-to").select_option(label=f"{name} · 상담 중 · 0/4건")
    desk.locator("#transfer-note").fill("파손 사진을 기다리는 중")
    desk.locator("#transferring .main").click()
    expect(desk.locator("#news")).to_contain_text(name)
    assert owner_of(shop, customer) == (Owner.HUMAN, name)
    open_ticket(colleague, customer.ticket, of="mine")
    expect(colleague.locator(".said.internal")).to_contain_text("파손 사진을 기다리는 중")
    assert all(message.audience is Audience.CUSTOMER for message in customer.heard)


def test_a_conversation_goes_back_into_a_queue_of_the_routing_table(
    site: Site, shop: Service
) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    desk.locator("[data-act=transfer]").click()
    desk.locator("#transfer-to").select_option("queue:payments")
    desk.locator("#transferring .main").click()
    expect(desk.locator("#news")).to_contain_text("결제")
    expect(row(desk, customer.ticket)).to_contain_text("결제")
    assert shop.tickets.get(customer.ticket).ticket.queue == "payments"


@pytest.mark.parametrize("act", ["transfer", "give_back"])
def test_what_was_done_without_word_of_it_is_done_once_when_it_is_asked_for_again(
    site: Site, shop: Service, act: str
) -> None:
    customer = complaining(shop)
    name = new_name()
    open_desk(site, name=name)
    desk = open_desk(site)
    desk.route("**/v1/desk/conversations/*/events", hears_nothing)
    open_ticket(desk, customer.ticket)
    done = []
    for answered in (False, True):
        address = "**/transfer" if act == "transfer" else "**/return"
        desk.route(address, Route.continue_ if answered else deliver_in_silence)
        desk.locator(f"[data-act={act}]").click()
        if act == "transfer":
            to = desk.locator("#transfer-to option", has_text=name).get_attribute("value")
            desk.locator("#transfer-to").select_option(to)
            desk.locator("#transfer-note").fill("파손 사진을 기다리는 중")
        desk.locator("#transferring .main, #returning .main").locator("visible=true").click()
        told = name if act == "transfer" else "돌려주었습니다"
        expect(desk.locator("#news")).to_contain_text(told if answered else "처리하지 못했어요")
        done.append(shop.events.after(customer.id, 0, Audience.INTERNAL))
    assert done[0] == done[1]
    forgive_the_cut(site)


def test_the_assistant_goes_on_with_what_is_returned_to_it(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    reply(desk, "도우미가 이어서 안내해 드릴게요")
    desk.locator("[data-act=give_back]").click()
    desk.locator("#returning .main").click()
    expect(desk.locator("#news")).to_contain_text("돌려주었습니다")
    assert shop.tickets.get(customer.ticket).ticket.resolution is Resolution.RETURNED
    answer = customer.say(QUESTION)
    assert answer.outcome is Outcome.ANSWERED
    assert "카카오페이" in answer.text


def test_what_another_agent_ends_is_seen_to_be_over(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk, colleague = open_desk(site), open_desk(site)
    open_ticket(desk, customer.ticket)
    open_ticket(colleague, customer.ticket)
    wrap_up(colleague, "no_case")
    expect(desk.locator(".top .holder")).to_have_text("끝난 상담")
    expect(desk.locator("#answer")).to_be_disabled()


# --- writing -------------------------------------------------------------------------------------


def test_a_ready_reply_is_found_by_typing(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    desk.locator("#answer").press_sequentially("/")
    expect(desk.get_by_role("combobox", name="자주 쓰는 답 찾기")).to_be_focused()
    desk.keyboard.type("사진")
    expect(desk.locator("#canned-list [role=option]")).to_have_count(1)
    assert owner_of(shop, customer)[0] is Owner.QUEUE
    desk.keyboard.press("Enter")
    expect(desk.locator("#answer")).to_be_focused()
    assert "사진을 보내 주시겠어요?" in desk.locator("#answer").input_value()


def test_what_is_typed_stays_with_its_ticket(site: Site, shop: Service) -> None:
    one, other = complaining(shop), complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, one.ticket)
    desk.locator("#answer").fill("쓰는 중인 답")
    one.say("하나 더 있어요")
    expect(desk.locator(".said.customer").last).to_contain_text("하나 더 있어요")
    expect(desk.locator("#answer")).to_have_value("쓰는 중인 답")
    expect(desk.locator("#answer")).to_be_focused()
    open_ticket(desk, other.ticket)
    expect(desk.locator("#answer")).to_have_value("")
    open_ticket(desk, one.ticket, of="mine")
    expect(desk.locator("#answer")).to_have_value("쓰는 중인 답")


def test_nothing_typed_is_lost_where_the_network_is(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    desk.locator("#answer").fill("제가 도와드릴게요")
    expect(desk.locator(".top .holder")).to_have_text("내가 응대 중")
    desk.context.set_offline(True)
    desk.locator(".answer [type=submit]").click()
    expect(desk.locator(".answer .state")).to_contain_text("보내지 못했어요")
    expect(desk.locator("#news")).to_contain_text("다시 연결하는 중")
    expect(desk.locator("#answer")).to_have_value("제가 도와드릴게요")
    desk.context.set_offline(False)
    expect(desk.locator("#news")).to_have_text("")
    desk.locator(".answer [type=submit]").click()
    expect(desk.locator(".answer .state")).to_have_text("보냈습니다.")
    assert [message.text for message in customer.heard][-1] == "제가 도와드릴게요"
    forgive_the_cut(site)


def test_a_reply_that_arrived_without_word_of_it_is_not_sent_twice(
    site: Site, shop: Service
) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    desk.locator("[data-act=claim]").click()
    expect(desk.locator(".top .holder")).to_have_text("내가 응대 중")
    desk.route("**/messages", deliver_in_silence)
    desk.locator("#answer").fill("한 번만 보낼 말")
    desk.locator(".answer [type=submit]").click()
    expect(desk.locator(".said.agent")).to_have_count(1)
    expect(desk.locator("#answer")).to_have_value("")
    expect(desk.locator(".answer .state")).to_have_text("보냈습니다.")
    forgive_the_cut(site)


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_words_that_seem_lost_are_written_once_when_they_are_sent_again(
    site: Site, shop: Service, kind: str
) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    desk.route("**/v1/desk/conversations/*/events", hears_nothing)
    open_ticket(desk, customer.ticket)
    desk.locator("[data-act=claim]").click()
    expect(desk.locator(".top .holder")).to_have_text("내가 응대 중")
    desk.locator(f"#answer-tab-{kind}").click()
    address = "**/messages" if kind == "reply" else "**/notes"
    desk.locator("#answer-panel textarea:visible").fill("한 번만 적을 말")
    for answered in (False, True):
        desk.route(address, Route.continue_ if answered else deliver_in_silence)
        desk.locator(".answer [type=submit]").click()
        told = "남겼습니다" if kind == "note" else "보냈습니다"
        expect(desk.locator(".answer .state")).to_contain_text(
            told if answered else "보내지 못했어요"
        )
        expect(desk.locator(".said", has_text="한 번만 적을 말")).to_have_count(1)
    said = shop.tickets.get(customer.ticket).messages
    assert [message.text for message in said].count("한 번만 적을 말") == 1
    forgive_the_cut(site)


def test_the_same_words_may_be_said_twice(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    for times in (1, 2):
        reply(desk, "네")
        expect(desk.locator(".said.agent", has_text="네")).to_have_count(times)
    assert [message.text for message in customer.heard].count("네") == 2


def test_the_key_that_ends_a_hangul_syllable_sends_nothing(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    desk.locator("#answer").fill("안녕하세")
    desk.locator("#answer").dispatch_event(
        "keydown", {"key": "Enter", "ctrlKey": True, "isComposing": True, "bubbles": True}
    )
    expect(desk.locator("#answer")).to_have_value("안녕하세")
    desk.locator("#answer").fill("안녕하세요")
    desk.locator("#answer").press("Control+Enter")
    expect(desk.locator(".answer .state")).to_have_text("보냈습니다.")
    assert [m.text for m in customer.heard if m.text.startswith("안녕하세")] == ["안녕하세요"]


# --- keys ----------------------------------------------------------------------------------------


def test_a_case_is_worked_through_by_keys_alone(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    expect(row(desk, customer.ticket)).to_be_visible()
    desk.keyboard.press("j")
    expect(desk.locator("#tickets button").first).to_be_focused()
    row(desk, customer.ticket).focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".top h2")).to_be_focused()
    desk.keyboard.press("c")
    expect(desk.locator(".top .holder")).to_have_text("내가 응대 중")
    desk.keyboard.press("r")
    desk.keyboard.type("ne kjc?")
    expect(desk.locator("#answer")).to_have_value("ne kjc?")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".answer .state")).to_have_text("보냈습니다.")
    desk.keyboard.press("Escape")
    desk.keyboard.press("i")
    expect(desk.locator("#note")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press("s")
    expect(desk.locator("#search")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.locator(".top h2").focus()
    desk.keyboard.press("e")
    expect(desk.locator("#resolving")).to_be_visible()
    desk.keyboard.press("Space")
    desk.keyboard.press("Enter")
    expect(desk.locator("#news")).to_contain_text(customer.ticket)


def test_the_keys_work_while_hangul_is_on_and_can_be_turned_off(site: Site, shop: Service) -> None:
    customer = complaining(shop)
    desk = open_desk(site)
    open_ticket(desk, customer.ticket)
    desk.locator(".top h2").dispatch_event(
        "keydown", {"key": "ㄱ", "code": "KeyR", "bubbles": True}
    )
    expect(desk.locator("#answer")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    expect(desk.locator("#help")).to_contain_text("다음 상담 받기")
    desk.locator("#shortcuts-on").uncheck()
    desk.locator("#help .main").click()
    expect(desk.locator("#help")).to_be_hidden()
    desk.locator(".top h2").focus()
    desk.keyboard.press("r")
    expect(desk.locator(".top h2")).to_be_focused()


def test_arrows_move_through_the_list(site: Site, shop: Service) -> None:
    complaining(shop)
    complaining(shop)
    desk = open_desk(site)
    rows = desk.locator("#tickets button")
    rows.first.focus()
    desk.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    desk.keyboard.press("k")
    expect(rows.first).to_be_focused()


# --- a phone -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_desk_fits_a_phone(site: Site, shop: Service, language: str) -> None:
    customer = complaining(shop)
    desk = open_desk(site, language, viewport=PHONE)
    open_ticket(desk, customer.ticket)
    expect(desk.locator(".summary")).to_be_in_viewport()
    expect(desk.locator("#answer")).to_be_in_viewport()
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    search = {"ko": "지식 검색", "en": "Search knowledge"}[language]
    desk.get_by_role("button", name=search).click()
    expect(desk.locator("#search")).to_be_focused()
    expect(desk.locator(".assist .passage").first).to_be_in_viewport()
    desk.locator(".assist .passage .small").first.click()
    expect(desk.locator("#answer")).to_be_focused()
    expect(desk.locator(".top .holder")).to_have_class("holder mine")
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk.locator(".back").click()
    expect(row(desk, customer.ticket)).to_be_focused()
