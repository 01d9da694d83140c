"""The widget by keyboard, by screen reader, magnified, at night: WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from host_pages import Front, ask
from playwright.sync_api import Page, expect
from scripted_api import WAIT, ScriptedApi, delta, done, message, owner, typing, waits
from sites import DESKTOP, PHONE

pytestmark = pytest.mark.browser

LANGUAGES = ["ko", "en"]
NIGHT = ":root { color-scheme: light dark }"
SOURCE = {
    "marker": 1,
    "document_id": "shipping",
    "title": "배송비 안내",
    "section": "1. 기본",
    "quote": "3만원 이상 주문하면 무료입니다.",
    "url": "https://example.com/shipping",
}
ANSWER = """배송비는 **무료**예요. [1]

- 제주: 3,000원

| 지역 | 요금 |
|---|---|
| 제주 | 3,000원 |"""
SMALLEST = {"width": 320, "height": 256}
"""What 1280 x 1024 leaves at 400 %."""
ACCENTS = ["#ffe600", "#ff5a5f", "#0a0a0a", "#fefefe", "#03c75a"]


def faults(page: Page) -> list[str]:
    """What axe finds on the whole page, the widget's shadow tree with it."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def full(page: Page, script: ScriptedApi) -> None:
    """Have an answer with a source and an opinion, an agent's words, and a failure."""
    script.turns = [
        [
            delta("배"),
            done(ANSWER, citations=[SOURCE], suggestions=["제주는요?", "도서 산간은요?"]),
        ],
        503,
    ]
    script.later = [
        [
            owner(3, "human", "하루"),
            message(4, "agent", "안녕하세요", agent="하루"),
            typing("하루"),
            WAIT,
        ]
    ]
    ask(page, "배송비 얼마예요?")
    expect(page.locator(".message.agent")).to_be_visible()
    page.locator("button.chip").click()
    page.locator(".feedback button").last.click()
    ask(page, "사람이요")
    expect(page.locator(".failure")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_closed_open_or_in_the_middle_of_things(
    scripted_front: Front, script: ScriptedApi, language: str, scheme: str, viewport: object
) -> None:
    about = {"css": NIGHT}
    page = scripted_front.page(language, about, color_scheme=scheme, viewport=viewport)
    expect(page.locator("#launcher")).to_be_visible()
    assert faults(page) == []
    page.locator("#launcher").click()
    expect(page.locator("sangdam-widget #panel")).to_be_visible()
    assert faults(page) == []
    full(page, script)
    assert faults(page) == []
    scripted_front.site.forgive(503)
    scripted_front.site.seen[0].errors = [
        each
        for each in scripted_front.site.errors
        if "/v1/feedback" not in each and "404" not in each
    ]


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_accent_is_unreadable(
    scripted_front: Front, script: ScriptedApi, accent: str, theme: str
) -> None:
    script.turns = [[done(ANSWER, citations=[SOURCE], suggestions=["제주는요?"])]]
    page = scripted_front.page("ko", {"data-accent": accent, "data-theme": theme})
    expect(page.locator("#launcher")).to_be_visible()
    assert faults(page) == []
    page.locator("#launcher").click()
    ask(page, "배송비 얼마예요?")
    expect(page.locator("button.chip")).to_be_visible()
    assert faults(page) == []


def test_a_line_in_which_one_waits_has_no_fault_either(
    scripted_front: Front, script: ScriptedApi
) -> None:
    ticket = {
        "ticket_id": "T-ABCD2345",
        "reason_code": "request",
        "queue": "general",
        "message": "",
    }
    script.turns = [[done("전달했어요.", outcome="handed_off", handoff=ticket)]]
    script.conversation = waits(2, minutes=4)
    page = scripted_front.opened("ko")
    ask(page, "사람이요")
    page.locator("#contact summary").click()
    expect(page.locator("#contact-text")).to_be_visible()
    assert faults(page) == []


def focused(page: Page) -> str:
    """The id of what has the focus, inside the widget or outside."""
    inside = "(document.activeElement.shadowRoot?.activeElement ?? document.activeElement).id"
    found: str = page.evaluate(inside)
    return found


def test_the_keyboard_opens_writes_and_closes(scripted_front: Front, script: ScriptedApi) -> None:
    script.turns = [[done("무료예요.")]]
    page = scripted_front.page("ko")
    expect(page.locator("#launcher")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page) == "launcher"
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    page.keyboard.type("배송비?")
    page.keyboard.press("Enter")
    expect(page.locator(".bot .bubble:not(.arriving)")).to_have_text("무료예요.")
    page.keyboard.press("Escape")
    expect(page.locator("sangdam-widget #panel")).to_be_hidden()
    assert focused(page) == "launcher"


def test_a_window_that_was_open_takes_no_focus_from_the_next_page(scripted_front: Front) -> None:
    page = scripted_front.opened("ko")
    assert focused(page) == "text"
    page.reload()
    expect(page.locator("sangdam-widget #panel")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")


def test_beside_the_page_the_focus_is_free_and_over_it_it_stays(scripted_front: Front) -> None:
    beside = scripted_front.opened("ko")
    over = scripted_front.opened("ko", None, viewport=PHONE)
    assert "panel" in focused(over)
    outside = "document.activeElement.localName !== 'sangdam-widget'"
    left = {beside: False, over: False}
    for page in left:
        for _ in range(12):
            page.keyboard.press("Tab")
            left[page] |= page.evaluate(f"{outside} && document.activeElement !== document.body")
    assert left == {beside: True, over: False}


def test_escape_closes_what_is_innermost(scripted_front: Front, script: ScriptedApi) -> None:
    script.turns = [[done(ANSWER, citations=[SOURCE])]]
    page = scripted_front.opened("ko", None, viewport=PHONE)
    ask(page, "배송비 얼마예요?")
    page.locator("button.chip").click()
    panel, source = page.locator("sangdam-widget #panel"), page.locator(".source")
    page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    expect(panel).to_be_visible()
    page.locator("#new").click()
    page.keyboard.press("Escape")
    expect(page.locator("#anew")).to_be_hidden()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_turning_a_device_keeps_the_conversation_in_sight(scripted_front: Front) -> None:
    page = scripted_front.opened("ko")
    for viewport, is_modal in [(PHONE, ":modal"), (DESKTOP, ":not(:modal)")]:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        expect(page.locator(f"sangdam-widget #panel{is_modal}")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", [SMALLEST, {"width": 320, "height": 640}])
def test_nothing_is_cut_off_at_320_pixels_or_at_400_percent(
    scripted_front: Front, script: ScriptedApi, language: str, viewport: object
) -> None:
    script.turns = [[done(ANSWER, citations=[SOURCE], suggestions=["제주는요?"])]]
    page = scripted_front.opened(language, None, viewport=viewport)
    ask(page, "배송비 얼마예요?")
    expect(page.locator("button.chip")).to_be_visible()
    wide = """(panel) => [...panel.querySelectorAll("*")].filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width > 1 && !node.closest(".table, .unseen, svg") && box.right > innerWidth + 1;
    }).map((node) => node.outerHTML)"""
    assert page.locator("sangdam-widget #panel").evaluate(wide) == []
    for part in ("#person", "#close", "button.chip", "#text", "#composer [type=submit]"):
        page.locator(f"sangdam-widget {part}").scroll_into_view_if_needed()
        expect(page.locator(f"sangdam-widget {part}")).to_be_in_viewport(ratio=0.95)


def test_forced_colours_keep_edges_and_focus(scripted_front: Front, script: ScriptedApi) -> None:
    script.turns = [[done(ANSWER, citations=[SOURCE])]]
    page = scripted_front.opened("ko", None, forced_colors="active")
    ask(page, "배송비 얼마예요?")
    expect(page.locator("button.chip")).to_be_visible()
    for part in ("#panel", ".customer .bubble", ".bot .bubble", "#composer [type=submit]"):
        style = page.locator(f"sangdam-widget {part}").evaluate(
            "(node) => { const s = getComputedStyle(node); return [s.borderStyle, s.borderWidth] }"
        )
        assert style[0] == "solid", part
        assert style[1] != "0px", part


def test_who_wants_no_motion_gets_none(scripted_front: Front) -> None:
    moves = "(node) => getComputedStyle(node).animationName"
    for wish, motion in [("reduce", "none"), ("no-preference", "rise")]:
        page = scripted_front.opened("ko", None, reduced_motion=wish)
        assert page.locator("sangdam-widget #panel").evaluate(moves) == motion


def test_replies_are_read_aloud_once_whole(scripted_front: Front, script: ScriptedApi) -> None:
    script.turns = [[delta("무료"), WAIT, done("무료예요.")]]
    page = scripted_front.opened("ko")
    ask(page, "배송비 얼마예요?")
    expect(page.locator("[role=log][aria-live=polite] .arriving")).to_have_text("무료")
    expect(page.locator(".message.bot")).to_have_attribute("aria-hidden", "true")
    script.go_on()
    expect(page.locator(".message.bot .bubble:not(.arriving)")).to_have_text("무료예요.")
    expect(page.locator(".message.bot")).not_to_have_attribute("aria-hidden", "true")
