"""A customer talks to the real server through the real page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sites import PHONE, Site

from sangdam.bootstrap import Service

pytestmark = pytest.mark.browser

PAYMENT = {"ko": "어떤 결제 수단을 쓸 수 있나요?", "en": "Which payment methods can I use?"}
KAKAO = {"ko": "카카오페이", "en": "KakaoPay"}
COMPLAINT = {
    "ko": "물건이 깨져서 왔는데 아무도 책임을 안 지네요. 정말 화가 납니다!",
    "en": "It arrived broken and nobody helps me. I am really angry!",
}
TICKET = re.compile(r"T-[2-9A-Z]{8}")


def ask(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def answered(page: Page, count: int = 1) -> None:
    """Wait until this many replies stand in the conversation."""
    expect(page.locator(".message.bot:not([aria-hidden])")).to_have_count(count)


@pytest.mark.parametrize(
    ("language", "ai", "notice"),
    [
        ("ko", "저는 사람이 아니라 AI예요", "제주와 부산 지역의 배송이 평소보다"),
        ("en", "I am an AI, not a person", "deliveries to Jeju and Busan take"),
    ],
)
def test_before_the_first_message_the_page_tells_of_the_ai_the_person_and_the_notices(
    site: Site, language: str, ai: str, notice: str
) -> None:
    page = site.visit(f"/?lang={language}")
    expect(page.get_by_text(ai)).to_be_in_viewport()
    expect(page.locator("#person")).to_be_in_viewport()
    expect(page.get_by_text(notice)).to_be_in_viewport()
    expect(page.locator("#examples button")).to_have_count(4)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_question_is_answered_with_a_source_that_opens(site: Site, language: str) -> None:
    page = site.visit(f"/?lang={language}")
    ask(page, PAYMENT[language])
    answered(page)
    bubble = page.locator(".bot .bubble")
    expect(bubble).to_contain_text(KAKAO[language])
    expect(bubble).to_have_attribute("lang", language)
    chip, panel = page.locator("button.chip"), page.locator(".source")
    chip.click()
    expect(panel.locator("strong")).to_have_text(PAYMENT[language])
    expect(panel.locator("blockquote")).to_contain_text(KAKAO[language])
    expect(chip).to_have_attribute("aria-expanded", "true")
    chip.click()
    expect(panel).to_be_hidden()
    page.locator("button.marker").first.click()
    expect(panel).to_be_visible()


def test_confidence_is_not_shown_to_customers(site: Site) -> None:
    page = site.visit()
    ask(page, PAYMENT["ko"])
    answered(page)
    assert not re.search(r"\d\s*%|0\.\d", page.locator(".bot").inner_text())


def test_a_conversation_goes_on_by_quick_reply_and_by_hand(site: Site) -> None:
    page = site.visit()
    ask(page, PAYMENT["ko"])
    answered(page)
    offered = page.locator(".bot .quick button").first
    question = offered.inner_text()
    offered.click()
    answered(page, 2)
    expect(page.locator(".customer .bubble").nth(1)).to_have_text(question)
    expect(page.locator(".bot").first.locator(".quick")).to_have_count(0)
    ask(page, "고마워요")
    answered(page, 3)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_angry_customer_gets_a_ticket_and_is_told_what_is_next(
    site: Site, language: str
) -> None:
    page = site.visit(f"/?lang={language}")
    ask(page, COMPLAINT[language])
    card = page.locator(".card")
    expect(card.locator(".number strong")).to_have_text(TICKET)
    waiting = {"ko": "상담원을 기다리는 중", "en": "Waiting for a person"}
    expect(page.locator("#owner")).to_have_text(waiting[language])
    assert card.inner_text().count(card.locator(".number strong").inner_text()) == 2


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_button_calls_a_person_before_and_within_a_conversation(
    site: Site, language: str
) -> None:
    first = site.visit(f"/?lang={language}")
    first.locator("#person").click()
    expect(first.locator(".card .number strong")).to_have_text(TICKET)
    later = site.visit(f"/?lang={language}")
    ask(later, PAYMENT[language])
    answered(later)
    later.locator("#person").click()
    expect(later.locator(".card .number strong")).to_have_text(TICKET)
    expect(later.locator(".message")).to_have_count(4)


def test_a_no_and_its_reasons_reach_the_service(site: Site, shop: Service) -> None:
    page = site.visit()
    ask(page, PAYMENT["ko"])
    answered(page)
    with page.expect_request("**/v1/feedback") as told:
        page.get_by_role("button", name="도움이 안 되었어요").click()
    turn = (told.value.post_data_json or {})["turn_id"]
    page.get_by_role("button", name="찾던 내용이 아니에요").click()
    page.get_by_role("textbox", name="더 하고 싶은 말").fill("분할 결제가 궁금했어요")
    page.get_by_role("button", name="의견 보내기").click()
    expect(page.locator(".thanks")).to_contain_text("의견 고마워요")
    opinion = shop.feedback.get(turn)
    assert opinion is not None
    assert not opinion.helpful
    assert opinion.reason == "찾던 내용이 아니에요 / 분할 결제가 궁금했어요"


def test_a_yes_reaches_the_service_and_is_remembered(site: Site, shop: Service) -> None:
    page = site.visit("/?lang=en")
    ask(page, PAYMENT["en"])
    answered(page)
    with page.expect_response("**/v1/feedback") as told:
        page.get_by_role("button", name="Yes, this helped").click()
    assert told.value.status == 204
    expect(page.locator(".thanks")).to_have_text("Thank you!")
    opinion = shop.feedback.get((told.value.request.post_data_json or {})["turn_id"])
    assert opinion is not None
    assert opinion.helpful
    page.reload()
    expect(page.locator(".thanks")).to_have_text("Thank you!")


def test_a_reload_restores_the_conversation_with_its_sources(site: Site) -> None:
    page = site.visit()
    ask(page, PAYMENT["ko"])
    answered(page)
    page.locator("#person").click()
    ticket = page.locator(".card .number strong").inner_text()
    page.reload()
    answered(page, 2)
    expect(page.locator(".customer .bubble").first).to_have_text(PAYMENT["ko"])
    expect(page.locator(".card .number strong")).to_have_text(ticket)
    expect(page.locator("#owner")).to_have_text("상담원을 기다리는 중")
    page.locator("button.marker").first.click()
    expect(page.locator(".source blockquote")).to_contain_text("카카오페이")


def test_a_change_of_language_keeps_the_conversation(site: Site) -> None:
    page = site.visit()
    ask(page, PAYMENT["ko"])
    answered(page)
    page.get_by_role("link", name="Show this page in English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    answered(page)
    expect(page.locator(".bot .bubble")).to_have_attribute("lang", "ko")
    ask(page, PAYMENT["en"])
    answered(page, 2)
    expect(page.locator(".bot .bubble").nth(1)).to_contain_text("KakaoPay")


def test_a_new_conversation_forgets_the_old_one_after_asking(site: Site) -> None:
    page = site.visit()
    ask(page, PAYMENT["ko"])
    answered(page)
    page.locator("#new").click()
    page.keyboard.press("Escape")
    answered(page)
    page.locator("#new").click()
    with page.expect_event("load"):
        page.get_by_role("button", name="새 대화 시작").click()
    expect(page.locator(".message")).to_have_count(0)
    expect(page.locator("#examples")).to_be_visible()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_on_a_phone_nothing_is_cut_off_and_person_and_box_stay_in_sight(
    site: Site, language: str
) -> None:
    page = site.visit(f"/?lang={language}", viewport=PHONE, has_touch=True, is_mobile=True)
    expect(page.locator(".welcome h2")).to_be_in_viewport(ratio=1)
    expect(page.locator("#examples button").last).to_be_in_viewport(ratio=1)
    courier = {"ko": "한빛택배 부분 파업", "en": "Hanbit Courier partial strike"}
    expect(page.locator("#notices summary")).to_contain_text(courier[language])
    page.locator("#examples button").last.tap()
    answered(page)
    page.locator("button.chip").first.tap()
    expect(page.locator(".source")).to_be_visible()
    ask(page, COMPLAINT[language])
    expect(page.locator(".card")).to_be_visible()
    for always in ("#person", "#text", ".send"):
        expect(page.locator(always)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("#scroller").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_everything_can_be_done_by_keyboard_alone(site: Site) -> None:
    page = site.visit()
    order = []
    for _ in range(9):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert order == ["A", "person", "SUMMARY", "scroller", *["BUTTON"] * 4, "text"]
    outline = page.locator("#person").evaluate("n => (n.focus(), getComputedStyle(n).outlineStyle)")
    assert outline == "solid"
    page.locator("#text").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    answered(page)
    marker = page.locator("button.marker").first
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".source")).to_be_hidden()
    expect(marker).to_be_focused()
    no = page.get_by_role("button", name="도움이 안 되었어요")
    no.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".why button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".thanks")).to_be_focused()


def test_screen_readers_find_names_for_everything(site: Site) -> None:
    page = site.visit()
    ask(page, PAYMENT["ko"])
    answered(page)
    log = page.get_by_role("log", name="대화 내용")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.locator(".bot .unseen").first).to_have_text("AI 상담 도우미:")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a, textarea, input, img')]
            .filter((node) => !(node.textContent.trim() || node.ariaLabel || node.alt === ''
                || node.labels?.length)).map((node) => node.outerHTML)"""
    )
    assert nameless == []
