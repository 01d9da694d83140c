"""Agents at the desk page, and customers who reach them through the assistant alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Locator, Page, expect
from sites import OPERATOR_KEY, Site

from sangdam.bootstrap import Service
from sangdam.models import Done, Incoming, Language, Message, Reply

QUESTION = "어떤 결제 수단을 쓸 수 있나요?"
COMPLAINT = "주문번호 HM-20261105-1234 상품이 깨져서 왔는데 책임을 안 지네요. 정말 화가 납니다!"
FIRE = "The kettle caught fire and I burned my hand"

_numbers = count(1)


@dataclass
class Customer:
    """A conversation, without a page."""

    shop: Service
    conversation_id: str | None = None
    ticket: str = ""

    def say(self, text: str) -> Reply:
        incoming = Incoming(text=text, conversation_id=self.conversation_id)
        *_, done = self.shop.assistant.run(incoming)
        assert isinstance(done, Done)
        self.conversation_id = done.reply.conversation_id
        if done.reply.handoff:
            self.ticket = done.reply.handoff.ticket_id
        return done.reply

    def send_file(self, name: str, media_type: str, content: bytes) -> None:
        self.shop.attachments.add(self.id, name=name, media_type=media_type, content=content)

    @property
    def id(self) -> str:
        assert self.conversation_id is not None
        return self.conversation_id

    @property
    def token(self) -> str:
        return self.shop.tokens.issue(self.id)

    @property
    def heard(self) -> tuple[Message, ...]:
        """What this customer may read."""
        return self.shop.conversations.get(self.id).messages


def complaining(shop: Service, text: str = COMPLAINT) -> Customer:
    """A customer with an answered question and a ticket."""
    customer = Customer(shop)
    customer.say(QUESTION)
    customer.say(text)
    assert customer.ticket
    return customer


def new_name() -> str:
    """A name that no agent has yet."""
    return f"상담원{next(_numbers)}"


def give_key(site: Site, language: str = "ko", **options: object) -> Page:
    """The desk page up to the question who works there."""
    desk = site.visit(f"/desk?lang={language}", **options)
    desk.locator("#key").fill(OPERATOR_KEY)
    desk.keyboard.press("Enter")
    expect(desk.locator("#who")).to_be_visible()
    return desk


def open_desk(
    site: Site,
    language: str = "ko",
    *,
    name: str = "",
    speaks: tuple[Language, ...] = tuple(Language),
    **options: object,
) -> Page:
    """The desk page of an agent who was never there before."""
    desk = give_key(site, language, **options)
    desk.locator("#who-name").fill(name or new_name())
    for each in set(Language) - set(speaks):
        desk.locator(f"#who-form [value={each}]").uncheck()
    desk.locator("#who-form [type=submit]").click()
    expect(desk.locator("#room")).to_be_visible()
    expect(desk.locator("#status")).to_have_value("online")
    return desk


def row(desk: Page, ticket: str) -> Locator:
    return desk.locator("#tickets button", has_text=ticket)


def open_ticket(desk: Page, ticket: str, of: str = "queue") -> None:
    """Open it out of one of the lists: queue, mine or all."""
    desk.locator(f"#list-{of}").click()
    row(desk, ticket).click()
    expect(desk.locator(".top h2")).to_be_focused()


def wrap_up(desk: Page, resolution: str) -> None:
    desk.locator("[data-act=resolve]").click()
    desk.locator(f"#resolving [value={resolution}]").check()
    desk.locator("#resolving .main").click()
