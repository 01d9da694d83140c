"""Whom others vouch for, in a real browser: customers by the shop, people at work by the company's
identity provider."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desks import new_name
from fastapi.responses import JSONResponse, Response
from host_pages import Front, ask
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr
from scripted_api import ScriptedApi, done
from sites import DESKTOP, OPERATOR_KEY, PHONE, Site

from sangdam import bootstrap
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Settings
from tests.channels.customer import COMPLAINT
from tests.channels.identity_provider import IdentityProvider, oidc, running
from tests.channels.test_company_sign_in import HERE
from tests.channels.test_identity import IDENTITY, signed
from tests.moments import MONDAY_MORNING

pytestmark = pytest.mark.browser

LANGUAGES = ["ko", "en"]
LOG = "sangdam-widget .bubble:not(.arriving)"
UNPROVEN = {"ko": "다시 로그인한 뒤", "en": "Please sign in again"}
VERIFIED = {"ko": "본인 확인됨", "en": "identity verified"}


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with running(StoppedClock(MONDAY_MORNING)) as provider:
        yield provider


@pytest.fixture(scope="module")
def shop(
    elsewhere: str,
    provider: IdentityProvider,
    tmp_path_factory: pytest.TempPathFactory,
    index: Path,
    embedder: Embedder,
    morphology: Morphology,
) -> bootstrap.Service:
    """The real service, with a provider for its people and a key for its customers."""
    settings = Settings.load(
        data_dir=tmp_path_factory.mktemp("vouched"),
        index_dir=index,
        llm="none",
        allowed_origins=(elsewhere,),
        operator_key=SecretStr(OPERATOR_KEY),
        oidc=oidc(provider),
        outward_networks=HERE,
        identity=IDENTITY,
    )
    clock = StoppedClock(MONDAY_MORNING)
    return bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)


@pytest.fixture
def company(origin: str, browser: Browser) -> Iterator[Site]:
    """The real server; its pages lead to another origin, the provider's, and back."""
    site = Site(origin, browser)
    yield site
    errors = site.errors
    site.leave()
    assert not errors


def token(customer: str) -> str:
    return signed(sub=customer)


def said(customer: str | None) -> dict[str, str]:
    return {"data-identity": token(customer)} if customer else {}


def test_the_first_message_brings_what_the_shop_signed_and_later_ones_need_not(
    scripted_front: Front, script: ScriptedApi
) -> None:
    script.turns = [[done("1")], [done("2", turn="turn_2")]]
    page = scripted_front.opened("ko", said("고객-7"))
    for text in ("하나", "둘"):
        ask(page, text)
    expect(page.locator(f"{LOG} >> text=2")).to_be_visible()
    assert [body.get("identity") for body in script.received] == [token("고객-7"), None]


def test_who_signs_in_meanwhile_is_named_with_the_next_message(
    scripted_front: Front, script: ScriptedApi
) -> None:
    script.turns = [[done("1")], [done("2", turn="turn_2")]]
    page = scripted_front.opened()
    ask(page, "하나")
    expect(page.locator(f"{LOG} >> text=1")).to_be_visible()
    identify(page, token("a"))
    ask(page, "둘")
    expect(page.locator(f"{LOG} >> text=2")).to_be_visible()
    assert [body.get("identity") for body in script.received] == [None, token("a")]
    assert script.received[1]["conversation_id"] == "conv_1"


def identify(page: Page, signed: str | None) -> None:
    page.evaluate("(token) => document.querySelector('sangdam-widget').identify(token)", signed)


@pytest.mark.parametrize("after", ["b", None])
def test_the_next_customer_sees_nothing_of_the_last_one(
    scripted_front: Front, script: ScriptedApi, after: str | None
) -> None:
    for again in ("by the page", "by the next page"):
        script.turns = [[done("비밀 이야기")], [done("새 이야기")]]
        script.received.clear()
        page = scripted_front.opened("ko", said("a"))
        ask(page, "하나")
        expect(page.locator(LOG, has_text="비밀 이야기")).to_be_visible()
        page.locator("sangdam-widget #text").fill("다 못 쓴 말")
        if again == "by the page":
            identify(page, after and token(after))
        else:
            page.goto(scripted_front.site.origin + scripted_front.path("ko", said(after)))
        expect(page.locator("sangdam-widget #text")).to_have_value("")
        expect(page.locator(LOG, has_text="비밀 이야기")).to_have_count(0)
        ask(page, "둘")
        expect(page.locator(LOG, has_text="새 이야기")).to_be_visible()
        assert "conversation_id" not in script.received[-1]
        assert script.received[-1].get("identity") == (after and token(after))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_identity_that_is_over_is_told_and_nothing_is_lost(
    scripted_front: Front, script: ScriptedApi, language: str
) -> None:
    script.turns = [[done("1")], refused("identity-expired"), [done("2", turn="turn_2")]]
    page = scripted_front.opened(language)
    ask(page, "one")
    expect(page.locator(LOG, has_text="1")).to_be_visible()
    identify(page, token("a"))
    ask(page, "two")
    expect(page.locator("sangdam-widget")).to_contain_text(UNPROVEN[language])
    expect(page.locator("sangdam-widget #text")).to_have_value("two")
    scripted_front.site.forgive(403)
    fresh = signed(sub="a", exp=int(time.time()) + 60)
    identify(page, fresh)
    page.keyboard.press("Enter")
    expect(page.locator(LOG, has_text="2")).to_be_visible()
    assert script.received[-1]["identity"] == fresh
    assert script.received[-1]["conversation_id"] == "conv_1", "the conversation went on"


def refused(name: str) -> Response:
    body = {"type": f"urn:sangdam:problem:{name}", "title": "No", "status": 403, "detail": "no"}
    return JSONResponse(body, status_code=403, media_type="application/problem+json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_says_that_a_customer_is_verified(
    front: Front, company: Site, provider: IdentityProvider, language: str
) -> None:
    customer = f"customer-{language}"
    page = front.opened(language, said(customer))
    ask(page, COMPLAINT[language])
    expect(page.locator("sangdam-widget .bot").first).to_be_visible()
    desk = come_in(company, provider, language)
    desk.locator("#tickets button", has_text={"ko": "화가", "en": "The board"}[language]).click()
    expect(desk.locator(".summary")).to_contain_text(customer)
    expect(desk.locator(".summary")).to_contain_text(VERIFIED[language])


def come_in(company: Site, provider: IdentityProvider, language: str, **options: Any) -> Page:
    name = new_name()
    provider.who = {
        "sub": name,
        "email": f"{secrets.token_hex(4)}@shop.example",
        "name": name,
        "roles": "support-lead",
    }
    page = company.visit(f"/desk/login?lang={language}", **options)
    page.locator("#company").click()
    page.wait_for_url("**/desk?*")
    expect(page.locator("#me")).to_have_text(name)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_account_comes_in_by_a_button_and_goes_out_again(
    company: Site, provider: IdentityProvider, language: str
) -> None:
    page = come_in(company, provider, language)
    assert page.evaluate("document.cookie") == "", "no script reads the session"
    page.goto(f"{company.origin}/desk/me?lang={language}")
    expect(page.locator("#company")).to_be_visible()
    expect(page.locator("#password-part")).to_be_hidden()
    expect(page.locator("#factor-part")).to_be_hidden()
    page.locator("#leave").click()
    page.wait_for_url("**/desk/login*")
    page.locator("#company-leave").click()
    page.wait_for_url(f"**/desk/login?lang={language}*")
    assert provider.who == {}, "signed out at the provider, too"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_who_is_refused_reads_why_and_nothing_sticks_out(
    company: Site, provider: IdentityProvider, language: str, size: dict[str, int]
) -> None:
    provider.who = {"sub": "1", "email": "a@shop.example", "roles": []}
    page = company.visit(f"/desk/login?to=me&lang={language}", viewport=size)
    page.locator("#company").click()
    page.wait_for_url("**refused=no_role*")
    told = {"ko": "역할이 없어요", "en": "has no role here"}[language]
    expect(page.locator("#login-problem")).to_contain_text(told)
    assert page.evaluate("""[...document.querySelectorAll("html, main")].every(
        (part) => part.scrollWidth <= part.clientWidth)""")


def test_an_operator_sees_which_accounts_are_the_company_s(
    company: Site, provider: IdentityProvider
) -> None:
    come_in(company, provider, "ko")
    page = company.visit("/desk?lang=ko&key")
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    page.locator("#manage").click()
    row = page.locator("#accounts li", has_text="회사 계정").first
    expect(row).to_be_visible()
    expect(row.locator("select")).to_have_count(0)
    expect(row.get_by_text("새 비밀번호")).to_have_count(0)
