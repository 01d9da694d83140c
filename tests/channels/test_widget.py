"""The file of the widget as it is served."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from sangdam.channels.frame import tree_of
from sangdam.channels.pages import STATIC
from sangdam.channels.widget import FOLDERS, styles, widget
from sangdam.models import Document, DocumentKind, Language
from sangdam.settings import Settings

LIMIT = 25_000
"""Bytes, by gzip."""
COMPANY = "<script>alert(1)</script>"


class Shop:
    def __init__(self) -> None:
        self.settings = Settings.load({}, company=COMPANY, company_en="Haru Market")
        self.told: tuple[Document, ...] = ()

    def notices(self, language: Language) -> tuple[Document, ...]:
        return tuple(each for each in self.told if each.language is language)


def notice(language: Language, text: str) -> Document:
    return Document(
        id=f"strike.{language}",
        kind=DocumentKind.NOTICE,
        title="배송 지연 안내" if language is Language.KOREAN else "Deliveries are late",
        text=text,
        language=language,
        source="notices/strike.md",
    )


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def client(shop: Shop) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(widget(shop))
    with TestClient(app) as client:
        yield client


def test_it_is_under_25_kb_on_its_way_even_with_notices(client: TestClient, shop: Shop) -> None:
    shop.told = tuple(
        notice(language, f"{number} 제주와 부산 지역의 배송이 평소보다 하루에서 이틀 더 걸립니다.")
        for language in Language
        for number in range(2)
    )
    answer = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < LIMIT
    assert len(gzip.compress(answer.content)) < LIMIT


def test_who_takes_no_gzip_gets_the_same_file_plain(client: TestClient) -> None:
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == client.get("/widget.js").content
    assert plain.headers["content-type"].startswith("text/javascript")


def test_a_browser_keeps_it_asks_by_etag_and_any_site_may_load_it(client: TestClient) -> None:
    first = client.get("/widget.js")
    assert first.headers["cache-control"] == "public, max-age=300"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    assert first.headers["vary"] == "Accept-Encoding"
    again = client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_new_notice_is_a_new_file(client: TestClient, shop: Shop) -> None:
    before = client.get("/widget.js")
    shop.told = (notice(Language.KOREAN, "늦어요"), notice(Language.ENGLISH, "Delays"))
    after = client.get("/widget.js", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "늦어요" in after.text
    assert "Delays" in after.text


def test_it_holds_the_words_of_both_languages_and_the_company_as_text(client: TestClient) -> None:
    script = client.get("/widget.js").text
    assert "저는 사람이 아니라 AI예요" in script
    assert "I am an AI, not a person" in script
    assert COMPANY in script.replace('\\"', '"')
    assert "&lt;script" not in script


def test_every_icon_that_it_shows_is_in_it(client: TestClient, shop: Shop) -> None:
    shop.told = (notice(Language.KOREAN, "늦어요"),)
    script = client.get("/widget.js").text
    drawn = set(re.findall(r'"icon-([\w-]+)"', script))
    modules = (each for folder in FOLDERS for each in (STATIC / folder).glob("*.js"))
    named = re.findall(r'\bicon\("([\w-]+)', "".join(each.read_text() for each in modules))
    assert drawn == {*named, *re.findall(r"#icon-([\w-]+)", script)}


def test_it_writes_no_html_and_evaluates_no_text(client: TestClient) -> None:
    script = client.get("/widget.js").text
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert sink not in script


def test_sizes_do_not_hang_on_the_root_of_the_site() -> None:
    assert "rem" not in styles().replace("remark", "")
    assert "font-size:14px" in styles()


def test_html_becomes_a_tree_without_the_space_that_lays_it_out() -> None:
    drawing = '<svg viewBox="0 0 1 1"><path d="M0"/></svg>'
    html = f'<p class="a">\n  <b>one</b> &lt;two&gt;\n  {drawing}\n</p>\n'
    assert tree_of(html) == [
        "p",
        {"class": "a"},
        ["b", {}, "one"],
        " <two> ",
        ["svg", {"viewBox": "0 0 1 1"}, ["path", {"d": "M0"}]],
    ]
