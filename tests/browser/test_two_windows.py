"""Customer and agent in two windows: from a question to a complaint with a photo, to a person, to
the end, to a new question that the assistant answers."""

from __future__ import annotations

import pytest
from desks import open_desk, open_ticket, row, wrap_up
from pictures import file
from playwright.sync_api import expect
from sites import Site

SAYS = {
    "ko": {
        "question": "어떤 결제 수단을 쓸 수 있나요?",
        "answer": "카카오페이",
        "complaint": "상품이 깨져서 왔는데 책임을 안 지네요. 정말 화가 납니다!",
        "reply": "많이 속상하셨죠. 사진 잘 받았습니다. 새 상품을 보내 드리겠습니다.",
        "thanks": "네 감사합니다",
        "joined": "대화에 참여했어요",
        "over": "상담이 마무리되었어요",
    },
    "en": {
        "question": "Which payment methods can I use?",
        "answer": "KakaoPay",
        "complaint": "It arrived broken and nobody takes responsibility. I am furious!",
        "reply": "I am so sorry. I have your photo and will send a new one.",
        "thanks": "alright, I will wait for it",
        "joined": "joined",
        "over": "answers again from here",
    },
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_handoff_from_the_first_question_to_the_next(site: Site, language: str) -> None:
    says = SAYS[language]
    desk = open_desk(site, language, name=f"Haru {language}")
    customer = site.visit(f"/?lang={language}")

    def ask(text: str) -> None:
        customer.locator("#text").fill(text)
        customer.keyboard.press("Enter")

    ask(says["question"])
    expect(customer.locator(".bot .bubble").last).to_contain_text(says["answer"])
    ask(says["complaint"])
    ticket = customer.locator(".card .number strong").inner_text()
    expect(customer.locator("#waiting")).to_be_visible()
    customer.set_input_files("#files", file("broken.png"))

    expect(row(desk, ticket)).to_be_visible()
    open_ticket(desk, ticket)
    expect(desk.locator(".summary")).to_contain_text(says["question"])
    expect(desk.locator(".talk img")).to_be_visible()
    desk.locator("[data-act=claim]").click()
    expect(customer.locator(".remark").last).to_contain_text(says["joined"])
    expect(customer.locator("#owner")).to_contain_text(f"Haru {language}")
    desk.locator("#answer").fill(says["reply"])
    desk.keyboard.press("Control+Enter")
    expect(customer.locator(".agent .bubble")).to_have_text(says["reply"])
    bot_said = customer.locator(".message.bot").count()
    ask(says["thanks"])
    expect(customer.locator(".customer:not(.files) .mark")).to_be_visible()
    expect(desk.locator(".said.customer").last).to_contain_text(says["thanks"])
    assert customer.locator(".message.bot").count() == bot_said, "the assistant is silent"

    wrap_up(desk, "solved")
    expect(row(desk, ticket)).to_have_count(0)
    expect(customer.locator("#owner")).to_have_attribute("data-owner", "bot")
    expect(customer.locator(".remark").last).to_contain_text(says["over"])
    answers = customer.locator(".bot .bubble").count()
    ask(says["question"])
    expect(customer.locator(".bot .bubble")).to_have_count(answers + 1)
    expect(customer.locator(".bot .bubble").last).to_contain_text(says["answer"])
    assert customer.locator(".card").count() == 1, "nobody is called again"
