"""What the page makes of figures, files and failures while a person is awaited."""

from __future__ import annotations

import re

import pytest
from pictures import file, png
from playwright.sync_api import Page, expect
from scripted_api import WAIT, Event, ScriptedApi, done, kept, message, owner, typing, waits
from sites import Site, wait_for

pytestmark = pytest.mark.browser

HANDOFF = {"ticket_id": "T-23456789", "reason_code": "request", "queue": "general", "message": "."}
MONDAY = "2026-11-23T09:00:00+09:00"
ONE = "2026-11-23T13:00:00+09:00"
MEBIBYTE = 1_048_576


def handed_over() -> Event:
    return done("상담원에게 전달했습니다.", outcome="handed_off", handoff=HANDOFF)


def call(scripted: Site, script: ScriptedApi, language: str = "ko", **options: object) -> Page:
    """A page whose customer waits for a person."""
    script.turns = [[handed_over()]]
    script.conversation = script.conversation or waits()
    settings = {"timezone_id": "Asia/Seoul", **options}
    page = scripted.visit(f"/?lang={language}", **settings)
    page.locator("#text").fill("상담원 연결해 주세요")
    page.keyboard.press("Enter")
    expect(page.locator("#waiting")).to_be_visible()
    return page


def drop(page: Page, name: str = "board.png", kind: str = "image/png") -> None:
    """Let a file fall on the conversation."""
    carried = page.evaluate_handle(
        """([bytes, name, type]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name, { type }));
            return carried;
        }""",
        [list(png()), name, kind],
    )
    for event in ("dragover", "drop"):
        page.locator("#scroller").dispatch_event(event, {"dataTransfer": carried})


@pytest.mark.parametrize(
    ("language", "figures", "told"),
    [
        ("ko", waits(1), "다음 차례예요. 순서대로 이 대화창에서 답해 드려요."),
        ("en", waits(1), "You are next in line. A person takes it in turn and replies here."),
        ("ko", waits(3, minutes=10), "대기 순서는 3번째예요. 약 10분 뒤에 연결될 것 같아요."),
        ("en", waits(3, minutes=10), "You are number 3 in line. It should take about 10 minutes."),
        (
            "ko",
            waits(2, opens_at=MONDAY, staffed=False),
            "지금은 상담 시간이 아니에요."
            " 11월 23일 (월) 오전 9:00 이후에 이 대화창에서 답해 드려요. 대기 순서는 2번째예요.",
        ),
        (
            "en",
            waits(2, opens_at=MONDAY, staffed=False),
            "We are closed right now. A person replies here after Mon, November 23 at 9:00 AM."
            " You are number 2 in line.",
        ),
        (
            "ko",
            waits(2, opens_at=ONE, on_break=True, staffed=False),
            "지금은 상담원 휴게 시간이에요."
            " 오후 1:00 이후에 이 대화창에서 답해 드려요. 대기 순서는 2번째예요.",
        ),
        (
            "en",
            waits(2, opens_at=ONE, on_break=True, staffed=False),
            "Our agents are on a break. A person replies here after 1:00 PM."
            " You are number 2 in line.",
        ),
        (
            "ko",
            waits(1, staffed=False),
            "지금은 모든 상담원이 자리를 비웠어요."
            " 돌아오는 대로 이 대화창에서 답해 드려요. 다음 차례예요.",
        ),
        (
            "en",
            waits(1, staffed=False),
            "Nobody is at the desk just now. A person replies here as soon as they are back."
            " You are next in line.",
        ),
    ],
)
def test_the_customer_is_told_what_is_known_and_no_more(
    scripted: Site, script: ScriptedApi, language: str, figures: Event, told: str
) -> None:
    script.conversation = figures
    page = call(scripted, script, language)
    line = page.locator("#waiting p").first
    expect(line).to_have_text(re.compile(re.escape(told).replace(r"\ ", r"\s")))
    open_now = figures["waiting"]["staffed"]  # type: ignore[index]
    expect(page.locator("#contact")).to_have_js_property("open", not open_now)


def test_opening_hours_are_told_in_the_readers_own_zone(
    scripted: Site, script: ScriptedApi
) -> None:
    script.conversation = waits(1, opens_at=MONDAY, staffed=False)
    page = call(scripted, script, "en", timezone_id="Europe/London")
    expect(page.locator("#waiting-text")).to_contain_text(
        re.compile(r"Mon, November 23 at 12:00\sAM GMT")
    )


def test_the_place_in_line_is_kept_fresh_and_forgotten_where_it_is_not_known(
    scripted: Site, script: ScriptedApi
) -> None:
    script.conversation = waits(3, minutes=10)
    page = call(scripted, script)
    page.clock.install()
    page.reload()
    line = page.locator("#waiting p").first
    expect(line).to_contain_text("3번째예요")
    script.conversation = waits(1)
    page.clock.fast_forward(15_000)
    expect(line).to_contain_text("다음 차례예요")
    script.conversation = None
    page.clock.fast_forward(15_000)
    expect(line).to_have_text("상담원을 기다리는 중")
    assert not re.search(r"\d", line.inner_text())


def test_nobody_is_asked_about_a_line_that_the_customer_does_not_stand_in(
    scripted: Site, script: ScriptedApi
) -> None:
    script.turns = [[done("기본 배송비는 3,000원입니다.")]]
    page = scripted.visit()
    page.clock.install()
    page.locator("#text").fill("배송비는 얼마인가요?")
    page.keyboard.press("Enter")
    expect(page.locator(".bot .bubble")).to_be_visible()
    wait_for(lambda: len(script.followed) == 1)
    page.clock.fast_forward(60_000)
    wait_for(lambda: len(script.followed) > 1)  # the silent stream came back
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator("#attach")).to_be_hidden()
    assert script.reads == 0
    assert script.typed == 0


def test_typing_is_told_now_and_then_and_not_with_every_key(
    scripted: Site, script: ScriptedApi
) -> None:
    page = call(scripted, script)
    page.clock.install()
    page.reload()
    expect(page.locator("#waiting")).to_be_visible()
    page.locator("#text").press_sequentially("젖었")
    wait_for(lambda: script.typed == 1)
    page.clock.fast_forward(3_000)
    page.locator("#text").press_sequentially("!!!")
    wait_for(lambda: script.typed == 2)


def test_persons_come_go_and_write_under_their_names(scripted: Site, script: ScriptedApi) -> None:
    script.later = [
        [
            owner(1, "queue"),
            owner(2, "human", "김민지"),
            typing("김민지"),
            WAIT,
            message(3, "agent", "안녕하세요.", agent="김민지"),
            WAIT,
            owner(4, "human", "박서준"),
            WAIT,
            owner(5, "queue"),
            WAIT,
        ]
    ]
    page = scripted.visit()
    script.turns = [[handed_over()]]
    script.conversation = waits()
    page.locator("#text").fill("상담원 연결해 주세요")
    page.keyboard.press("Enter")
    expect(page.locator("#typing")).to_have_text("김민지 상담원이 입력하고 있어요")
    expect(page.locator("#owner")).to_have_text("김민지 상담원과 대화 중")
    script.go_on()
    expect(page.locator(".agent .sender")).to_contain_text("김민지 상담원")
    expect(page.locator("#typing")).to_have_text("")
    script.go_on()
    expect(page.locator("#owner")).to_have_text("박서준 상담원과 대화 중")
    script.go_on()
    expect(page.locator("#waiting")).to_be_visible()
    expect(page.locator(".remark")).to_have_text(
        [
            "김민지 상담원이 대화에 참여했어요.",
            "박서준 상담원이 대화에 참여했어요.",
            "다른 상담원이 이어서 도와드려요. 지금까지의 대화는 그대로 전달돼요.",
        ]
    )


def test_a_contact_that_did_not_arrive_is_still_there(scripted: Site, script: ScriptedApi) -> None:
    page = call(scripted, script, "en")
    page.locator("#contact summary").click()
    page.locator("#contact-text").fill("minji@example.com")
    page.context.set_offline(True)
    page.get_by_role("button", name="Leave it").click()
    expect(page.locator("#contact-problem")).to_contain_text("could not be sent")
    expect(page.locator("#contact-text")).to_have_value("minji@example.com")
    page.context.set_offline(False)
    page.get_by_role("button", name="Leave it").click()
    expect(page.locator("#contact-thanks")).to_be_focused()
    expect(page.locator("#contact summary")).to_have_text("Change your contact")
    assert script.contacts == ["minji@example.com"]


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "told"), [(503, "문의가 많아요"), (500, "잠시 문제가 생겨")])
def test_a_file_that_did_not_arrive_is_kept_and_tried_again(
    scripted: Site, script: ScriptedApi, status: int, told: str
) -> None:
    page = call(scripted, script)
    script.uploads = [status, [kept(9, "board.png")]]
    page.set_input_files("#files", file("board.png"))
    expect(page.locator(".failure")).to_contain_text(told)
    expect(page.locator(".photo img")).to_be_visible()
    page.get_by_role("button", name="다시 시도").click()
    expect(page.locator(".files .mark")).to_have_text("상담원에게 전달했어요")
    assert script.uploaded == [("board.png", png())] * 2
    expect(page.locator(".files")).to_have_count(1)


def test_a_refused_file_is_not_tried_again(scripted: Site, script: ScriptedApi) -> None:
    page = call(scripted, script)
    script.uploads = [413]
    page.set_input_files("#files", file("board.png"))
    expect(page.locator(".failure")).to_contain_text("not now")
    expect(page.locator(".failure button")).to_have_count(0)


def test_several_files_go_one_after_the_other_while_their_progress_is_shown(
    scripted: Site, script: ScriptedApi
) -> None:
    page = call(scripted, script)
    script.uploads = [[WAIT, kept(9, "a.png")], [kept(10, "b.png")]]
    page.set_input_files("#files", [file("a.png"), file("b.png")])
    wait_for(lambda: len(script.uploaded) == 1)
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_count(1)
    expect(bar).to_have_attribute("aria-label", "보내고 있어요")
    script.go_on()
    expect(page.locator(".files .mark:not(progress)")).to_have_count(2)
    assert [name for name, _ in script.uploaded] == ["a.png", "b.png"]


def test_what_can_not_be_sent_is_told_before_it_is_sent(
    scripted: Site, script: ScriptedApi
) -> None:
    page = call(scripted, script)
    large = file("큰 사진.jpg", "image/jpeg", b"\0" * (10 * MEBIBYTE + 1))
    page.set_input_files("#files", [file("메모.txt", "text/plain"), large])
    told = page.locator("#files-problem")
    expect(told).to_contain_text("메모.txt: 사진(JPEG, PNG, WebP, GIF, HEIC)이나 PDF만")
    expect(told).to_contain_text("큰 사진.jpg: 파일 하나는 10 MB까지")
    assert script.uploaded == []
    script.uploads = [[kept(9, "새 사진.HEIC")]]
    page.set_input_files("#files", file("새 사진.HEIC", "", b"\0\0\0\x18ftypheic"))
    expect(page.locator(".files .mark:not(progress)")).to_be_visible()
    expect(told).to_have_text("")
    expect(page.locator("button.file")).to_contain_text("새 사진.HEIC")


def test_a_photo_can_be_dropped_and_pasted(scripted: Site, script: ScriptedApi) -> None:
    page = call(scripted, script)
    script.uploads = [[kept(9, "board.png")], [kept(10, "image.png")]]
    drop(page)
    expect(page.locator(".files .mark:not(progress)")).to_have_count(1)
    page.locator("#text").evaluate(
        """(node, bytes) => {
            const held = new DataTransfer();
            const photo = new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' });
            held.items.add(photo);
            const pasted = { clipboardData: held, bubbles: true, cancelable: true };
            node.dispatchEvent(new ClipboardEvent('paste', pasted));
        }""",
        list(png()),
    )
    expect(page.locator(".files .mark:not(progress)")).to_have_count(2)
    assert [name for name, _ in script.uploaded] == ["board.png", "image.png"]


@pytest.mark.parametrize(
    ("language", "told"),
    [("ko", "파일은 상담원이 연결된 뒤에"), ("en", "Files can be sent once a person")],
)
def test_a_file_dropped_before_a_person_was_called_stays_where_it_is(
    scripted: Site, language: str, told: str
) -> None:
    page = scripted.visit(f"/?lang={language}")
    drop(page)
    expect(page.locator("#files-problem")).to_contain_text(told)
    expect(page.locator(".message")).to_have_count(0)


def test_a_file_is_shown_once_though_the_event_comes_before_the_answer(
    scripted: Site, script: ScriptedApi
) -> None:
    own = message(9, "customer", "", attachments=kept(9, "a.png")["attachments"])
    agent = message(10, "agent", "받았습니다.")
    script.later = [[WAIT, own, agent, WAIT]]
    page = call(scripted, script)
    wait_for(lambda: len(script.followed) == 1)
    script.uploads = [[WAIT, kept(9, "a.png")]]
    page.set_input_files("#files", file("a.png"))
    wait_for(lambda: len(script.uploaded) == 1)
    script.go_on()
    expect(page.locator(".agent .bubble")).to_have_text("받았습니다.")
    expect(page.locator(".files .mark:not(progress)")).to_have_count(1)
    expect(page.locator(".files")).to_have_count(1)


def test_a_file_that_arrived_though_its_answer_was_lost_is_not_asked_for_again(
    scripted: Site, script: ScriptedApi
) -> None:
    own = message(9, "customer", "", attachments=kept(9, "a.png")["attachments"])
    script.later = [[WAIT, own, WAIT]]
    page = call(scripted, script)
    script.uploads = [500]
    page.set_input_files("#files", file("a.png"))
    expect(page.locator(".failure")).to_be_visible()
    script.go_on()
    expect(page.locator(".failure")).to_have_count(0)
    expect(page.locator(".files .mark")).to_have_text("상담원에게 전달했어요")
    expect(page.locator(".files")).to_have_count(1)
