"""An operator looks after the news that other systems did not take, on the real page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pydantic import SecretStr
from sites import OPERATOR_KEY, PHONE, Site, wait_for

from sangdam import bootstrap
from sangdam.bootstrap import Service
from sangdam.models import DeliveryState, Done, Incoming, Reply
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Settings
from tests.moments import MONDAY_MORNING
from tests.outward.receiver import Answer, Receiver

pytestmark = pytest.mark.browser

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = ["127.0.0.0/8"]
"""Where the receiver is."""
REFUSAL = Answer(400, b"unknown field")
OUTAGE = Answer(503, b"down for maintenance")
HOOK = "webhook:127.0.0.1"


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="module")
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture(scope="module")
def shop(
    tmp_path_factory: pytest.TempPathFactory,
    index: Path,
    embedder: Embedder,
    morphology: Morphology,
    receiver: Receiver,
    clock: StoppedClock,
) -> Service:
    """A service that tells the receiver of every new ticket."""
    settings = Settings.load(
        data_dir=tmp_path_factory.mktemp("shop"),
        index_dir=index,
        llm="none",
        operator_key=SecretStr(OPERATOR_KEY),
        webhooks=[{"url": receiver.url, "secret": SECRET, "events": ["ticket.opened"]}],
        outward_networks=HERE,
    )
    return bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)


@pytest.fixture(autouse=True)
def _nothing_is_left(shop: Service, receiver: Receiver, clock: StoppedClock) -> Iterator[None]:
    """Each test finds a receiver that takes everything, and nothing dead or waiting."""
    yield
    receiver.answering = lambda _request: Answer()
    shop.outbox.replay_all()
    clock.advance(minutes=1)
    until(shop, DeliveryState.WAITING, 0)
    assert shop.outbox.count(DeliveryState.DEAD) == 0


def until(shop: Service, state: DeliveryState, number: int) -> None:
    wait_for(lambda: shop.outbox.count(state) == number, 30)


def ask(shop: Service) -> Reply:
    *_, done = shop.assistant.run(Incoming(text="상담원 연결해 주세요"))
    assert isinstance(done, Done)
    return done.reply


def dead(shop: Service, receiver: Receiver, number: int, answer: Answer = REFUSAL) -> list[Reply]:
    """So many tickets whose news the receiver refused; it takes them from now on."""
    receiver.answering = lambda _request: answer
    replies = [ask(shop) for _ in range(number)]
    until(shop, DeliveryState.DEAD, number)
    receiver.answering = lambda _request: Answer()
    return replies


def open_page(site: Site, language: str = "ko", **options: object) -> Page:
    page = site.visit(f"/desk/deliveries?lang={language}", **options)
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_be_visible()
    return page


def rows(page: Page) -> Locator:
    return page.locator("#deliveries [data-delivery]")


@pytest.mark.parametrize(
    ("language", "given_up", "waits"),
    [
        ("ko", "못 보낸 소식이 없어요.", "보낼 소식이 남아 있지 않아요."),
        ("en", "Nothing was given up.", "Nothing is waiting."),
    ],
)
def test_where_all_arrived_there_is_nothing_to_do(
    site: Site, language: str, given_up: str, waits: str
) -> None:
    page = open_page(site, language)
    expect(page.locator("#deliveries")).to_contain_text(given_up)
    expect(page.locator("#replay-all")).to_be_hidden()
    page.locator("#list-dead").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#list-waiting")).to_be_focused()
    expect(page.locator("#deliveries")).to_contain_text(waits)


def test_a_wrong_key_opens_nothing_and_leaving_forgets(site: Site) -> None:
    page = site.visit("/desk/deliveries?lang=ko")
    page.locator("#key").fill("wrong-key")
    page.keyboard.press("Enter")
    expect(page.locator("#key-problem")).to_contain_text("운영자 키가 맞지 않아요")
    expect(page.locator("#room")).to_be_hidden()
    site.forgive(403)
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    page.locator("#leave").click()
    expect(page.locator("#key")).to_be_focused()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


@pytest.mark.parametrize(
    ("language", "kind", "again", "told", "tried"),
    [
        ("ko", "상담 접수", "다시 보내기", "1건을 다시 보내려고", "1번 시도"),
        ("en", "Case opened", "Send again", "to be sent again: 1", "attempts: 1"),
    ],
)
def test_a_dead_letter_tells_what_why_and_when_and_is_sent_again(
    site: Site,
    shop: Service,
    receiver: Receiver,
    language: str,
    kind: str,
    again: str,
    told: str,
    tried: str,
) -> None:
    first, second = dead(shop, receiver, 2)
    page = open_page(site, language)
    row = rows(page).filter(has_text=first.conversation_id)
    for text in (HOOK, kind, "HTTP 400: unknown field", tried):
        expect(row).to_contain_text(text)
    expect(row.locator("time")).to_have_count(2)
    expect(page.locator("#count-dead")).to_have_text("2")
    row.get_by_role("button", name=again, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#news")).to_contain_text(told)
    expect(row).to_have_count(0)
    rest = rows(page).filter(has_text=second.conversation_id)
    expect(rest.get_by_role("button")).to_be_focused()
    until(shop, DeliveryState.WAITING, 0)
    assert receiver.taken[-1].json["data"]["conversation"]["id"] == first.conversation_id
    assert shop.outbox.count(DeliveryState.DEAD) == 1


@pytest.mark.parametrize(
    ("language", "again", "next_at", "empty"),
    [
        ("ko", "3건 모두 다시 보내기", "다음 시도", "보낼 소식이 남아 있지 않아요."),
        ("en", "Send all again (3)", "next attempt", "Nothing is waiting."),
    ],
)
def test_all_are_sent_again_and_what_waits_shows_whether_they_arrive(
    site: Site,
    shop: Service,
    receiver: Receiver,
    clock: StoppedClock,
    language: str,
    again: str,
    next_at: str,
    empty: str,
) -> None:
    dead(shop, receiver, 3)
    page = open_page(site, language)
    page.clock.set_fixed_time(clock())
    receiver.answering = lambda _request: OUTAGE
    page.get_by_role("button", name=again).click()
    expect(page.locator("#news")).to_contain_text("3")
    expect(rows(page)).to_have_count(0)
    expect(page.locator("#list-dead")).to_be_focused()
    expect(page.locator("#replay-all")).to_be_hidden()
    expect(page.locator("#count-waiting")).to_have_text("3")
    page.locator("#list-waiting").click()
    expect(rows(page)).to_have_count(3)
    for row in rows(page).all():
        expect(row).to_contain_text("HTTP 503: down for maintenance")
        expect(row).to_contain_text(next_at)
        expect(row.get_by_role("button")).to_have_count(0)
    receiver.answering = lambda _request: Answer()
    clock.advance(minutes=1)
    expect(page.locator("#deliveries")).to_contain_text(empty)
    expect(page.locator("#count-waiting")).to_have_text("0")
    expect(page.locator("#count-dead")).to_have_text("0")


def test_what_dies_meanwhile_appears_by_itself(
    site: Site, shop: Service, receiver: Receiver
) -> None:
    page = open_page(site)
    expect(page.locator("#count-dead")).to_have_text("0")
    (reply,) = dead(shop, receiver, 1)
    expect(rows(page)).to_contain_text(reply.conversation_id)


@pytest.mark.parametrize(
    ("language", "lost"), [("ko", "서버에 연결할 수 없어요"), ("en", "The server can't be reached")]
)
def test_a_server_that_is_away_is_told_until_it_is_back(
    site: Site, language: str, lost: str
) -> None:
    page = open_page(site, language)
    page.route("**/v1/desk/deliveries?*", lambda route: route.fulfill(status=503))
    expect(page.locator("#news")).to_contain_text(lost)
    page.unroute("**/v1/desk/deliveries?*")
    expect(page.locator("#news")).to_be_empty()
    page.route("**/v1/desk/deliveries?*", lambda route: route.fulfill(status=403))
    expect(page.locator("#key-problem")).not_to_be_empty()
    expect(page.locator("#room")).to_be_hidden()
    site.forgive(503)
    site.forgive(403)


@pytest.mark.parametrize(
    ("language", "label", "title"),
    [("ko", "못 보낸 소식 2건", "못 보낸 소식"), ("en", "Dead letters: 2", "Dead letters")],
)
def test_the_desk_leads_to_them_only_where_there_are_any(
    site: Site, shop: Service, receiver: Receiver, language: str, label: str, title: str
) -> None:
    desk = site.visit(f"/desk?lang={language}")
    desk.locator("#key").fill(OPERATOR_KEY)
    desk.keyboard.press("Enter")
    desk.locator("#who-name").fill(f"Kim {language}")
    desk.locator("#who-form [type=submit]").click()
    expect(desk.locator("#room")).to_be_visible()
    expect(desk.locator("#dead-letters")).to_be_hidden()
    dead(shop, receiver, 2)
    desk.get_by_role("link", name=label, exact=True).click()
    expect(desk.locator("h1")).to_have_text(title)
    expect(desk.locator("html")).to_have_attribute("lang", language)
    expect(rows(desk)).to_have_count(2)
    desk.locator("#replay-all").click()
    expect(desk.locator("#news")).to_contain_text("2")
    until(shop, DeliveryState.WAITING, 0)
    desk.locator("a.door").click()
    expect(desk.locator("#room")).to_be_visible()
    expect(desk.locator("#dead-letters")).to_be_hidden()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_fits_a_phone(
    site: Site, shop: Service, receiver: Receiver, language: str
) -> None:
    dead(shop, receiver, 3, Answer(400, b"x" * 180))
    page = open_page(site, language, viewport=PHONE)
    expect(rows(page)).to_have_count(3)
    expect(page.locator("#replay-all")).to_be_in_viewport(ratio=1)
    expect(rows(page).first.get_by_role("button")).to_be_in_viewport(ratio=1)
    page.locator("#replay-all").click()
    expect(page.locator("#news")).to_contain_text("3")
    expect(page.locator("#news")).to_be_in_viewport(ratio=1)
    for node in ("html", "#listed"):
        width = page.locator(node).evaluate("node => node.scrollWidth - node.clientWidth")
        assert width <= 0
    assert page.locator("h1").evaluate("node => node.scrollWidth <= node.clientWidth")


def made_up(number: int, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "destination": HOOK,
        "event_id": f"conv_{number}-1",
        "type": "message.created",
        "conversation_id": f"conv_{number}",
        "state": "dead",
        "attempts": 12,
        "due_at": "2026-11-23T00:30:00Z",
        "error": None,
        "created_at": "2026-11-22T00:00:00Z",
        "settled_at": "2026-11-23T01:00:00Z",
        **more,
    }


def shown(site: Site, listed: list[dict[str, object]], language: str = "ko", **n: int) -> Page:
    """The page, where the server lists this."""
    page = site.visit(f"/desk/deliveries?lang={language}")
    body = json.dumps({"deliveries": listed, "dead": 0, "waiting": 0, **n})
    page.route("**/v1/desk/deliveries?*", lambda route: route.fulfill(body=body))
    page.clock.set_fixed_time(MONDAY_MORNING)
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    return page


def test_what_a_colleague_sent_again_is_told(site: Site, shop: Service, receiver: Receiver) -> None:
    dead(shop, receiver, 1)
    (letter,) = shop.outbox.list(DeliveryState.DEAD)
    shop.outbox.replay(letter.id)
    until(shop, DeliveryState.WAITING, 0)
    page = shown(site, [made_up(letter.id)], dead=1)
    rows(page).get_by_role("button").click()
    expect(page.locator("#news")).to_contain_text("이미 다시 보낸 소식이에요")
    page.unroute("**/v1/desk/deliveries?*")
    expect(rows(page)).to_have_count(0)
    site.forgive(409)


def test_another_system_s_words_are_never_read_as_html(site: Site) -> None:
    bad = '<img src=x onerror="document.title=1"><b>굵게</b>'
    kinds = {"destination": bad, "type": bad, "conversation_id": bad}
    page = shown(site, [made_up(1, error=bad, **kinds)], dead=1)
    row = rows(page)
    expect(row.locator("strong")).to_have_text(bad)
    expect(row.locator(".error")).to_contain_text(bad)
    expect(row.locator("code")).to_have_text(bad)
    assert page.locator("#room img, #room b").count() == 0


@pytest.mark.parametrize(
    ("language", "soon", "behind", "oldest"),
    [
        ("ko", "곧 보냄", "앞의 소식 다음에 보냄", "오래된 것부터 3건만"),
        ("en", "goes out now", "goes after the one before it", "the oldest 3 only"),
    ],
)
def test_what_waits_tells_what_it_waits_for(
    site: Site, language: str, soon: str, behind: str, oldest: str
) -> None:
    waits = {"state": "waiting", "settled_at": None}
    first = made_up(1, **waits)
    listed = [
        first,
        {**first, "id": 2},
        {**first, "id": 3, "due_at": "2026-11-23T02:00:00Z", "destination": "slack"},
    ]
    page = shown(site, listed, language, waiting=203)
    page.locator("#list-waiting").click()
    expect(rows(page).nth(0)).to_contain_text(soon)
    expect(rows(page).nth(1)).to_contain_text(behind)
    expect(rows(page).nth(2).locator("time")).to_have_count(2)
    expect(page.locator("#more")).to_contain_text(oldest)
    expect(page.locator("#count-waiting")).to_have_text("203")
