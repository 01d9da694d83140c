"""The widget on somebody else's site, with the real assistant behind it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from host_pages import Front, ask
from pictures import file, png
from playwright.sync_api import Page, expect
from sites import DESKTOP, PHONE

from sangdam.bootstrap import Service
from sangdam.models import Agent, Availability, Resolution, Ticket

pytestmark = pytest.mark.browser

LANGUAGES = ["ko", "en"]
PAYMENT = {"ko": "어떤 결제 수단을 쓸 수 있나요?", "en": "Which payment methods can I use?"}
KAKAO = {"ko": "카카오페이", "en": "KakaoPay"}
AI = {"ko": "저는 사람이 아니라 AI예요", "en": "I am an AI, not a person"}
PERSON = {"ko": "상담원 연결", "en": "Talk to a person"}
NAMES = {"ko": "김민지", "en": "Grace Han"}
WORDS = {"ko": "바로 새 상품을 보내 드릴게요.", "en": "We will send you a new one today."}
TICKET = re.compile(r"T-[2-9A-Z]{8}")


@pytest.fixture
def agent(shop: Service, language: str) -> Agent:
    """Somebody who is at the desk."""
    name = NAMES[language]
    known = next((each for each in shop.agents.list() if each.name == name), None)
    agent = known or shop.agents.add(name, capacity=50)
    return shop.agents.change(agent.id, availability=Availability.ONLINE)


def answered(page: Page, count: int = 1) -> None:
    expect(page.locator("sangdam-widget .message.bot:not([aria-hidden])")).to_have_count(count)


def call(page: Page, shop: Service) -> Ticket:
    page.locator("#person").click()
    number = page.locator(".card .number strong")
    expect(number).to_have_text(TICKET)
    return shop.tickets.get(number.inner_text()).ticket


def reply(shop: Service, ticket: Ticket, agent: Agent, text: str) -> None:
    version = shop.conversations.get(ticket.conversation_id).conversation.version
    shop.casework.reply(ticket.conversation_id, agent.id, text, version=version)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_before_the_first_message_it_says_that_an_ai_answers_and_how_to_call_a_person(
    front: Front, language: str, viewport: dict[str, int]
) -> None:
    page = front.opened(language, viewport=viewport)
    expect(page.get_by_text(AI[language])).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name=PERSON[language])).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_answered_with_a_source_and_goes_on(front: Front, language: str) -> None:
    page = front.opened(language)
    ask(page, PAYMENT[language])
    answered(page)
    bubble = page.locator("sangdam-widget .bot .bubble")
    expect(bubble).to_contain_text(KAKAO[language])
    expect(bubble).to_have_attribute("lang", language)
    page.locator("button.marker").first.click()
    expect(page.locator(".source blockquote")).to_contain_text(KAKAO[language])
    offered = page.locator(".bot .quick button").first
    question = offered.inner_text()
    offered.click()
    answered(page, 2)
    expect(page.locator(".customer .bubble").nth(1)).to_have_text(question)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_asked_of_the_assistant_until_a_customer_does(
    front: Front, language: str
) -> None:
    page = front.opened(language)
    expect(page.get_by_text(AI[language])).to_be_visible()
    assert [urlsplit(url).path for url in front.site.foreign] == ["/widget.js"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_is_called_answers_by_name_and_gets_a_photo(
    front: Front, shop: Service, agent: Agent, language: str
) -> None:
    page = front.opened(language)
    ticket = call(page, shop)
    expect(page.locator("#waiting")).to_be_visible()
    reply(shop, ticket, agent, WORDS[language])
    said = page.locator(".message.agent")
    expect(said).to_contain_text(WORDS[language])
    expect(said).to_contain_text(NAMES[language])
    expect(page.locator("#owner")).to_contain_text(NAMES[language])
    page.locator("#files").set_input_files(file("board.png", content=png()))
    expect(page.locator(".customer .photo img")).to_have_attribute(
        "alt", re.compile(re.escape("board.png"))
    )
    expect(page.locator(".customer.files p.mark")).to_be_visible()
    kept = shop.conversations.get(ticket.conversation_id).messages[-1].attachments
    assert [each.name for each in kept] == ["board.png"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agents_words_call_the_customer_who_has_closed_the_window_and_left_the_page(
    front: Front, shop: Service, agent: Agent, language: str
) -> None:
    page = front.opened(language)
    ticket = call(page, shop)
    page.locator("#close").click()
    reply(shop, ticket, agent, WORDS[language])
    launcher = page.locator("#launcher")
    expect(launcher).to_have_class(re.compile("unread"))
    expect(page.locator("#news")).to_have_text({"ko": "새 메시지", "en": "New message"}[language])
    page.reload()
    expect(launcher).to_have_class(re.compile("unread"))
    reply(shop, ticket, agent, WORDS[language])
    launcher.click()
    expect(page.locator(".message.agent")).to_have_count(2)
    expect(launcher).not_to_have_class(re.compile("unread"))
    page.locator("#close").click()
    page.reload()
    expect(page.locator(".message.agent")).to_have_count(2)
    expect(launcher).not_to_have_class(re.compile("unread"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_came_between_two_pages_and_ended_it_call_until_they_are_seen(
    front: Front, shop: Service, agent: Agent, language: str
) -> None:
    page = front.opened(language)
    ticket = call(page, shop)
    page.locator("#close").click()
    here = page.url
    page.goto("about:blank")
    reply(shop, ticket, agent, WORDS[language])
    shop.casework.resolve(ticket.id, agent.id, Resolution.SOLVED)
    launcher = page.locator("#launcher")
    for _ in range(2):
        page.goto(here)
        expect(launcher).to_have_class(re.compile("unread"))
        page.goto("about:blank")
    page.goto(here)
    launcher.click()
    expect(page.locator(".message.agent")).to_contain_text(WORDS[language])
    page.reload()
    expect(page.locator(".message.agent")).to_contain_text(WORDS[language])
    page.locator("#close").click()
    expect(launcher).not_to_have_class(re.compile("unread"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reload_keeps_window_and_conversation_and_starting_anew_forgets_them(
    front: Front, language: str
) -> None:
    page = front.opened(language)
    ask(page, PAYMENT[language])
    answered(page)
    page.reload()
    answered(page)
    expect(page.locator("sangdam-widget .chip")).to_have_count(1)
    page.locator("#new").click()
    page.locator("#anew button[value=yes]").click()
    answered(page, 0)
    expect(page.get_by_text(AI[language])).to_be_in_viewport()
    kept = page.evaluate("JSON.parse(localStorage['sangdam.conversation']).conversation")
    assert kept is None
    ask(page, PAYMENT[language])
    answered(page)


def test_what_is_kept_for_the_tab_alone_is_not_in_the_browser(front: Front) -> None:
    page = front.opened("ko", {"data-memory": "tab"})
    ask(page, PAYMENT["ko"])
    answered(page)
    page.reload()
    answered(page)
    assert page.evaluate("Object.keys(localStorage)") == []
    another = page.context.new_page()
    another.goto(page.url)
    another.locator("#launcher").click()
    answered(another, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_that_is_not_allowed_gets_no_answer_and_says_so(front: Front, language: str) -> None:
    page = front.page(language)
    page.goto(page.url.replace("127.0.0.1", "localhost", 1))
    page.locator("#launcher").click()
    ask(page, PAYMENT[language])
    expect(page.locator(".failure")).to_be_visible()
    answered(page, 0)
    for seen in front.site.seen:
        assert any("blocked by CORS policy" in error for error in seen.errors)
        seen.errors.clear()
