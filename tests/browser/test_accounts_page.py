"""People sign in at the real pages, and an operator says who may."""

from __future__ import annotations

import pyotp
import pytest
from desks import new_name
from playwright.sync_api import Page, expect
from sites import OPERATOR_KEY, PHONE, Site

from sangdam.bootstrap import Service
from sangdam.models import Account, Role
from tests.moments import MONDAY_MORNING

pytestmark = pytest.mark.browser

PASSWORD = "correct-horse-배터리-9"


def account(shop: Service, role: Role) -> Account:
    login = f"{role}-{len(shop.access.list_accounts())}"
    return shop.access.create_account(login, name=new_name(), role=role, password=PASSWORD)


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    page.keyboard.press("Enter")


def open_page(site: Site, who: Account, to: str, language: str = "ko", **options: object) -> Page:
    """A page of the desk, by signing in."""
    page = site.visit(f"/desk/login?to={to}&lang={language}", **options)
    sign_in(page, who.login)
    page.wait_for_url(f"**/desk/{to}*" if to != "desk" else "**/desk?*")
    return page


@pytest.mark.parametrize(
    ("language", "offer", "created"),
    [
        ("ko", "아직 계정이 없어요. 첫 계정 만들기", "계정을 만들었어요"),
        ("en", "Nobody has an account yet. Create the first one", "Account created"),
    ],
)
def test_the_operator_key_makes_accounts_and_whoever_has_one_signs_in_as_themselves(
    site: Site, shop: Service, language: str, offer: str, created: str
) -> None:
    first = not shop.any_account
    desk = site.visit(f"/desk?lang={language}&key")
    desk.locator("#key").fill(OPERATOR_KEY)
    desk.keyboard.press("Enter")
    if first:
        expect(desk.locator("#manage")).to_have_text(offer)
    desk.locator("#manage").click()
    name, login = new_name(), f"first-{language}"
    fields = {"#new-login": login, "#new-name": name, "#new-password": PASSWORD}
    for field, value in fields.items():
        desk.locator(field).fill(value)
    desk.locator("#account-form [type=submit]").click()
    expect(desk.locator("#news")).to_contain_text(created)
    expect(desk.locator("#accounts")).to_contain_text(name)
    expect(desk.locator("#new-password")).to_have_value("")

    own = site.visit(f"/desk?lang={language}")
    own.wait_for_url("**/desk/login*")
    sign_in(own, login)
    expect(own.locator("#me")).to_have_text(name)
    expect(own.locator("#who")).to_be_hidden()
    assert own.evaluate("sessionStorage.length") == 0
    assert own.evaluate("document.cookie") == ""
    own.reload()
    expect(own.locator("#me")).to_have_text(name)
    own.locator("#leave").click()
    own.wait_for_url("**/desk/login*")
    own.go_back()
    own.wait_for_url("**/desk/login*")


@pytest.mark.parametrize(
    ("language", "wrong", "often"),
    [("ko", "맞지 않아요", "시도가 너무 많았어요"), ("en", "is not right", "too many attempts")],
)
def test_what_is_wrong_is_said_and_after_some_attempts_nobody_gets_in(
    site: Site, shop: Service, language: str, wrong: str, often: str
) -> None:
    who = account(shop, Role.AGENT)
    page = site.visit(f"/desk/login?lang={language}")
    for _ in range(shop.settings.rates.sign_in.times):
        with page.expect_response("**/session") as answered:
            sign_in(page, who.login, "not the password")
        assert answered.value.status == 401
        expect(page.locator("#login-problem")).to_contain_text(wrong)
        expect(page.locator("#password")).to_be_focused()
    sign_in(page, who.login)
    expect(page.locator("#login-problem")).to_contain_text(often)
    site.forgive(401)
    site.forgive(429)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_second_factor_is_set_up_by_picture_or_text_and_then_asked_for(
    site: Site, shop: Service, language: str
) -> None:
    who = account(shop, Role.LEAD)
    page = open_page(site, who, "me", language)
    page.locator("#factor-begin").click()
    expect(page.locator("#factor-picture")).not_to_have_js_property("naturalWidth", 0)
    app = pyotp.parse_uri(page.locator("#factor-uri").inner_text())
    assert isinstance(app, pyotp.TOTP)
    now = int(MONDAY_MORNING.timestamp())
    page.locator("#factor-code").fill(app.at(now - 30))
    page.keyboard.press("Enter")
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    recovery = page.locator("#recovery-codes li").first.inner_text()

    for code in (app.at(now), recovery.upper()):
        again = site.visit(f"/desk/login?to=me&lang={language}")
        sign_in(again, who.login)
        expect(again.locator("#code")).to_be_focused()
        again.locator("#code").fill(code)
        again.keyboard.press("Enter")
        expect(again.locator("#name")).to_have_text(who.name)
    again.locator("#end-password").fill(PASSWORD)
    again.locator("#factor-end [type=submit]").click()
    expect(again.locator("#factor-begin")).to_be_visible()
    assert not shop.access.account(who.id).second_factor


def test_a_page_opens_for_the_roles_that_may_and_says_so_to_others(
    site: Site, shop: Service
) -> None:
    owner = account(shop, Role.OWNER)
    page = open_page(site, owner, "gaps")
    expect(page.locator("#room")).to_be_visible()
    page.goto(f"{site.origin}/desk?lang=ko")
    expect(page.locator("#key-problem")).to_contain_text("이 계정의 역할로는")
    page.goto(f"{site.origin}/desk/accounts?lang=en")
    expect(page.locator("#key-problem")).to_contain_text("role of this account")
    expect(page.locator("#room")).to_be_hidden()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_key_is_shown_once_and_opens_nothing_when_it_is_revoked(
    site: Site, shop: Service, language: str
) -> None:
    page = open_page(site, account(shop, Role.OPERATOR), "accounts", language)
    page.locator("#key-name").fill(f"bridge {language}")
    page.locator("#key-role").select_option("integrator")
    page.locator("#api-key-form [type=submit]").click()
    expect(page.locator("#secret")).to_be_visible()
    secret = page.locator("#secret-value").inner_text()
    assert shop.access.key(secret) is not None
    page.locator("#secret button").click()
    expect(page.locator("#secret-value")).to_have_text("")
    assert secret not in page.content()
    row = page.locator("#keys li", has_text=f"bridge {language}")
    row.locator("button").click()
    expect(row).to_have_class("card over")
    assert shop.access.key(secret) is None


def test_an_account_is_changed_disabled_and_given_a_new_password(site: Site, shop: Service) -> None:
    other = account(shop, Role.AGENT)
    desk = open_page(site, other, "desk")
    expect(desk.locator("#me")).to_have_text(other.name)
    page = open_page(site, account(shop, Role.OPERATOR), "accounts")
    row = page.locator("#accounts li", has_text=other.name)
    row.locator("select").select_option("lead")
    row.get_by_text("새 비밀번호").click()
    page.locator("#reset-password").fill("another-good-pass")
    page.locator("#new-password-dialog .main").click()
    expect(page.locator("#news")).to_contain_text("새 비밀번호를 정했어요")
    desk.wait_for_url("**/desk/login*")
    row.get_by_text("사용 중지", exact=True).click()
    expect(row).to_have_class("card over")
    changed = shop.access.account(other.id)
    assert (changed.role, changed.disabled) == (Role.LEAD, True)
    site.forgive(401)


@pytest.mark.parametrize(
    ("language", "act", "told"),
    [
        ("ko", "2단계 인증 해제", "2단계 인증을 해제했어요"),
        ("en", "End second factor", "Second factor ended"),
    ],
)
def test_a_lost_second_factor_is_ended_after_a_question_and_its_sessions_with_it(
    site: Site, shop: Service, language: str, act: str, told: str
) -> None:
    other = account(shop, Role.LEAD)
    desk = open_page(site, other, "desk", language)
    expect(desk.locator("#me")).to_have_text(other.name)
    offered, _ = shop.signing_in.offer_second_factor(other)
    now = int(MONDAY_MORNING.timestamp())
    shop.signing_in.begin_second_factor(other, pyotp.TOTP(offered.secret).at(now))
    page = open_page(site, account(shop, Role.OPERATOR), "accounts", language)
    row = page.locator("#accounts li", has_text=other.name)
    row.get_by_role("button", name=act).click()
    page.locator("#end-factor-dialog [value=no]").click()
    assert shop.access.account(other.id).second_factor
    row.get_by_role("button", name=act).click()
    page.locator("#end-factor-dialog .main").click()
    expect(page.locator("#news")).to_contain_text(told)
    expect(row.get_by_role("button", name=act)).to_have_count(0)
    assert not shop.access.account(other.id).second_factor
    desk.wait_for_url("**/desk/login*")
    sign_in(desk, other.login)
    expect(desk.locator("#me")).to_have_text(other.name)
    site.forgive(401)


@pytest.mark.parametrize("path", ["login", "accounts", "me"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_on_a_phone_nothing_sticks_out(site: Site, shop: Service, path: str, language: str) -> None:
    who = account(shop, Role.OPERATOR)
    if path == "login":
        page = site.visit(f"/desk/login?lang={language}", viewport=PHONE)
        expect(page.locator("#login")).to_be_focused()
    else:
        page = open_page(site, who, path, language, viewport=PHONE)
        expect(page.locator("#room")).to_be_visible()
    assert page.evaluate("""[...document.querySelectorAll("html, main")].every(
        (part) => part.scrollWidth <= part.clientWidth)""")
