"""A knowledge owner works through the questions that got no answer, on the real page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pydantic import SecretStr
from sites import OPERATOR_KEY, PHONE, Site

from sangdam import bootstrap
from sangdam.bootstrap import Service
from sangdam.desk.found_gaps import MOST
from sangdam.indexing.new_entry import SOURCE, written
from sangdam.models import Done, Incoming, Reply
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Settings
from tests.moments import MONDAY_MORNING

pytestmark = pytest.mark.browser

SHIPPED = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped knowledge, to be written to."""
    return shutil.copytree(SHIPPED, tmp_path_factory.mktemp("own") / "knowledge")


@pytest.fixture(scope="module")
def shop(
    tmp_path_factory: pytest.TempPathFactory,
    knowledge: Path,
    index: Path,
    embedder: Embedder,
    morphology: Morphology,
) -> Service:
    settings = Settings.load(
        data_dir=tmp_path_factory.mktemp("shop"),
        index_dir=index,
        knowledge_dir=knowledge,
        llm="none",
        operator_key=SecretStr(OPERATOR_KEY),
    )
    clock = StoppedClock(MONDAY_MORNING)
    return bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)


def ask(shop: Service, *messages: str) -> Reply:
    for message in messages:
        *_, done = shop.assistant.run(Incoming(text=message))
    assert isinstance(done, Done)
    return done.reply


def open_page(site: Site, language: str = "ko", **options: object) -> Page:
    page = site.visit(f"/desk/gaps?lang={language}", **options)
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_be_visible()
    return page


def choose(page: Page, text: str) -> None:
    page.locator("nav.list button", has_text=text).click()
    expect(page.locator("#gap h2")).to_be_focused()


def begin_entry(page: Page) -> None:
    page.get_by_role("button", name="항목 쓰기").click()
    expect(page.get_by_label("질문", exact=True)).to_be_focused()


@pytest.mark.parametrize(
    ("language", "line"),
    [("ko", "답이 필요한 질문이 없어요."), ("en", "Every question has an answer.")],
)
def test_at_first_there_is_nothing_to_mend(site: Site, language: str, line: str) -> None:
    """Runs before the others ask anything."""
    page = open_page(site, language)
    expect(page.locator("#gaps")).to_contain_text(line)
    expect(page.locator("#since-title")).to_be_hidden()
    expect(page.locator("#more")).to_be_hidden()


def test_a_wrong_key_opens_nothing(site: Site) -> None:
    page = site.visit("/desk/gaps?lang=ko")
    page.locator("#key").fill("wrong-key")
    page.keyboard.press("Enter")
    expect(page.locator("#key-problem")).to_contain_text("운영자 키가 맞지 않아요")
    expect(page.locator("#room")).to_be_hidden()
    site.forgive(403)


@pytest.mark.parametrize(
    ("language", "there", "back"),
    [("ko", "답 못한 질문", "상담 데스크"), ("en", "Unanswered", "Support desk")],
)
def test_one_key_opens_desk_and_gaps_and_each_leads_to_the_other(
    site: Site, language: str, there: str, back: str
) -> None:
    page = site.visit(f"/desk?lang={language}")
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    expect(page.locator("#who")).to_be_visible()
    page.get_by_role("link", name=there).click()
    expect(page.locator("h1")).to_have_text(there)
    expect(page.locator("#room")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("link", name=back).click()
    expect(page.locator("h1")).to_have_text(back)
    expect(page.locator("#who")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        (
            "ko",
            ("학생 할인 있어요?", "대학생인데 할인 되나요?"),
            ("고객 2명", "답하지 못한 까닭", "고객이 물은 말", "가장 가까운 안내문", "번째 줄"),
        ),
        (
            "en",
            ("Is there a student discount?", "Do you have a student discount?"),
            ("customers: 2", "Why it has no answer", "As customers asked", "Closest", ", line "),
        ),
    ],
)
def test_a_gap_tells_why_how_often_and_what_is_nearest(
    site: Site, shop: Service, language: str, asked: tuple[str, str], told: tuple[str, ...]
) -> None:
    ask(shop, *asked)
    (gap,) = (g for g in shop.gaps.newest() if asked[0] in {w.text for w in g.wordings})
    page = open_page(site, language)
    choose(page, gap.question)
    for text in (*told, *asked, f"scripts/candidates.py make {gap.id}"):
        expect(page.locator("#gap")).to_contain_text(text)
    expect(page.locator("#gap h2")).to_have_attribute("lang", language)
    row = page.locator(f'[data-gap="{gap.id}"]')
    expect(row).to_have_attribute("aria-current", "true")
    expect(row).to_contain_text(told[0])


def test_an_entry_is_written_with_the_keyboard_alone(
    site: Site, shop: Service, knowledge: Path
) -> None:
    asked = {"일본으로도 배송되나요?", "일본 배송 가능한가요"}
    ask(shop, *asked)
    (gap,) = (g for g in shop.gaps.newest() if "일본" in g.question)
    page = open_page(site)
    page.locator("#gaps button", has_text="일본").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="답하지 않기")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="항목 쓰기")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("질문", exact=True)).to_have_value(gap.question)
    page.keyboard.press("Tab")
    aliases = page.get_by_label("고객이 물은 말")
    expect(aliases).to_be_focused()
    assert set(aliases.input_value().split("\n")) == asked
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="한국어")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("답", exact=True)).to_be_focused()
    page.keyboard.type("아니요, 일본 배송은 하지 않습니다.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    note = page.locator("#gap .next")
    expect(note).to_be_focused()
    expect(note).to_contain_text("색인 대기")
    expect(note).to_contain_text("make reindex")
    expect(page.locator("#since button", has_text="일본")).to_contain_text("색인 대기")
    expect(page.locator("#gaps button", has_text="일본")).to_have_count(0)
    (entry,) = (e for e in written(knowledge) if "일본" in e.title)
    assert entry.text == "아니요, 일본 배송은 하지 않습니다."
    assert {entry.title, *entry.aliases} == asked
    assert page.evaluate("sessionStorage.getItem('sangdam.entry_drafts')") is None
    page.reload()
    choose(page, "일본")
    expect(page.locator("#gap .next")).to_contain_text(entry.id)


def test_what_is_missing_is_said_and_nothing_is_sent(
    site: Site, shop: Service, knowledge: Path
) -> None:
    ask(shop, "한복도 파나요?")
    page = open_page(site)
    choose(page, "한복")
    begin_entry(page)
    page.get_by_role("button", name="항목 저장").click()
    expect(page.get_by_role("alert").last).to_have_text("질문과 답을 적어 주세요.")
    answer = page.get_by_label("답", exact=True)
    expect(answer).to_be_focused()
    expect(answer).to_have_attribute("aria-invalid", "true")
    assert "한복" not in str(written(knowledge))


def test_what_is_too_long_is_said_and_nothing_is_sent(
    site: Site, shop: Service, knowledge: Path
) -> None:
    ask(shop, "한복도 파나요?")
    page = open_page(site)
    choose(page, "한복")
    begin_entry(page)
    answer = page.get_by_label("답", exact=True)
    answer.fill("가" * 8001)
    page.get_by_role("button", name="항목 저장").click()
    expect(page.get_by_role("alert").last).to_contain_text("답은 8000자까지")
    expect(answer).to_be_focused()
    expect(answer).to_have_attribute("aria-invalid", "true")
    assert "한복" not in str(written(knowledge))


def test_what_is_typed_survives_another_gap_and_another_language_until_one_leaves(
    site: Site, shop: Service
) -> None:
    ask(shop, "정기구독으로 원두 받을 수 있나요?", "한복도 파나요?")
    page = open_page(site)
    choose(page, "정기구독")
    begin_entry(page)
    page.get_by_label("답", exact=True).fill("반쯤 쓴 답")
    choose(page, "한복")
    choose(page, "정기구독")
    expect(page.get_by_label("답", exact=True)).to_have_value("반쯤 쓴 답")
    page.get_by_role("link", name="Show this page in English").click()
    choose(page, "정기구독")
    expect(page.get_by_label("Answer", exact=True)).to_have_value("반쯤 쓴 답")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Write an entry")).to_be_focused()
    page.get_by_role("button", name="Write an entry").click()
    page.get_by_label("Answer", exact=True).fill("again")
    page.locator("#leave").click()
    expect(page.locator("#key")).to_be_focused()
    expect(page.locator("nav.list button")).to_have_count(0)
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_what_is_being_written_stays_when_the_list_is_read_again(site: Site, shop: Service) -> None:
    ask(shop, "환경 인증 받은 제품만 따로 볼 수 있나요?")
    page = open_page(site)
    choose(page, "환경 인증")
    begin_entry(page)
    page.get_by_label("답", exact=True).fill("쓰는 중")
    ask(shop, "중고로 되팔면 보증은 넘어가나요?")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#gaps button", has_text="중고로")).to_be_visible()
    expect(page.get_by_label("답", exact=True)).to_have_value("쓰는 중")
    expect(page.get_by_label("답", exact=True)).to_be_focused()


@pytest.mark.parametrize(
    ("language", "lines", "button"),
    [
        (
            "ko",
            ("이 질문에 답하는 항목이 이미 있어요", "번째 줄)이(가) 이미 이 질문에 답해요"),
            ("항목 쓰기", "항목 저장", "답"),
        ),
        (
            "en",
            ("There is an entry for this question", "asks this already; mend its answer there"),
            ("Write an entry", "Save entry", "Answer"),
        ),
    ],
)
def test_an_entry_that_is_there_is_named_and_the_text_stays(
    site: Site,
    shop: Service,
    language: str,
    lines: tuple[str, ...],
    button: tuple[str, str, str],
) -> None:
    reply = ask(shop, "어떤 결제 수단을 쓸 수 있나요?")
    shop.feedback.add(reply.turn_id, helpful=False)
    page = open_page(site, language)
    choose(page, "결제 수단")
    page.get_by_role("button", name=button[0]).click()
    page.get_by_label(button[2], exact=True).fill("다시 쓴 답")
    page.get_by_role("button", name=button[1]).click()
    problem = page.locator(".write .state")
    for line in (*lines, "payment-methods.ko"):
        expect(problem).to_contain_text(line)
    expect(problem).to_be_in_viewport()
    expect(page.get_by_label(button[2], exact=True)).to_have_value("다시 쓴 답")
    site.forgive(409)


def test_a_folder_that_can_not_be_written_is_told_and_the_text_stays(
    site: Site, shop: Service, knowledge: Path
) -> None:
    ask(shop, "모바일 앱에 다크모드 있나요?")
    page = open_page(site)
    choose(page, "다크모드")
    begin_entry(page)
    page.get_by_label("답", exact=True).fill("아니요.")
    faqs = knowledge / "faqs"
    faqs.rename(knowledge / "away")
    faqs.write_text("")
    page.get_by_role("button", name="항목 저장").click()
    expect(page.locator(".write .state")).to_contain_text("지식 폴더에 쓸 수 없어요")
    site.forgive(503)
    faqs.unlink()
    (knowledge / "away").rename(faqs)
    page.get_by_role("button", name="항목 저장").click()
    expect(page.locator("#gap .next")).to_contain_text(SOURCE)
    assert "모바일 앱에 다크모드 있나요?" in {entry.title for entry in written(knowledge)}


DISMISSING = [
    ("ko", "강아지 옷", "강아지 옷도 파나요?", ("답하지 않기", "되돌리기", "되돌리기", "1건")),
    ("en", "dog clothes", "Do you sell dog clothes?", ("Dismiss", "Undo", "Bring back", "1")),
]


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize(("language", "about", "asked", "names"), DISMISSING)
def test_a_gap_is_dismissed_taken_back_and_brought_back(
    site: Site,
    shop: Service,
    language: str,
    about: str,
    asked: str,
    names: tuple[str, ...],
    viewport: dict[str, int] | None,
) -> None:
    ask(shop, asked)
    dismiss, undo, bring_back, count = names
    page = open_page(site, language, **({"viewport": viewport} if viewport else {}))
    row = page.locator("#gaps button", has_text=about)
    row.click()
    page.get_by_role("button", name=dismiss, exact=True).click()
    expect(page.get_by_role("button", name=undo, exact=True)).to_be_focused()
    expect(row).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#gap h2")).to_be_focused()
    expect(page.locator("#gap h2")).to_contain_text(about)
    expect(page.locator("#dismissed")).to_be_hidden()
    page.get_by_role("button", name=dismiss, exact=True).click()
    expect(row).to_have_count(0)
    if viewport:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.locator(".back").click()

    ask(shop, asked.lower().rstrip("?"))
    page.reload()
    folded = page.locator("#dismissed-title")
    expect(folded).to_contain_text(count)
    expect(row).to_have_count(0)
    button = page.locator("#dismissed-list").get_by_role("button", name=f"{bring_back}: ")
    expect(button).to_be_hidden()
    folded.click()
    button.click()
    expect(page.locator("#gap h2")).to_be_focused()
    expect(row).to_have_count(1)
    expect(page.locator("#dismissed")).to_be_hidden()


def test_who_dismisses_second_is_told(site: Site, shop: Service) -> None:
    ask(shop, "앵무새 사료도 있나요?")
    page = open_page(site)
    choose(page, "앵무새")
    (gap,) = (each for each in shop.gaps.newest() if "앵무새" in each.question)
    shop.dismissals.add(gap.holds, among=MOST, actor="somebody")
    page.get_by_role("button", name="답하지 않기", exact=True).click()
    expect(page.locator("#news")).to_contain_text("다른 사람이 먼저 바꾸어")
    expect(page.locator("#gaps button", has_text="앵무새")).to_have_count(0)
    site.forgive(404)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_fits_a_phone_and_the_way_back_leads_to_the_same_row(
    site: Site, shop: Service, language: str
) -> None:
    ask(shop, "매장에 가서 직접 볼 수 있나요?")
    page = open_page(site, language, viewport=PHONE)
    row = page.locator("#gaps button", has_text="매장에")
    row.click()
    expect(page.locator("#gap .summary")).to_be_in_viewport()
    page.locator("#gap .offer button.main").click()
    expect(page.locator("#question")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".back").click()
    expect(row).to_be_focused()
    expect(row).not_to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("path", ["/desk", "/desk/gaps", "/desk/deliveries"])
def test_the_title_is_whole_on_a_phone(site: Site, path: str, language: str) -> None:
    page = site.visit(f"{path}?lang={language}", viewport=PHONE)
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    expect(page.locator("#leave")).to_be_visible()
    assert page.locator("h1").evaluate("node => node.scrollWidth <= node.clientWidth")


def made_up(number: int, **more: object) -> dict[str, object]:
    return {
        "id": f"{number:08}",
        "question": f"질문 {number}",
        "language": "ko",
        "wordings": [{"text": f"질문 {number}", "times": 1}],
        "ended": {"no_evidence": 1},
        "askers": 1,
        "last": "2026-11-23T01:00:00Z",
        "closest": None,
        "entry": None,
        **more,
    }


def test_the_newest_fifty_are_shown_and_all_on_demand(site: Site) -> None:
    page = site.visit("/desk/gaps?lang=ko")

    def answer(route: Route) -> None:
        limit = int(route.request.url.rpartition("=")[2])
        gaps = [made_up(number) for number in range(min(83, limit))]
        route.fulfill(json={"gaps": gaps, "total": 83, "dismissed": [], "looked_at": 300})

    page.route("**/v1/desk/gaps?*", answer)
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    rows = page.locator("#gaps button")
    expect(rows).to_have_count(50)
    expect(page.locator("#list-title")).to_have_text("답이 필요한 질문 83건")
    expect(page.locator("#more")).to_contain_text("최근 것부터 50건만")
    page.get_by_role("button", name="83건 모두 보기").click()
    expect(rows).to_have_count(83)
    expect(page.locator("#more")).to_be_hidden()


def test_a_customers_words_are_never_read_as_html(site: Site) -> None:
    bad = '<img src=x onerror="document.title=1"><b>굵게</b>'
    closest = {"document_id": "a", "title": bad, "kind": "faq", "source": bad, "line": 2}
    gap = made_up(1, question=bad, wordings=[{"text": bad, "times": 2}], closest=closest)
    page = site.visit("/desk/gaps?lang=ko")
    away = {"id": "dismissal_1", "at": "2026-11-23T01:00:00Z", "question": bad, "times": 2}
    away |= {"language": "ko"}
    listed = {"gaps": [gap], "total": 1, "dismissed": [away], "looked_at": 300}
    page.route("**/v1/desk/gaps?*", lambda route: route.fulfill(body=json.dumps(listed)))
    page.locator("#key").fill(OPERATOR_KEY)
    page.keyboard.press("Enter")
    choose(page, bad)
    begin_entry(page)
    expect(page.locator("#gap h2")).to_have_text(bad)
    expect(page.get_by_label("고객이 물은 말")).to_have_value(bad)
    expect(page.locator("#dismissed-list .words")).to_have_text(bad)
    assert page.locator("#room img, #room b").count() == 0
