"""What docs/connect.md shows works, from a page of another origin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from host_pages import Front, ask
from playwright.sync_api import expect
from scripted_api import WAIT, ScriptedApi, done, problem, step

pytestmark = pytest.mark.browser

PAGE = (Path(__file__).parents[2] / "docs" / "connect.md").read_text("utf-8")
TAG, EXAMPLE = re.findall(r"```html\n(.*?)```", PAGE, re.DOTALL)
SUPPORT = "https://support.example"
QUESTION = {"ko": "어떤 결제 수단을 쓸 수 있나요?", "en": "Which payment methods can I use?"}
KAKAO = {"ko": "카카오페이", "en": "KakaoPay"}
NEXT = {"ko": "고마워요", "en": "Thank you"}


def test_the_script_of_the_example_has_some_thirty_lines() -> None:
    script = EXAMPLE.split('<script type="module">\n')[1].split("</script>")[0]
    assert len([line for line in script.splitlines() if line.strip()]) <= 35


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_tag_brings_the_widget(
    scripted_front: Front, script: ScriptedApi, language: str
) -> None:
    script.turns = [[done("1")]]
    tag = TAG.replace(SUPPORT, scripted_front.support)
    page = scripted_front.bare(f'<!doctype html><html lang="{language}">{tag}')
    page.locator("#launcher").click()
    ask(page, QUESTION[language])
    expect(page.locator(".bot .bubble:not(.arriving)")).to_have_text("1")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_example_tells_what_is_done_goes_on_and_says_what_failed(
    scripted_front: Front, script: ScriptedApi, language: str
) -> None:
    source = {"marker": 1, "title": "<b>Source</b>"}
    script.turns = [
        [step("searching"), WAIT, done(KAKAO[language], citations=[source])],
        [done("…")],
        problem(503),
    ]
    page = scripted_front.bare(EXAMPLE.replace(SUPPORT, scripted_front.support))
    question, talk = page.get_by_label("Question"), page.locator("#talk p")
    question.fill(QUESTION[language])
    question.press("Enter")
    expect(page.locator("#doing")).to_have_text("searching")
    script.go_on()
    said = [QUESTION[language], KAKAO[language], "[1] <b>Source</b>"]
    expect(talk).to_have_text(said)
    for answer in ("…", "not now"):
        question.fill(NEXT[language])
        question.press("Enter")
        said += [NEXT[language], answer]
        expect(talk).to_have_text(said)
    assert script.tokens == [None, "Bearer token_1", "Bearer token_1"]
    scripted_front.site.forgive(503)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_example_talks_to_the_real_assistant(front: Front, language: str) -> None:
    page = front.bare(EXAMPLE.replace(SUPPORT, front.support))
    page.get_by_label("Question").fill(QUESTION[language])
    page.get_by_label("Question").press("Enter")
    expect(page.locator("#talk p").nth(1)).to_contain_text(KAKAO[language])
    expect(page.locator("#talk p").nth(2)).to_contain_text("[1] ")


def test_every_option_part_and_property_that_the_page_names_is_there() -> None:
    static = Path(__file__).parents[2] / "src/sangdam/channels/static/widget"
    options = set(
        re.findall(r"^  (\w+): \{ is:", (static / "options.js").read_text(), re.MULTILINE)
    )
    assert set(re.findall(r"^\| `data-(\w+)`", PAGE, re.MULTILINE)) == options | {"identity"}
    used = "".join(file.read_text() for file in static.iterdir())
    named = set(re.findall(r"--sangdam-\w+", PAGE))
    assert named == set(re.findall(r"--sangdam-\w+", used))
