"""What the pages for everybody say is there: links, commands, settings; alike in both languages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from sangdam.command.main import main
from sangdam.indexing.tables import COLUMNS
from sangdam.settings import PREFIX, Settings
from tests.command.test_docs import leaf, options_of

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
BOTH = ("run.md", "knowledge.md")
TOLD = (*BOTH, "ko/run.md", "ko/knowledge.md", "how-it-decides.md", "first-hour.md")


def read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def blocks(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


def shown(text: str) -> Iterator[str]:
    """Every command `sangdam …` and `make …` on a page."""
    spans = re.findall(r"`([^`\n]+)`", without_blocks(text))
    for line in [*spans, *(line for block in blocks(text) for line in block.splitlines())]:
        plain = re.sub(r"^(?:SANGDAM_\w+=\S+ )+", "", line)
        if plain.startswith(("sangdam ", "make ")):
            yield plain


def settings(text: str) -> set[str]:
    return set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(without_blocks(page.read_text("utf-8"))):
        if not link.startswith(("http://", "https://", "mailto:", "#")):
            target = page.parent / unquote(link.partition("#")[0])
            assert target.exists(), f"{link} in {page}"


@pytest.mark.parametrize("name", BOTH)
def test_the_korean_page_names_the_same_commands_settings_and_columns(name: str) -> None:
    english, korean = read(name), read(f"ko/{name}")
    assert sorted(shown(english)) == sorted(shown(korean))
    assert settings(english) == settings(korean)
    columns = re.compile(r"^\| (`[^|]+) \|", re.M)
    assert columns.findall(english) == columns.findall(korean)
    assert len(re.findall(r"^## ", english, re.M)) == len(re.findall(r"^## ", korean, re.M))
    assert re.search(r"[가-힣]", korean)


@pytest.mark.parametrize("name", TOLD)
def test_commands_and_settings_of_a_page_are_there(name: str) -> None:
    text = read(name)
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    for command in shown(text):
        program, *words = shlex.split(command)
        if program == "make":
            assert words[0] in targets, command
        else:
            given = {word for word in words if word.startswith("--")}
            assert given <= options_of(leaf(tuple(words))), command
    for setting in settings(text):
        group, _, key = setting.removeprefix(PREFIX).lower().partition("__")
        assert group in Settings.model_fields, setting
        if key:
            default = getattr(Settings.load({}), group)
            assert key in type(default).model_fields, setting


def test_the_columns_of_the_page_are_those_that_are_read() -> None:
    named = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", read("knowledge.md"), re.M)
    assert {name for cell in named for name in re.findall(r"\w+", cell)} == set(COLUMNS)


def test_the_first_hour_of_the_package_runs_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of the block but `serve`, which test_first_run starts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SANGDAM_LLM", "none")
    block = next(each for each in blocks(read("run.md")) if each.startswith("sangdam init"))
    *commands, last = block.split("\n")[:-1]
    assert last == "sangdam serve"
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, capsys.readouterr().err


def test_the_figures_of_how_it_decides_are_those_in_use() -> None:
    text = read("how-it-decides.md")
    decision = Settings.load({}).decision
    assert f"The line is {decision.threshold:.1f} (" in text
    assert f"from {decision.clarify_from:.2f} (" in text
