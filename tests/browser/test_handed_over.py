"""A customer who was handed over, and the person who helps them, over the real server."""

from __future__ import annotations

import pytest
from pictures import file, png
from playwright.sync_api import Page, expect
from sites import OPERATOR_KEY, PHONE, Site

from sangdam.bootstrap import Service
from sangdam.models import Agent, Availability, Owner, Resolution, Ticket

pytestmark = pytest.mark.browser

LANGUAGES = ["ko", "en"]
COMPLAINT = {
    "ko": "도마가 깨져서 왔는데 아무도 책임을 안 지네요. 정말 화가 납니다!",
    "en": "The board arrived broken and nobody helps me. I am really angry!",
}
PAYMENT = {"ko": "어떤 결제 수단을 쓸 수 있나요?", "en": "Which payment methods can I use?"}
KAKAO = {"ko": "카카오페이", "en": "KakaoPay"}
SHOWN_AS = {"ko": "김민지 상담원", "en": "Grace Han"}


@pytest.fixture
def agent(shop: Service, language: str) -> Agent:
    """Somebody who is at the desk."""
    name = {"ko": "김민지", "en": "Grace Han"}[language]
    known = next((each for each in shop.agents.list() if each.name == name), None)
    return at_desk(shop, known or shop.agents.add(name, capacity=50), Availability.ONLINE)


def at_desk(shop: Service, agent: Agent, availability: Availability) -> Agent:
    return shop.agents.change(agent.id, availability=availability)


def complain(site: Site, shop: Service, language: str, **options: object) -> tuple[Page, Ticket]:
    """A customer who waits for a person, and their ticket."""
    page = site.visit(f"/?lang={language}", **options)
    ask(page, COMPLAINT[language])
    number = page.locator(".card .number strong").inner_text()
    expect(page.locator("#waiting")).to_be_visible()
    return page, shop.tickets.get(number).ticket


def ask(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def reply(shop: Service, ticket: Ticket, agent: Agent, text: str) -> None:
    version = shop.conversations.get(ticket.conversation_id).conversation.version
    shop.casework.reply(ticket.conversation_id, agent.id, text, version=version)


def files_of(shop: Service, ticket: Ticket) -> list[bytes]:
    """The bytes of every file in the conversation, oldest first."""
    return [
        shop.attachments.find(ticket.conversation_id, file.id).content
        for message in shop.conversations.get(ticket.conversation_id).messages
        for file in message.attachments
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_complaint_with_a_photo_to_a_person_and_back_to_the_assistant(
    site: Site, shop: Service, agent: Agent, language: str
) -> None:
    page, ticket = complain(site, shop, language)
    page.set_input_files(
        "#files", [file("board.png"), file("bill.pdf", "application/pdf", b"%PDF-1.7")]
    )
    expect(page.locator(".files .mark:not(progress)")).to_have_count(2)
    assert files_of(shop, ticket) == [png(), b"%PDF-1.7"]
    shop.casework.claim(ticket.id, agent.id)
    expect(page.locator(".remark")).to_contain_text(SHOWN_AS[language])
    expect(page.locator("#owner")).to_contain_text(SHOWN_AS[language])
    expect(page.locator("#waiting")).to_be_hidden()
    reply(shop, ticket, agent, "사진 잘 받았습니다.")
    expect(page.locator(".agent .sender")).to_contain_text(SHOWN_AS[language])
    ask(page, "고마워요")
    expect(page.locator(".customer:not(.files) .mark")).to_be_visible()
    shop.casework.resolve(ticket.id, agent.id, Resolution.SOLVED)
    expect(page.locator("#owner")).to_have_attribute("data-owner", "bot")
    expect(page.locator("#attach")).to_be_hidden()
    ask(page, PAYMENT[language])
    expect(page.locator(".bot .bubble").last).to_contain_text(KAKAO[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_tells_what_the_service_knows(
    site: Site, shop: Service, agent: Agent, language: str
) -> None:
    page, ticket = complain(site, shop, language)
    waiting = shop.line.of(ticket.conversation_id)
    assert waiting is not None
    position = waiting.position
    first = {"ko": "다음 차례예요", "en": "You are next"}
    later = {"ko": f"{position}번째예요", "en": f"number {position} in line"}
    told = (first if position == 1 else later)[language]
    expect(page.locator("#waiting")).to_contain_text(told)
    expect(page.locator("#contact-form")).to_be_hidden()
    shop.casework.claim(ticket.id, agent.id)
    expect(page.locator("#waiting")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("agent")
def test_with_nobody_at_the_desk_a_contact_can_be_left_at_once(
    site: Site, shop: Service, language: str
) -> None:
    for each in shop.agents.list():
        at_desk(shop, each, Availability.OFFLINE)
    page, ticket = complain(site, shop, language)
    alone = {"ko": "모든 상담원이 자리를 비웠어요", "en": "Nobody is at the desk just now"}
    expect(page.locator("#waiting")).to_contain_text(alone[language])
    page.locator("#contact-text").fill("내일 전화 주세요")
    page.keyboard.press("Enter")
    unclear = {"ko": "이메일 주소나 전화번호만", "en": "just an e-mail address"}
    expect(page.locator("#contact-problem")).to_contain_text(unclear[language])
    site.forgive(422)
    page.locator("#contact-text").fill("010-1234-5678")
    page.keyboard.press("Enter")
    expect(page.locator("#contact-thanks")).to_be_visible()
    expect(page.locator("#contact-form")).to_be_hidden()
    kept = shop.conversations.get(ticket.conversation_id).conversation.contact
    assert kept == "010-1234-5678"
    page.reload()
    expect(page.locator("#contact-thanks")).to_be_visible()
    expect(page.locator("#contact-text")).to_have_value("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_see_that_the_other_is_writing(
    site: Site, shop: Service, agent: Agent, language: str
) -> None:
    page, ticket = complain(site, shop, language)
    with page.expect_response("**/typing") as told:
        page.locator("#text").press_sequentially("상자도")
    assert told.value.status == 204
    shop.casework.claim(ticket.id, agent.id)
    expect(page.locator("#owner")).to_have_attribute("data-owner", "human")
    head = {"Authorization": f"Bearer {OPERATOR_KEY}", "Sangdam-Agent": agent.id}
    place = f"{site.origin}/v1/desk/conversations/{ticket.conversation_id}/typing"
    assert page.request.post(place, headers=head).status == 204
    writes = {"ko": "김민지 상담원이 입력하고 있어요", "en": "Grace Han is typing"}
    expect(page.locator("#typing")).to_have_text(writes[language])
    reply(shop, ticket, agent, "확인했습니다.")
    expect(page.locator(".agent .bubble")).to_have_text("확인했습니다.")
    expect(page.locator("#typing")).to_have_text("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_comes_back_finds_the_photo_and_what_the_person_wrote_meanwhile(
    site: Site, shop: Service, agent: Agent, language: str
) -> None:
    page, ticket = complain(site, shop, language)
    page.set_input_files("#files", file("board.png"))
    expect(page.locator(".files .mark:not(progress)")).to_have_count(1)
    browser = page.context
    page.close()
    reply(shop, ticket, agent, "새 도마를 보내 드렸습니다.")
    page = browser.new_page()
    page.goto(f"{site.origin}/?lang={language}")
    expect(page.locator(".agent .bubble")).to_have_text("새 도마를 보내 드렸습니다.")
    expect(page.locator(".agent .sender")).to_contain_text(SHOWN_AS[language])
    photo = page.locator(".photo img")
    expect(photo).to_be_visible()
    expect(photo).to_have_js_property("naturalWidth", 40)
    expect(page.locator("#owner")).to_contain_text(SHOWN_AS[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_a_person_leaves_the_next_one_goes_on(
    site: Site, shop: Service, agent: Agent, language: str
) -> None:
    page, ticket = complain(site, shop, language)
    shop.casework.claim(ticket.id, agent.id)
    expect(page.locator("#waiting")).to_be_hidden()
    shop.casework.transfer(ticket.conversation_id, agent.id, to=None, queue=None, note="비밀 메모")
    calm = {"ko": "다른 상담원이 이어서 도와드려요", "en": "Another person goes on with this"}
    expect(page.locator(".remark").last).to_contain_text(calm[language])
    expect(page.locator("#waiting")).to_be_visible()
    other = shop.agents.add(f"박서준 {language}")
    shop.casework.claim(ticket.id, other.id)
    expect(page.locator(".remark").last).to_contain_text(other.name)
    assert "비밀 메모" not in page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_who_was_called_is_not_called_again(
    site: Site, shop: Service, agent: Agent, language: str
) -> None:
    page, ticket = complain(site, shop, language)
    page.locator("#person").click()
    expect(page.locator("#waiting")).to_be_focused()
    shop.casework.claim(ticket.id, agent.id)
    expect(page.locator("#owner")).to_have_attribute("data-owner", "human")
    page.locator("#person").click()
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator(".message")).to_have_count(2)
    shop.casework.return_to_bot(ticket.conversation_id, agent.id)
    expect(page.locator("#owner")).to_have_attribute("data-owner", "bot")
    page.locator("#person").click()
    expect(page.locator(".card")).to_have_count(2)
    assert shop.conversations.get(ticket.conversation_id).conversation.owner is Owner.QUEUE


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_all_of_it_has_room(
    site: Site, shop: Service, agent: Agent, language: str
) -> None:
    page, ticket = complain(site, shop, language, viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("#contact summary").tap()
    for part in ("#person", "#contact-text", "#contact-form button", "#attach", "#text", ".send"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    page.set_input_files(
        "#files", [file("a-" + "long-" * 30 + ".pdf", "application/pdf", b"%PDF-1")]
    )
    expect(page.locator(".files .mark:not(progress)")).to_be_in_viewport()
    shop.casework.claim(ticket.id, agent.id)
    expect(page.locator("#owner")).to_have_attribute("data-owner", "human")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("#scroller").evaluate("node => node.scrollWidth <= node.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("agent")
def test_all_of_it_has_a_name_and_is_reached_by_keyboard(
    site: Site, shop: Service, language: str
) -> None:
    page, _ = complain(site, shop, language)
    page.set_input_files("#files", file("board.png"))
    expect(page.locator(".photo img")).to_be_visible()
    page.locator("#files").evaluate(
        "input => input.addEventListener('click',"
        " () => { document.body.dataset.chosen = input.id; })"
    )
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a, textarea, input, img, summary')]
            .filter((node) => !(node.textContent.trim() || node.ariaLabel || node.alt
                || node.alt === '' && node.className === 'mark' || node.labels?.length
                || node.querySelector('img[alt]')?.alt)).map((node) => node.outerHTML)"""
    )
    assert nameless == []
    page.locator("#contact summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#contact-text")).to_be_focused()
    page.locator("#text").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#attach")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-chosen", "files")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("agent")
def test_a_file_that_only_looks_like_a_photo_is_refused_with_the_reason(
    site: Site, shop: Service, language: str
) -> None:
    page, ticket = complain(site, shop, language)
    page.set_input_files("#files", file("photo.png", content=b"<html>"))
    reason = {"ko": "사진(JPEG, PNG", "en": "Only photos (JPEG, PNG"}
    expect(page.locator(".failure")).to_contain_text(reason[language])
    expect(page.locator(".failure button")).to_have_count(0)
    site.forgive(422)
    assert files_of(shop, ticket) == []
