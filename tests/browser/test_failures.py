"""What the customer's page does when things go wrong, or come slowly; and what it never does."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from scripted_api import CUT, WAIT, ScriptedApi, delta, done, message, step, waits
from sites import PHONE, Site, wait_for

pytestmark = pytest.mark.browser

QUESTION = "배송비는 얼마인가요?"
ANSWER = "기본 배송비는 3,000원입니다."


def ask(page: Page, text: str = QUESTION) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def retry(page: Page) -> Locator:
    return page.get_by_role("button", name="다시 시도")


def keys(script: ScriptedApi) -> list[object]:
    return [body["client_message_id"] for body in script.received]


def test_a_stream_that_is_cut_can_be_tried_again_under_the_same_id(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [[step("reading"), delta("기본 "), CUT], [done(ANSWER)]]
    page = scripted.visit()
    ask(page)
    expect(page.locator(".failure")).to_contain_text("연결이 끊겼어요")
    expect(page.locator(".bot")).to_have_count(0)
    retry(page).click()
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)
    expect(page.locator(".failure")).to_have_count(0)
    expect(page.locator(".customer")).to_have_count(1)
    assert keys(script)[0] == keys(script)[1]
    assert [body["message"] for body in script.received] == [QUESTION, QUESTION]


@pytest.mark.parametrize(
    ("status", "words"),
    [(503, "지금 문의가 많아요"), (429, "지금 문의가 많아요"), (500, "잠시 문제가")],
)
def test_a_refusal_that_passes_offers_another_try(
    scripted: Site, script: ScriptedApi, status: int, words: str
) -> None:
    script.turns = [status, [done(ANSWER)]]
    page = scripted.visit()
    ask(page)
    expect(page.locator(".failure")).to_contain_text(words)
    retry(page).click()
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)
    assert len(set(keys(script))) == 1


@pytest.mark.parametrize(
    ("language", "words", "again"),
    [("ko", "7초 뒤에", "다시 시도"), ("en", "in 7 seconds", "Try again")],
)
def test_a_busy_service_says_when_to_come_back(
    scripted: Site, script: ScriptedApi, language: str, words: str, again: str
) -> None:
    script.turns, script.retry_after = [503, [done(ANSWER)]], 7
    page = scripted.visit(f"/?lang={language}")
    ask(page)
    expect(page.locator(".failure")).to_contain_text(words)
    page.get_by_role("button", name=again).click()
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)


def test_an_error_inside_the_stream_offers_another_try(scripted: Site, script: ScriptedApi) -> None:
    error = {"event": "error", "data": {"status": 500, "detail": "Something went wrong"}}
    script.turns = [[step("reading"), error], [done(ANSWER)]]
    page = scripted.visit()
    ask(page)
    expect(page.locator(".failure")).to_contain_text("잠시 문제가")
    retry(page).click()
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)


def test_a_message_that_can_not_be_accepted_is_given_back_to_be_changed(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [422]
    page = scripted.visit("/?lang=en")
    ask(page, "an odd message")
    expect(page.locator(".failure")).to_contain_text("could not be sent")
    expect(page.locator("#text")).to_have_value("an odd message")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_lost_network_keeps_the_message_through_a_reload(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [[done(ANSWER)]]
    page = scripted.visit()
    page.context.set_offline(True)
    ask(page)
    expect(page.locator(".failure")).to_contain_text("연결이 끊겼어요")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".customer .bubble")).to_have_text(QUESTION)
    retry(page).click()
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)
    page.reload()
    wait_for(lambda: script.reads == 1)
    expect(page.locator(".failure")).to_have_count(0)


def test_while_the_customer_waits_the_page_says_what_is_being_done(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [
        [
            step("searching"),
            WAIT,
            step("checking"),
            WAIT,
            delta("기본 배송비는 "),
            WAIT,
            done(ANSWER),
        ]
    ]
    page = scripted.visit()
    ask(page)
    expect(page.locator("#doing")).to_have_text("안내문에서 찾고 있어요")
    script.go_on()
    expect(page.locator("#doing")).to_have_text("답이 출처와 맞는지 확인하고 있어요")
    script.go_on()
    expect(page.locator(".arriving")).to_have_text("기본 배송비는")
    expect(page.locator("#doing")).to_be_hidden()
    script.go_on()
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)
    expect(page.locator(".arriving")).to_have_count(0)


def test_messages_written_while_one_is_underway_are_sent_in_their_order(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [[WAIT, done("하나", turn="t1")], [done("둘", turn="t2")]]
    page = scripted.visit()
    ask(page, "첫째")
    ask(page, "둘째")
    wait_for(lambda: len(script.received) == 1)
    script.go_on()
    expect(page.locator(".bot .bubble")).to_have_text(["하나", "둘"])
    first, second = script.received
    assert "conversation_id" not in first
    assert second["conversation_id"] == "conv_1"
    assert script.tokens == [None, "Bearer token_1"]


def test_a_dead_conversation_starts_anew_with_the_same_message(
    scripted: Site, script: ScriptedApi
) -> None:
    anew = done("둘", turn="t2", conversation_id="conv_2", conversation_token="token_2")
    script.turns = [[done("하나", turn="t1")], 403, [anew]]
    page = scripted.visit()
    ask(page, "첫째")
    expect(page.locator(".bot")).to_have_count(1)
    wait_for(lambda: len(script.followed) == 1)
    ask(page, "둘째")
    expect(page.locator(".bot .bubble")).to_have_text(["하나", "둘"])
    expect(page.locator(".remark")).to_have_text("이전 대화가 끝나 새 대화를 시작했어요.")
    assert "conversation_id" not in script.received[2]
    assert script.tokens[2] is None
    wait_for(lambda: [conversation for conversation, _ in script.followed] == ["conv_1", "conv_2"])


def test_what_is_written_before_the_conversation_is_read_stands_below_it(
    scripted: Site, script: ScriptedApi
) -> None:
    said = [
        message(1, "customer", QUESTION, turn="t1"),
        message(2, "bot", ANSWER, turn="t1"),
    ]
    payloads = [each["data"]["payload"] for each in said]  # type: ignore[index]
    script.conversation = {**waits(), "owner": "bot", "messages": payloads}
    script.turns = [[done(ANSWER, turn="t1")], [done("이틀입니다.", turn="t2")]]
    page = scripted.visit()
    ask(page)
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)
    script.slow_to_read = True
    page.reload()
    wait_for(lambda: script.reads == 1)
    ask(page, "며칠 걸려요?")
    expect(page.locator(".customer .bubble")).to_have_text("며칠 걸려요?")
    assert len(script.received) == 1
    script.go_on()
    expect(page.locator(".message .bubble")).to_have_text(
        [QUESTION, ANSWER, "며칠 걸려요?", "이틀입니다."]
    )


def test_a_reload_with_a_dead_token_starts_anew(scripted: Site, script: ScriptedApi) -> None:
    script.turns = [[done(ANSWER)], [done("둘", turn="t2")]]
    page = scripted.visit()
    ask(page)
    expect(page.locator(".bot")).to_have_count(1)
    page.reload()
    expect(page.locator("#examples")).to_be_visible()
    expect(page.locator(".message")).to_have_count(0)
    ask(page, "다시")
    expect(page.locator(".bot .bubble")).to_have_text("둘")


def test_a_text_is_never_read_as_html_and_a_bad_link_is_no_link(
    scripted: Site, script: ScriptedApi
) -> None:
    bad = '<img src=x onerror="document.title=1"> **굵게** [여기](javascript:alert(1)) [1]'
    citation = {
        "marker": 1,
        "document_id": "d",
        "title": "<b>제목</b>",
        "section": "",
        "quote": "<i>원문</i> https://harumarket.example/a.",
        "url": "javascript:alert(1)",
    }
    script.turns = [[done(bad, citations=[citation], suggestions=["<u>다음</u>"])]]
    page = scripted.visit()
    ask(page, "<script>alert(1)</script>")
    expect(page.locator(".customer .bubble")).to_have_text("<script>alert(1)</script>")
    bubble = page.locator(".bot .bubble")
    expect(bubble).to_contain_text('<img src=x onerror="document.title=1"> 굵게 [여기](javascript')
    expect(bubble.locator("strong")).to_have_text("굵게")
    page.locator("button.chip").click()
    expect(page.locator(".source blockquote")).to_contain_text("<i>원문</i>")
    expect(page.locator(".source")).not_to_contain_text("원문 페이지 열기")
    links = page.locator(".bot a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://harumarket.example/a")
    expect(links).to_have_attribute("rel", "noopener noreferrer")
    assert page.locator("#log img, #log script, #log b, #log u").count() == 0


def test_lists_and_tables_of_the_knowledge_are_drawn(scripted: Site, script: ScriptedApi) -> None:
    table = "| 지역 | 기간 |\n|---|---|\n| 제주 | 3일 |"
    text = f"반품 방법\n1. 신청\n2. 포장\n\n- 도마\n- 물병\n\n{table}"
    script.turns = [[done(text)]]
    page = scripted.visit()
    ask(page)
    bubble = page.locator(".bot .bubble")
    expect(bubble.locator("ol li")).to_have_text(["신청", "포장"])
    expect(bubble.locator("ul li")).to_have_text(["도마", "물병"])
    expect(bubble.locator("th")).to_have_text(["지역", "기간"])
    expect(bubble.locator("td")).to_have_text(["제주", "3일"])


def test_enter_that_ends_a_hangul_syllable_sends_nothing(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [[done(ANSWER)]]
    page = scripted.visit()
    box = page.locator("#text")
    box.fill("배송비")
    composing = {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    box.dispatch_event("keydown", composing)
    safari = {"key": "Enter", "keyCode": 229, "bubbles": True, "cancelable": True}
    box.dispatch_event("keydown", safari)
    expect(box).to_have_value("배송비")
    assert script.received == []
    box.press("Enter")
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)


def test_shift_enter_breaks_the_line(scripted: Site, script: ScriptedApi) -> None:
    script.turns = [[done(ANSWER)]]
    page = scripted.visit()
    page.locator("#text").fill("첫 줄")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("둘째 줄")
    page.keyboard.press("Enter")
    expect(page.locator(".bot")).to_have_count(1)
    assert script.received[0]["message"] == "첫 줄\n둘째 줄"


def test_the_count_appears_near_the_limit_and_over_it_nothing_is_sent(
    scripted: Site, script: ScriptedApi
) -> None:
    page = scripted.visit()
    page.locator("#text").fill("가" * 100)
    expect(page.locator("#count")).to_have_text("")
    page.locator("#text").fill("가" * 1900)
    expect(page.locator("#count")).to_have_text("1,900 / 2,000자")
    ask(page, "🙂" * 2001)
    expect(page.locator("#count")).to_contain_text("1자를 줄여 주세요")
    expect(page.locator(".message")).to_have_count(0)
    assert script.received == []


def test_an_agents_words_come_once_though_the_line_breaks(
    scripted: Site, script: ScriptedApi
) -> None:
    owner = {"id": "4", "event": "owner", "data": {"payload": {"owner": "human"}}}
    mine = [
        message(1, "customer", QUESTION, turn="turn_1"),
        message(2, "bot", ANSWER, turn="turn_1"),
    ]
    agent = message(5, "agent", "안녕하세요, 상담원입니다.")
    script.turns = [[done(ANSWER)]]
    script.later = [
        [*mine, owner, agent],
        [agent, message(6, "agent", "사진을 보내 주세요."), WAIT],
    ]
    page = scripted.visit(viewport=PHONE)
    ask(page)
    expect(page.locator(".agent .bubble")).to_have_text(
        ["안녕하세요, 상담원입니다.", "사진을 보내 주세요."]
    )
    expect(page.locator(".agent .sender").first).to_contain_text("상담원")
    expect(page.locator("#owner")).to_have_text("상담원과 대화하는 중")
    expect(page.locator(".bot")).to_have_count(1)
    expect(page.locator(".customer")).to_have_count(1)
    assert script.followed[:2] == [("conv_1", "0"), ("conv_1", "5")]


def test_silence_of_the_bot_is_told_as_passed_on(scripted: Site, script: ScriptedApi) -> None:
    script.turns = [[done("", outcome="with_human")]]
    page = scripted.visit()
    ask(page)
    expect(page.locator(".customer .mark")).to_have_text("상담원에게 전달했어요")
    expect(page.locator(".bot")).to_have_count(0)


def test_notices_stay_in_sight_folded_or_open(scripted: Site, script: ScriptedApi) -> None:
    script.turns = [[done(ANSWER)]]
    page = scripted.visit()
    line, text = page.locator("#notices summary"), page.get_by_text("제주 배송이 하루 더 걸립니다.")
    expect(text).to_be_visible()
    line.click()
    expect(text).to_be_hidden()
    folded = "localStorage.getItem('sangdam.notices')"
    page.wait_for_function(folded)  # the browser tells of it late
    page.reload()
    expect(text).to_be_hidden()
    expect(line).to_contain_text("배송 지연 안내")
    line.click()
    ask(page)
    expect(page.locator(".bot")).to_have_count(1)
    expect(text).to_be_hidden()
    expect(line).to_contain_text("공지 1건")


def test_what_is_typed_survives_a_change_of_language(scripted: Site) -> None:
    page = scripted.visit()
    page.locator("#text").fill("반쯤 쓴 질문")
    page.get_by_role("link", name="Show this page in English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#text")).to_have_value("반쯤 쓴 질문")


def test_it_works_on_plain_http_where_the_browser_makes_no_uuid(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [[done(ANSWER)]]
    page = scripted.visit()
    page.add_init_script("delete Crypto.prototype.randomUUID")
    page.reload()
    ask(page)
    expect(page.locator(".bot .bubble")).to_have_text(ANSWER)
    assert re.fullmatch("[0-9a-f]{32}", str(keys(script)[0]))


def test_a_person_who_is_called_twice_comes_once(scripted: Site, script: ScriptedApi) -> None:
    script.turns = [[WAIT, done(ANSWER)]]
    page = scripted.visit()
    page.locator("#person").dblclick()
    wait_for(lambda: len(script.received) == 1)
    script.go_on()
    answer = page.locator(".bot .bubble")
    expect(answer).to_have_text(ANSWER)
    expect(page.locator(".customer .bubble")).to_have_text("상담원 연결해 주세요")
    assert len(script.received) == 1


def test_a_browser_that_keeps_nothing_can_still_talk(scripted: Site, script: ScriptedApi) -> None:
    script.turns = [[done("하나", turn="t1")], [done("둘", turn="t2")]]
    page = scripted.visit()
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('no'); } });"
    )
    page.reload()
    ask(page, "첫째")
    ask(page, "둘째")
    expect(page.locator(".bot .bubble")).to_have_text(["하나", "둘"])
    assert json.dumps(script.received[1]).count("conv_1") == 1
    assert scripted.errors == []
