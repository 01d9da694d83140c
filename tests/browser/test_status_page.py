"""An operator sees what is out of order, on the real page."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect
from sites import DESKTOP, OPERATOR_KEY, PHONE, Site

from sangdam.models import Part
from tests.moments import MONDAY_MORNING

pytestmark = pytest.mark.browser

SINCE = "2026-11-23T00:30:00Z"
TROUBLE = {
    "database": ("down", {"kind": "postgresql", "reason": "silent"}),
    "index": ("degraded", {"generation": "g1", "passages": 412, "refused": "g2"}),
    "embedder": ("ok", {"name": "e5-small-q4"}),
    "language_model": (
        "degraded",
        {"name": "m", "breaker": "open", "failure": "rate_limited", "failed_at": SINCE},
    ),
    "deliveries": ("unknown", {}),
    "disk": ("degraded", {"free_bytes": 536_870_912}),
    "workers": ("degraded", {"there": 1, "wanted": 2}),
    "budget": ("degraded", {"budget": 5, "spent": 5.25, "currency": "USD"}),
}


def enter(page: Page) -> Page:
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    return page


def in_trouble(site: Site, language: str, **options: object) -> Page:
    """The page, where the server tells of all this at once."""
    page = site.visit(f"/desk/status?lang={language}", **options)
    parts = [
        {"part": part, "state": state, "since": SINCE, "facts": facts}
        for part, (state, facts) in TROUBLE.items()
    ]
    body = json.dumps({"state": "down", "version": "1", "process": 7, "parts": parts})
    page.route("**/v1/desk/status", lambda route: route.fulfill(body=body))
    page.clock.set_fixed_time(MONDAY_MORNING)
    return enter(page)


def part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-part={name}]")


@pytest.mark.parametrize(
    ("language", "title", "whole"),
    [("ko", "서비스 상태", "모두 정상이에요"), ("en", "Service status", "Everything works")],
)
def test_the_desk_leads_to_the_real_status(
    site: Site, language: str, title: str, whole: str
) -> None:
    page = enter(site.visit(f"/desk?lang={language}"))
    expect(page.locator("#who-name")).to_be_visible()  # the key is known and kept
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("#whole")).to_contain_text(whole)
    expect(page.locator(".part")).to_have_count(len(Part))
    expect(page.locator(".part[data-state=ok]")).to_have_count(len(Part))


@pytest.mark.parametrize(
    ("language", "whole", "model", "figures"),
    [
        (
            "ko",
            "지금은 고객에게 답하지 못해요",
            ["안내문을 그대로 인용해", "요청이 너무 많다고", "쉬는 중"],
            ["응답이 없음", "2개 중 1개", "0.5GiB", "US$5.25"],
        ),
        (
            "en",
            "Customers are not being answered",
            ["quoted without the model", "too many requests", "resting"],
            ["no answer", "1 of 2", "0.5 GiB", "$5.25"],
        ),
    ],
)
def test_what_is_wrong_comes_first_with_what_is_done_meanwhile(
    site: Site, language: str, whole: str, model: list[str], figures: list[str]
) -> None:
    page = in_trouble(site, language)
    expect(page.locator("#whole")).to_contain_text(whole)
    expect(page.locator(".part").first).to_have_attribute("data-part", "database")
    expect(page.locator(".part").last).to_have_attribute("data-part", "embedder")
    for words in model:
        expect(part(page, "language_model")).to_contain_text(words)
    for name, figure in zip(["database", "workers", "disk", "budget"], figures, strict=True):
        expect(part(page, name)).to_contain_text(figure)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_fits_in_light_and_dark(
    site: Site, language: str, viewport: dict[str, int], scheme: str
) -> None:
    page = in_trouble(site, language, viewport=viewport, color_scheme=scheme)
    expect(page.locator(".part")).to_have_count(len(Part))
    for node in ("html", ".read", ".part >> nth=0"):
        width = page.locator(node).evaluate("node => node.scrollWidth - node.clientWidth")
        assert width <= 0
    assert page.locator("h1").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_server_that_is_gone_is_told_and_a_wrong_key_is_refused(site: Site) -> None:
    page = site.visit("/desk/status?lang=ko")
    page.locator("#key").fill("no-key")
    page.keyboard.press("Enter")
    expect(page.locator("#key-problem")).to_contain_text("운영자 키가 맞지 않아요")
    page = enter(site.visit("/desk/status?lang=en"))
    expect(page.locator("#whole")).to_contain_text("Everything works")
    page.route("**/v1/desk/status", lambda route: route.fulfill(status=503, body="{}"))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#news")).to_contain_text("Trying again")
    site.forgive(503)
    site.forgive(403)
