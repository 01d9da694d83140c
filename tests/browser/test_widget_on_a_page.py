"""The widget and the page it stands on leave each other alone, whatever either of them holds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from host_pages import Front, ask
from pictures import file
from playwright.sync_api import Page, expect
from scripted_api import CUT, WAIT, ScriptedApi, delta, done, message, owner, problem, waits
from sites import PHONE, wait_for

pytestmark = pytest.mark.browser

LANGUAGES = ["ko", "en"]
ATTACK = "<img src=x onerror=\"document.body.id='taken'\"><script>document.body.id='taken'</script>"
HOSTILE = """
* { color: red !important; font: 40px/3 cursive !important; margin: 33px !important; display: block
  !important; letter-spacing: 9px !important; position: static !important; opacity: .3 }
html { font-size: 40px; text-align: right; direction: rtl; text-transform: uppercase }
dialog, button, textarea, p, .bubble, .panel, .launcher { display: none !important }
"""
WORN = ["color", "font-size", "font-family", "letter-spacing", "text-transform", "direction"]
QUESTION = {"ko": "배송비는 얼마인가요?", "en": "How much is shipping?"}


def said(text: str, **more: Any) -> list[object]:
    return [delta(text), done(text, **more)]


def looks(page: Page, selector: str) -> dict[str, str]:
    style = "(node, names) => Object.fromEntries(names.map((n) => [n, getComputedStyle(node)[n]]))"
    found: dict[str, str] = page.locator(selector).first.evaluate(style, WORN)
    return found


def test_a_hostile_style_sheet_changes_nothing_in_the_widget(
    scripted_front: Front, script: ScriptedApi
) -> None:
    seen = []
    for css in ("", HOSTILE):
        script.turns = [said("무료예요.")]
        page = scripted_front.opened("ko", {"css": css})
        ask(page, QUESTION["ko"])
        bubble = page.locator("sangdam-widget .bot .bubble:not(.arriving)")
        expect(bubble).to_be_in_viewport(ratio=1)
        boxes = [
            page.locator(f"sangdam-widget {each}").bounding_box() for each in ("#panel", "#person")
        ]
        seen.append((looks(page, "sangdam-widget .bubble"), bubble.bounding_box(), boxes))
    assert seen[0] == seen[1]


def test_the_widget_changes_nothing_on_the_page(scripted_front: Front, script: ScriptedApi) -> None:
    script.turns = [said("무료예요.")]
    page = scripted_front.page("ko")
    state = """() => ({
        title: document.title,
        html: document.body.outerHTML,
        globals: Object.keys(window).filter((name) => !name.startsWith("__")).length,
        looks: ["main", "h1", "input", "button", "p"].map((each) => {
            const style = getComputedStyle(document.querySelector(each));
            return [...style].map((name) => style.getPropertyValue(name)).join();
        }),
    })"""
    before = page.evaluate(state)
    page.locator("#launcher").click()
    ask(page, QUESTION["ko"])
    expect(page.locator("sangdam-widget .bot .bubble:not(.arriving)")).to_be_visible()
    assert page.evaluate(state) == before


def test_what_is_typed_is_not_heard_by_the_shortcuts_of_the_page(scripted_front: Front) -> None:
    page = scripted_front.page("ko")
    page.evaluate("window.heard = ''")
    page.evaluate("document.addEventListener('keydown', (event) => { heard += event.key })")
    page.locator("h1").press("a")
    page.locator("#launcher").click()
    page.keyboard.type("bc")
    page.keyboard.press("Escape")
    assert page.evaluate("heard") == "a"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_from_anywhere_is_read_as_html(
    scripted_front: Front, script: ScriptedApi, language: str
) -> None:
    source = {
        "marker": 1,
        "document_id": "x",
        "title": ATTACK,
        "section": ATTACK,
        "quote": ATTACK,
        "url": "javascript:document.body.id='taken'",
    }
    tricks = f"{ATTACK} [1] [link](javascript:alert(1)) [data](data:text/html,x)"
    script.turns = [said(tricks, language=language, citations=[source], suggestions=[ATTACK])]
    card = {"id": "file_1", "name": f"{ATTACK}.pdf", "media_type": "application/pdf", "size": 9}
    script.later = [
        [
            owner(3, "human", ATTACK),
            message(4, "agent", tricks, agent=ATTACK),
            message(5, "customer", "", attachments=[card]),
            WAIT,
        ]
    ]
    about = {"title": ATTACK, "data-label": "<b>!</b>", "data-accent": "red;}*{display:none"}
    page = scripted_front.page(language, about)
    expect(page.locator("#launcher")).to_have_text("<b>!</b>")
    page.locator("#launcher").click()
    ask(page, ATTACK)
    expect(page.locator(".customer .bubble")).to_have_text(ATTACK)
    expect(page.locator(".message.agent")).to_contain_text(ATTACK)
    expect(page.locator(".customer.files .name")).to_have_text(f"{ATTACK}.pdf")
    page.locator("button.chip").click()
    expect(page.locator(".source strong")).to_have_text(ATTACK)
    expect(page.locator(".source blockquote")).to_contain_text(ATTACK)
    expect(page.locator(".bot .quick button")).to_have_text(ATTACK)
    inside = "sangdam-widget"
    expect(page.locator(f"{inside} :is(script, img, b, [onerror])")).to_have_count(0)
    expect(page.locator(f"{inside} a:not([href*='/privacy?'])")).to_have_count(0)
    assert page.evaluate("document.body.id") == ""
    (seen,) = scripted_front.site.seen
    assert [error for error in seen.errors if "data-accent" not in error] == []
    seen.errors.clear()


def test_a_photo_with_a_name_of_html_is_a_photo(scripted_front: Front, script: ScriptedApi) -> None:
    script.turns = [said("네."), 422]
    script.later = [[owner(3, "human", "하루"), WAIT]]
    page = scripted_front.opened("ko")
    ask(page, QUESTION["ko"])
    expect(page.locator("#attach")).to_be_visible()
    script.uploads = [500]
    page.locator("#files").set_input_files(file("<img src=x onerror=alert(1)>.png"))
    photo = page.locator("sangdam-widget .photo img")
    expect(photo).to_have_attribute("alt", re.compile(r"<img src=x onerror=alert\(1\)>\.png"))
    expect(page.locator("sangdam-widget img")).to_have_count(1)
    expect(page.locator(".failure")).to_be_visible()
    scripted_front.site.forgive(500)


@pytest.mark.parametrize(
    ("option", "wrong", "form"),
    [
        ("language", "de", "ko or en"),
        ("theme", "pink", "auto, light or dark"),
        ("accent", "url(//x)", "a colour such as #2a6a5d"),
        ("position", "top", "right or left"),
        ("memory", "cookie", "browser or tab"),
        ("label", "", "1 to 40 characters"),
    ],
)
def test_an_option_that_is_wrong_is_told_and_left_out(
    scripted_front: Front, option: str, wrong: str, form: str
) -> None:
    page = scripted_front.page("ko", {f"data-{option}": wrong})
    expect(page.locator("#launcher")).to_have_text("상담하기")
    (seen,) = scripted_front.site.seen
    assert seen.errors == [f'Sangdam: data-{option}="{wrong}" is left out. Write {form}.']
    seen.errors.clear()


@pytest.mark.parametrize(
    ("written", "locale", "chosen", "spoken"),
    [
        ("ko", "en-GB", "", "상담하기"),
        ("en-US", "ko-KR", "", "Chat with us"),
        ("ko", "ko-KR", "en", "Chat with us"),
        ("fr", "en-GB", "", "Chat with us"),
        ("fr", "de-DE", "", "상담하기"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_pages_else_the_browsers(
    scripted_front: Front, written: str, locale: str, chosen: str, spoken: str
) -> None:
    about = {"support": scripted_front.support, "lang": written}
    about |= {"data-language": chosen} if chosen else {}
    page = scripted_front.page("ko", about, locale=locale)
    expect(page.locator("#launcher")).to_have_text(spoken)


def test_position_and_accent_are_the_sites_own(scripted_front: Front) -> None:
    page = scripted_front.page("ko", {"data-position": "left", "data-accent": "#7a1fa2"})
    launcher = page.locator("#launcher")
    box = launcher.bounding_box()
    assert box is not None
    assert box["x"] < 40
    colour = launcher.evaluate("(node) => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(122, 31, 162)"


def test_a_site_styles_the_parts_and_the_named_properties(scripted_front: Front) -> None:
    css = "sangdam-widget { --sangdam-offset: 90px } sangdam-widget::part(launcher) { color: #fe0 }"
    page = scripted_front.page("ko", {"css": css})
    launcher = page.locator("#launcher")
    assert launcher.evaluate("(n) => innerHeight - n.getBoundingClientRect().bottom") == 90
    assert launcher.evaluate("(n) => getComputedStyle(n).color") == "rgb(255, 238, 0)"


def test_a_site_opens_and_closes_it_by_its_own_button(scripted_front: Front) -> None:
    page = scripted_front.page("ko")
    page.evaluate("document.querySelector('sangdam-widget').open()")
    expect(page.locator("sangdam-widget #panel")).to_be_visible()
    page.evaluate("document.querySelector('sangdam-widget').close()")
    expect(page.locator("sangdam-widget #panel")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lost_connection_keeps_the_text_and_trying_again_is_the_same_message(
    scripted_front: Front, script: ScriptedApi, language: str
) -> None:
    script.turns = [[delta("무"), CUT], said("무료예요.")]
    page = scripted_front.opened(language)
    ask(page, QUESTION[language])
    page.locator(".failure button").click()
    expect(page.locator(".bot .bubble:not(.arriving)")).to_have_text("무료예요.")
    first, second = (each["client_message_id"] for each in script.received)
    assert first == second
    (seen,) = scripted_front.site.seen
    assert all("ERR_INCOMPLETE_CHUNKED_ENCODING" in error for error in seen.errors)
    seen.errors.clear()


def test_a_message_underway_when_the_page_is_left_can_be_sent_again(
    scripted_front: Front, script: ScriptedApi
) -> None:
    script.turns = [[WAIT], said("무료예요.")]
    page = scripted_front.opened("ko")
    ask(page, QUESTION["ko"])
    wait_for(lambda: len(script.received) == 1)
    page.reload()
    page.locator(".failure button").click()
    expect(page.locator(".bot .bubble:not(.arriving)")).to_have_text("무료예요.")
    first, second = (each["client_message_id"] for each in script.received)
    assert first == second


@pytest.mark.parametrize(
    ("language", "status", "again", "told"),
    [
        ("ko", 429, "30", "30초 뒤에"),
        ("en", 429, "30", "in 30 seconds"),
        ("ko", 503, "90", "2분 뒤에"),
        ("en", 503, "60", "in 1 minute."),
        ("ko", 503, None, "잠시 뒤에"),
        ("en", 429, None, "in a moment"),
    ],
)
def test_a_busy_assistant_says_when_to_try_again(
    scripted_front: Front,
    script: ScriptedApi,
    language: str,
    status: int,
    again: str | None,
    told: str,
) -> None:
    script.turns = [problem(status, again), said("무료예요.")]
    page = scripted_front.opened(language)
    ask(page, QUESTION[language])
    expect(page.locator(".failure")).to_contain_text(told)
    page.locator(".failure button").click()
    expect(page.locator(".bot .bubble:not(.arriving)")).to_have_text("무료예요.")
    scripted_front.site.forgive(status)


def test_later_messages_are_followed_from_the_last_one_that_came(
    scripted_front: Front, script: ScriptedApi
) -> None:
    script.turns = [said("네.")]
    script.later = [
        [message(7, "agent", "안녕하세요", agent="하루")],
        [message(8, "agent", "또 저예요")],
    ]
    page = scripted_front.opened("ko")
    ask(page, QUESTION["ko"])
    expect(page.locator(".message.agent")).to_have_count(2)
    assert script.followed[:2] == [("conv_1", "0"), ("conv_1", "7")]


def test_a_waiting_customer_sees_their_place_and_leaves_a_contact(
    scripted_front: Front, script: ScriptedApi
) -> None:
    ticket = {
        "ticket_id": "T-ABCD2345",
        "reason_code": "request",
        "queue": "general",
        "message": "",
    }
    script.turns = [said("전달했어요.", outcome="handed_off", handoff=ticket)]
    script.conversation = waits(2, minutes=4)
    page = scripted_front.opened("ko", None, viewport=PHONE)
    ask(page, "사람이요")
    expect(page.locator("#waiting-title")).to_have_text("대기 순서는 2번째예요.")
    page.locator("#contact summary").click()
    page.locator("#contact-text").fill("haru@example.com")
    page.locator("#contact-form button").click()
    expect(page.locator("#contact-thanks")).to_be_focused()
    assert script.contacts == ["haru@example.com"]
