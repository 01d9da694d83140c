"""A support lead reads the figures, on the real page."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from busy_span import NOTHING, made_up
from desks import Customer
from playwright.sync_api import Locator, Page, expect
from sites import DESKTOP, OPERATOR_KEY, PHONE, Site

from sangdam.bootstrap import Service
from sangdam.models import Outcome, ReasonCode, Role
from tests.channels.people import PASSWORD, account

pytestmark = pytest.mark.browser

LANGUAGES = ["ko", "en"]
CALL = {"ko": "상담원 연결해 주세요", "en": "I want to talk to a person"}


def enter(page: Page) -> Page:
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    return page


def open_page(site: Site, language: str, *told: dict[str, object], **options: object) -> Page:
    """The page, where the server tells this for every span, or the last for all further ones."""
    page = site.visit(f"/desk/figures?key&lang={language}", **options)
    bodies = [json.dumps(each) for each in told]
    page.route(
        "**/v1/desk/figures?*",
        lambda route: route.fulfill(body=bodies.pop(0) if len(bodies) > 1 else bodies[0]),
    )
    return enter(page)


def head(page: Page, name: str) -> Locator:
    return page.locator(f"[data-head={name}]")


def figure(page: Page, name: str) -> Locator:
    return page.locator(f"[data-figure={name}]")


@pytest.mark.parametrize(
    ("language", "title", "handed_over", "reason"),
    [
        ("ko", "지표", "상담원에게 넘김", "상담원 요청"),
        ("en", "Figures", "Handed over to a person", "Asked for a person"),
    ],
)
def test_a_lead_goes_from_the_desk_to_what_really_happened(
    site: Site, shop: Service, language: str, title: str, handed_over: str, reason: str
) -> None:
    login = f"lead-{language}"
    account(shop, Role.LEAD, login)
    Customer(shop).say(CALL[language])
    page = site.visit(f"/desk/login?lang={language}")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("h1")).to_have_text(title)
    expect(figure(page, "endings")).to_contain_text(handed_over)
    expect(figure(page, "reasons")).to_contain_text(reason)
    expect(figure(page, "days").locator("tbody tr")).to_have_count(7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_of_a_lead_has_room_for_all_on_a_phone(
    site: Site, shop: Service, language: str
) -> None:
    login = f"lead-on-a-phone-{language}"
    account(shop, Role.LEAD, login)
    page = site.visit(f"/desk/login?lang={language}", viewport=PHONE)
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#to-figures")).to_be_visible()
    expect(page.locator("#self")).to_be_visible()
    for node in ("html", "header.bar", "#self"):
        width = page.locator(node).evaluate("node => node.scrollWidth - node.clientWidth")
        assert width <= 0, node


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agent_is_not_led_there_and_not_let_in(site: Site, shop: Service, language: str) -> None:
    login = f"agent-{language}"
    account(shop, Role.AGENT, login)
    page = site.visit(f"/desk/login?lang={language}")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#self")).to_be_visible()
    expect(page.locator("#to-figures")).to_be_hidden()
    page.goto(f"{site.origin}/desk/figures?lang={language}")
    expect(page.locator("#key-problem")).not_to_be_empty()
    expect(page.locator("#room")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "heads", "waits", "unanswered", "money"),
    [
        (
            "ko",
            {
                "conversations": ["1,200", "이전 7일 1,000"],
                "messages": ["3,456", "이전 7일 3,000"],
                "without_person": ["83.3%", "이전 7일 75%"],
                "median": ["6분", "지금 열린 상담 4건"],
                "helpful": ["75%", "의견 80건"],
            },
            "2시간 5분",
            "답 못한 질문",
            "US$1.25",
        ),
        (
            "en",
            {
                "conversations": ["1,200", "the 7 days before: 1,000"],
                "messages": ["3,456", "the 7 days before: 3,000"],
                "without_person": ["83.3%", "the 7 days before: 75%"],
                "median": ["6 min", "cases open now: 4"],
                "helpful": ["75%", "opinions: 80"],
            },
            "2 h 5 min",
            "Questions without an answer",
            "$1.25",
        ),
    ],
)
def test_every_figure_is_there_in_words(
    site: Site, language: str, heads: dict[str, list[str]], waits: str, unanswered: str, money: str
) -> None:
    page = open_page(site, language, made_up())
    for name, words in heads.items():
        for word in words:
            expect(head(page, name)).to_contain_text(word)
    expect(figure(page, "replies")).to_contain_text(waits)
    expect(figure(page, "rest")).to_contain_text(money)
    expect(figure(page, "endings").locator("tbody tr")).to_have_count(len(Outcome))
    expect(figure(page, "reasons").locator("tbody tr")).to_have_count(len(ReasonCode))
    gaps = figure(page, "rest").locator(f"a[href='/desk/gaps?lang={language}']")
    expect(gaps).to_have_accessible_name(unanswered)
    expect(figure(page, "rest").get_by_role("row", name=unanswered)).to_contain_text("17")
    assert "undefined" not in page.locator("main#room").inner_text()
    assert "null" not in page.locator("main#room").inner_text()


def test_bars_are_as_long_as_their_shares(site: Site) -> None:
    shares = [{"outcome": "answered", "messages": 3, "share": 0.75}]
    shares += [{"outcome": "clarify", "messages": 1, "share": 0.25}]
    page = open_page(site, "ko", made_up(endings=shares))
    bars = figure(page, "endings").locator(".measure")
    expect(bars).to_have_count(2)
    long, short = (bars.nth(n).evaluate("node => node.clientWidth") for n in (0, 1))
    assert long == pytest.approx(3 * short, abs=2)
    assert short > 20


@pytest.mark.parametrize(("language", "first"), [("ko", "10월 27일"), ("en", "Oct 27")])
def test_another_span_is_one_press_away(site: Site, language: str, first: str) -> None:
    page = open_page(site, language, made_up(), made_up(28, before=None))
    expect(page.locator("[data-days='7']")).to_have_attribute("aria-pressed", "true")
    with page.expect_request("**/v1/desk/figures?days=28"):
        page.locator("[data-days='28']").click()
    expect(page.locator("#span")).to_contain_text(first)
    expect(page.locator("[data-days='28']")).to_have_attribute("aria-pressed", "true")
    expect(figure(page, "days").locator("tbody tr")).to_have_count(28)
    expect(head(page, "messages").locator(".quiet")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "kept", "empty"),
    [
        ("ko", "기록을 5일 동안만 보관", "아직 대화가 없어요"),
        ("en", "kept for 5 days only", "No conversations yet"),
    ],
)
def test_what_is_missing_is_told(site: Site, language: str, kept: str, empty: str) -> None:
    page = open_page(site, language, made_up(kept_days=5, before=None), NOTHING)
    expect(page.locator("#figures")).to_contain_text(kept)
    page.locator("[data-days='90']").click()
    expect(page.locator("#figures .nobody")).to_contain_text(empty)
    expect(page.locator("#figures table")).to_have_count(0)
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_and_axe_finds_nothing(
    site: Site, language: str, viewport: dict[str, int], scheme: str
) -> None:
    page = open_page(site, language, made_up(90), viewport=viewport, color_scheme=scheme)
    expect(figure(page, "days").locator("tbody tr")).to_have_count(90)
    for node in ("html", ".read", *(f"section >> nth={n}" for n in range(5))):
        width = page.locator(node).evaluate("node => node.scrollWidth - node.clientWidth")
        assert width <= 0, node
    assert page.locator("h1").evaluate("node => node.scrollWidth <= node.clientWidth")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []


def test_a_server_that_is_gone_is_told(site: Site) -> None:
    page = enter(site.visit("/desk/figures?key&lang=en"))
    expect(page.locator("#span")).to_contain_text("Asia/Seoul")
    page.route("**/v1/desk/figures?*", lambda route: route.fulfill(status=503, body="{}"))
    page.locator("[data-days='28']").click()
    expect(page.locator("#news")).to_contain_text("try again")
    site.forgive(503)
