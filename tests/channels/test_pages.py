"""The pages as the server renders them, and the words in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from sangdam.channels.languages import preferred
from sangdam.channels.pages import STATIC, TEMPLATES, digest, pages, words_of
from sangdam.models import (
    Availability,
    BreakerState,
    Document,
    DocumentKind,
    EntityKind,
    Identity,
    Language,
    ModelFailure,
    NewsType,
    Outcome,
    Owner,
    Part,
    PartState,
    ReasonCode,
    Resolution,
    Sender,
    Step,
)
from sangdam.settings import ROUTING, Settings

KOREAN, ENGLISH = Language.KOREAN, Language.ENGLISH
AT_WORK = [
    "/desk",
    "/desk/gaps",
    "/desk/deliveries",
    "/desk/figures",
    "/desk/status",
    "/desk/accounts",
    "/desk/me",
    "/desk/login",
]
PATHS = ["/", "/privacy", *AT_WORK]
PLACEHOLDER = re.compile(r"\{\w+\}")
OURS = [file for file in STATIC.rglob("*.*") if "vendor" not in file.parts]
SCRIPT = re.compile(r"<script type=\"application/json\" id=\"page\">(.*?)</script>", re.DOTALL)


class Shop:
    def __init__(self, *notices: Document, **settings: object) -> None:
        self.settings = Settings.load({}, **settings)
        self._notices = notices
        self.any_account = False

    def notices(self, language: Language) -> tuple[Document, ...]:
        return tuple(notice for notice in self._notices if notice.language is language)


def notice(text: str, language: Language) -> Document:
    return Document(
        id=f"strike.{language}",
        kind=DocumentKind.NOTICE,
        title="<b>Strike</b>",
        text=text,
        language=language,
        source="notices/strike.md",
    )


Visit = Callable[..., TestClient]


@pytest.fixture
def visit() -> Iterator[Visit]:
    def open_shop(*notices: Document, **settings: object) -> TestClient:
        app = FastAPI()
        app.include_router(pages(Shop(*notices, **settings)))
        return TestClient(app)

    yield open_shop


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "ko"),
        ("", "en-GB,en;q=0.9,ko;q=0.8", "en"),
        ("", "fr-FR,fr", "ko"),
        ("?lang=en", "ko-KR", "en"),
        ("?lang=ko", "en-US", "ko"),
        ("?lang=de", "en-US", "en"),
    ],
)
def test_the_address_then_the_browser_chooses_the_language(
    visit: Visit, path: str, query: str, accepted: str, language: str
) -> None:
    answer = visit().get(path + query, headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en;q=0.5, ko;q=0.9", KOREAN),
        ("ko;q=0, en;q=0.1", ENGLISH),
        ("en;q=high", KOREAN),
        ("*", KOREAN),
        (",;q=1,", KOREAN),
    ],
)
def test_weights_of_accept_language_count(accepted: str, language: Language) -> None:
    assert preferred(accepted) is language


@pytest.mark.parametrize(
    ("language", "company", "ai", "person"),
    [
        ("ko", "두레상점", "저는 사람이 아니라 AI예요", "상담원 연결"),
        ("en", "Dure Store", "I am an AI, not a person", "Talk to a person"),
    ],
)
def test_the_page_says_before_any_script_that_an_ai_answers_and_how_to_call_a_person(
    visit: Visit, language: str, company: str, ai: str, person: str
) -> None:
    shop = visit(company="두레상점", company_en="Dure Store")
    page = SCRIPT.sub("", shop.get(f"/?lang={language}").text)
    assert ai in page
    assert page.count(person) >= 2
    assert company in page
    assert "$company" not in page


def test_notices_in_effect_stand_on_the_page_in_its_language_as_text(visit: Visit) -> None:
    shop = visit(notice("제주 <하루> 늦어요", KOREAN), notice("Jeju is late", ENGLISH))
    korean, english = shop.get("/?lang=ko").text, shop.get("/?lang=en").text
    assert "제주 &lt;하루&gt; 늦어요" in korean
    assert "&lt;b&gt;Strike&lt;/b&gt;" in korean
    assert "공지 1건" in korean
    assert "Jeju is late" in english
    assert "Jeju is late" not in korean


def test_there_is_no_banner_without_notices(visit: Visit) -> None:
    assert 'id="notices"' not in visit().get("/").text


def test_a_folded_banner_is_known_again_until_the_notices_change() -> None:
    assert digest(["a", "b"]) == digest(["b", "a"])
    assert digest(["a", "b"]) != digest(["a", "c"])


@pytest.mark.parametrize("path", PATHS)
def test_the_policy_allows_nothing_inline_and_no_other_origin(visit: Visit, path: str) -> None:
    answer = visit().get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' blob:" in policy
    assert "unsafe" not in policy
    assert "://" not in policy
    assert re.search(r"<style|\sstyle=|\son\w+=|javascript:", answer.text) is None
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert all("src=" in tag or "application/json" in tag for tag in scripts)
    assert re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text) is None


def test_no_stylesheet_or_script_names_another_origin() -> None:
    for file in OURS:
        named = set(re.findall(r"https?://[\w.]+", file.read_text("utf-8")))
        assert named <= {"http://www.w3.org"}, file


@pytest.mark.parametrize("path", PATHS)
def test_every_file_that_a_page_names_is_there_and_asked_about_again(
    visit: Visit, path: str
) -> None:
    shop = visit()
    for address in re.findall(r"(?:src|href)=\"(/static/[^\"#]+)", shop.get(path).text):
        answer = shop.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["etag"]


def test_every_module_that_a_script_imports_is_there() -> None:
    for script in (file for file in OURS if file.suffix == ".js"):
        for name in re.findall(r'from "(\.[^"]+)"', script.read_text("utf-8")):
            assert (script.parent / name).is_file(), f"{script.name} imports {name}"


def test_every_icon_that_is_used_is_drawn() -> None:
    drawn = set(re.findall(r'id="icon-([\w-]+)"', (TEMPLATES / "icons.svg").read_text()))
    sources = [*(file for file in OURS if file.suffix == ".js"), *TEMPLATES.glob("*.html")]
    used = {
        name
        for file in sources
        for name in re.findall(r'(?:\bicon\("|#icon-)([\w-]+)', file.read_text("utf-8"))
    }
    assert used == drawn


def test_a_company_name_can_not_break_out_of_the_page(visit: Visit) -> None:
    shop = visit(company_en="</script><script>alert(1)</script>")
    page = shop.get("/?lang=en").text
    assert "<script>alert" not in page
    data = json.loads(SCRIPT.findall(page)[0])
    assert "</script>" in data["words"]["ai_notice"]


def test_the_script_is_handed_language_limit_and_words(visit: Visit) -> None:
    page = visit(limits={"message_characters": 321}).get("/?lang=en").text
    data = json.loads(SCRIPT.findall(page)[0])
    assert (data["language"], data["limit"]) == ("en", 321)
    assert data["person_message"] == "I would like to talk to a person"
    assert data["words"]["placeholder"] == "What would you like to know?"


def test_the_desk_knows_the_queues_of_the_routing_table_and_customers_do_not(visit: Visit) -> None:
    table = [
        {"queue": "kettles", "priority": 2, "answer_minutes": 5, "products": ["HB-*"]},
        {"queue": "rest", "priority": 4, "answer_minutes": 60, "languages": ["ko"]},
        {"queue": "rest", "priority": 4, "answer_minutes": 90},
    ]
    shop = visit(desk={"routing": table})
    data = json.loads(SCRIPT.findall(shop.get("/desk").text)[0])
    assert data["queues"] == ["kettles", "rest"]
    assert "kettles" not in shop.get("/").text


def leaves(words: object, path: str = "") -> dict[str, str]:
    """Dotted path -> text; of a list only how long it is."""
    if isinstance(words, dict):
        found = [leaves(value, f"{path}.{key}") for key, value in words.items()]
        return {key: value for each in found for key, value in each.items()}
    return {path: str(words) if isinstance(words, str) else f"{len(words)} items"}  # type: ignore[arg-type]


def test_both_languages_say_the_same_things() -> None:
    korean, english = leaves(words_of(KOREAN, "가게")), leaves(words_of(ENGLISH, "Shop"))
    assert korean.keys() == english.keys()
    for key, text in korean.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english[key])), key
        assert text.strip()
        assert english[key].strip()


@pytest.mark.parametrize("language", list(Language))
def test_korean_words_are_korean_and_english_words_are_not(language: Language) -> None:
    words = leaves(words_of(language, "X"))
    hangul = {key for key, text in words.items() if re.search("[가-힣]", text)}
    if language is ENGLISH:
        assert not hangul
    else:
        assert len(hangul) > 0.85 * len(words)


@pytest.mark.parametrize("language", list(Language))
def test_every_value_that_the_api_may_send_has_its_word(language: Language) -> None:
    words = words_of(language, "X")
    chat, desk, deliveries = words["chat"], words["desk"], words["deliveries"]
    named: list[tuple[object, type]] = [
        (desk["reasons"], ReasonCode),
        (desk["senders"], Sender),
        (desk["availability"], Availability),
        (desk["identity"], Identity),
        (desk["languages"], Language),
        (chat["owner"], Owner),
        (deliveries["types"], NewsType),
        (words["figures"]["outcomes"], Outcome),
        (words["figures"]["reasons"], ReasonCode),
        (words["status"]["parts"], Part),
        (words["status"]["meanwhile"], Part),
        (words["status"]["states"], PartState),
        (words["status"]["whole"], PartState),
        (words["status"]["breaker"], BreakerState),
        (words["status"]["failures"], ModelFailure),
    ]
    for entries, values in named:
        assert set(entries) == set(values)  # type: ignore[call-overload]
    chosen = set(Resolution) - {Resolution.RETURNED}
    assert set(desk["resolutions"]) == chosen  # type: ignore[call-overload]
    assert {rule.queue for rule in ROUTING} <= set(desk["queues"])  # type: ignore[call-overload]
    assert set(EntityKind) <= set(desk["entity"])  # type: ignore[call-overload]
    assert set(Step) <= set(chat["steps"])  # type: ignore[call-overload]
    assert set(desk["priorities"]) == set("1234")  # type: ignore[call-overload]


def test_feedback_is_asked_for_answers_only() -> None:
    asked = re.findall(r'reply\.outcome === "(\w+)"', (STATIC / "chat/message.js").read_text())
    assert asked == [Outcome.ANSWERED]


def colours(scheme: str) -> dict[str, str]:
    """Name -> #rrggbb in `light` or `dark`."""
    css = (STATIC / "shared/base.css").read_text("utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: light if scheme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "grounds", "least"),
    [
        ("ink", ["paper", "surface", "raised", "accent-soft", "warm-soft", "danger-soft"], 7),
        ("quiet", ["paper", "surface", "raised", "accent-soft", "warm-soft", "danger-soft"], 4.5),
        ("accent", ["paper", "surface", "raised", "accent-soft", "danger-soft"], 4.5),
        ("accent-ink", ["accent"], 4.5),
        ("own-ink", ["own"], 4.5),
        ("danger", ["paper", "surface", "danger-soft"], 4.5),
        ("surface", ["danger"], 4.5),
        ("warm", ["warm-soft"], 4.5),
        ("line-strong", ["paper", "surface"], 3),
    ],
)
def test_texts_and_borders_stand_out_by_the_ratios_of_wcag(
    scheme: str, ink: str, grounds: list[str], least: float
) -> None:
    named = colours(scheme)
    for ground in grounds:
        dark, light = sorted((luminance(named[ink]), luminance(named[ground])))
        assert (light + 0.05) / (dark + 0.05) >= least, f"{ink} on {ground}"
