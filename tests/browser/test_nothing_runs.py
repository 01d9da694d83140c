"""Texts that would run where a page read them as HTML, in every place where somebody can put one;
and pages of other sites that use a session which is open here. Real server, real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desks import Customer, open_desk, open_ticket
from pictures import file, png
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr
from sites import OPERATOR_KEY, Site, serving

from sangdam import bootstrap, bootstrap_index
from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.models import Availability, Role
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Settings
from tests.channels.people import PASSWORD, account
from tests.moments import MONDAY_MORNING

pytestmark = pytest.mark.browser

ATTACK = "<img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script>"
QUESTION = {"ko": "카드로 결제할 수 있나요?", "en": "Can I pay by card?"}
ANSWER = {"ko": "네, 카드로 결제할 수 있습니다.", "en": "Yes, you can pay by card."}
COMPLAINT = {
    "ko": "도마가 깨져서 왔는데 아무도 책임을 안 지네요. 정말 화가 납니다!",
    "en": "The board arrived broken and nobody helps me. I am really angry!",
}
LANGUAGES = ["ko", "en"]
DESK = ("/desk", "/desk/login", "/desk/gaps", "/desk/deliveries", "/desk/figures", "/desk/status")
PAGES = ("/", *DESK, "/privacy")


@pytest.fixture(scope="module")
def shop(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, morphology: Morphology
) -> Service:
    """A shop whose name, knowledge and notices are such texts. The server closes it."""
    folder = tmp_path_factory.mktemp("hostile")
    knowledge = folder / "knowledge"
    for language in LANGUAGES:
        _write(knowledge / f"faqs/pay.{language}.md", f"id: pay.{language}", language)
        said = f"---\nid: note.{language}\nfrom: 2026-01-01\nuntil: 2027-01-01\n---\n\n"
        notice = knowledge / f"notices/note.{language}.md"
        notice.parent.mkdir(exist_ok=True)
        notice.write_text(f"{said}# {ATTACK}\n\n{ATTACK}\n", encoding="utf-8")
    settings = Settings.load(
        knowledge_dir=knowledge,
        data_dir=folder / "data",
        index_dir=folder / "index",
        llm="none",
        company=ATTACK,
        company_en=ATTACK,
        operator_key=SecretStr(OPERATOR_KEY),
    )
    bootstrap_index.reindex(settings, progress=lambda *_: None, embedder=embedder)
    clock = StoppedClock(MONDAY_MORNING)
    return bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)


def _write(path: Path, front: str, language: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    title = f"title: '{QUESTION[language]} {ATTACK.replace(chr(39), chr(39) * 2)}'"
    url = "url: \"https://shop.example/?'><script>document.title='ran'</script>\""
    aliases = f"aliases: ['{QUESTION[language]}']"
    written = f"---\n{front}\n{title}\n{aliases}\n{url}\n---\n\n{ANSWER[language]}\n"
    path.write_text(written, encoding="utf-8")


@pytest.fixture(scope="module")
def origin(shop: Service) -> Iterator[str]:
    with serving(create_app(shop)) as origin:
        yield origin


def nothing_ran(page: Page) -> None:
    """What would run is not even there. The `site` sees to it that no policy had to stop it."""
    assert page.title() != "ran"
    assert page.locator("[onerror], img[src=x], a[href^=javascript]").count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_from_anywhere_runs_on_the_chat_page_or_at_the_desk(
    site: Site, shop: Service, language: str
) -> None:
    chat = site.visit(f"/?lang={language}")
    chat.locator("#text").fill(QUESTION[language])
    chat.keyboard.press("Enter")
    expect(chat.locator(".message.bot").last).to_contain_text(ANSWER[language])
    chat.locator("button.chip").first.click()
    nothing_ran(chat)
    chat.locator("#text").fill(COMPLAINT[language])
    chat.keyboard.press("Enter")
    number = chat.locator(".card .number strong").inner_text()
    chat.locator("#text").fill(ATTACK)
    chat.keyboard.press("Enter")
    expect(chat.locator(".message.customer").last).to_contain_text(ATTACK)
    ticket = shop.tickets.get(number).ticket
    chat.locator("#files").set_input_files(file(f"{ATTACK}.png".replace("/", "\u2215")))
    expect(chat.locator(".photo img")).to_be_visible()

    customer = Customer(shop, ticket.conversation_id, ticket.id)
    customer.send_file(f"{ATTACK}.pdf", "application/pdf", png())
    desk = open_desk(site, language, name=f"{ATTACK} {language}"[-60:])
    open_ticket(desk, number)
    expect(desk.locator("#room")).to_contain_text(ATTACK)
    nothing_ran(desk)
    agent = shop.agents.add(f"{ATTACK} {language} 2")
    shop.agents.change(agent.id, availability=Availability.ONLINE)
    shop.casework.note(customer.id, agent.id, f"{ATTACK} note")
    version = shop.conversations.get(customer.id).conversation.version
    shop.casework.reply(customer.id, agent.id, f"{ATTACK} reply", version=version)
    expect(chat.locator(".message.agent")).to_contain_text(f"{ATTACK} reply")
    for words in ("note", "reply"):
        expect(desk.locator("#room")).to_contain_text(f"{ATTACK} {words}")
    nothing_ran(chat)
    nothing_ran(desk)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_name_runs_on_any_page(site: Site, path: str, language: str) -> None:
    page = site.visit(f"{path}?lang={language}")
    expect(page.locator("h1").first).to_be_attached()
    nothing_ran(page)
    made_up = site.visit(f"{path}?" + urlencode({"lang": ATTACK, "to": ATTACK, "key": ATTACK}))
    nothing_ran(made_up)


def _form(action: str, **fields: str) -> str:
    """A page that sends a form as soon as it is open; a field may be JSON cut in two by `=`."""
    inputs = "".join(
        f'<input name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items()
    )
    return (
        f'<form method=post enctype="text/plain" action="{action}">{inputs}</form>'
        "<script>document.forms[0].submit()</script>"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_other_site_s_page_uses_an_open_session(
    origin: str, elsewhere: str, browser: Browser, shop: Service, host: str
) -> None:
    """Another port is another origin of the same site, another name another site."""
    who = account(shop, Role.OPERATOR, f"operator-{host.replace('.', '-')}")
    site = Site(origin, browser)
    page = site.visit("/desk/login?lang=ko")
    page.locator("#login").fill(who.login)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk?*")
    assert page.request.get(f"{origin}/v1/desk/me").json()["role"] == "operator"
    evil = '{"login": "evil", "name": "evil", "role": "operator", "password": "%s", "agent_id": "'
    attempts = {
        "/v1/desk/accounts": {evil % PASSWORD: '"}'},
        "/v1/desk/keys": {'{"name": "evil", "role": "operator"}': ""},
        "/v1/desk/tickets/next": {},
        "/v1/desk/me/second-factor": {},
        "/v1/desk/deliveries/replay": {},
    }
    theirs = elsewhere.replace("127.0.0.1", host)
    for path, fields in attempts.items():
        html = _form(f"{origin}{path}", **fields)
        with page.expect_response(f"{origin}{path}") as answered:
            page.goto(f"{theirs}/bare?" + urlencode({"html": html}))
        page.wait_for_url(f"{origin}{path}")
        assert answered.value.status in {401, 403}, path
    page.goto(f"{theirs}/bare?" + urlencode({"html": "<p>"}))
    for path in ("/v1/desk/me", "/v1/desk/accounts"):
        read = page.evaluate(
            "url => fetch(url, {credentials: 'include'}).then(r => r.text(), () => 'nothing')",
            f"{origin}{path}",
        )
        assert read == "nothing"
    site.leave()
    assert "evil" not in {each.login for each in shop.access.list_accounts()}
    assert "evil" not in {each.name for each in shop.access.list_keys()}
