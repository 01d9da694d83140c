"""The whole examination, as a person runs it."""

from __future__ import annotations

import ast
import json
import string
import tomllib
from pathlib import Path

import pytest

from sangdam.command.doctor.examination import CHECKS
from sangdam.command.main import main
from sangdam.command.words import LANGUAGES

COMMAND = Path(__file__).parents[3] / "src" / "sangdam" / "command"
TOLD = {
    language: tomllib.loads((COMMAND / f"{language}.toml").read_text("utf-8"))
    for language in LANGUAGES
}


def keys_told() -> set[tuple[str, str]]:
    """(ok, warning or wrong; key) of every finding that the code can tell."""
    calls = (
        node
        for path in (COMMAND / "doctor").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    return {
        (call.func.attr, str(call.args[0].value))
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"ok", "warning", "wrong"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_found_has_words_and_a_way_to_mend_it(language: str) -> None:
    told = keys_told()
    assert len(told) > 40
    assert {key for _, key in told} <= set(TOLD[language]["doctor"])
    assert {key for state, key in told if state != "ok"} <= set(TOLD[language]["mend"])


def test_both_languages_are_filled_with_the_same() -> None:
    def filled(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for group in set(TOLD["en"]) - {"help"}:
        for key, text in TOLD["en"][group].items():
            assert filled(text) == filled(TOLD["ko"][group][key]), f"{group}.{key}"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SANGDAM_LLM", "none")
    monkeypatch.setenv("SANGDAM_PORT", "0")
    return tmp_path


def test_a_set_up_with_nothing_but_an_index_is_well(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "wrong    index: there is none in data/index" in printed
    assert "→ run `sangdam reindex`" in printed
    assert main(["init"]) == 0
    assert main(["reindex"]) == 0
    capsys.readouterr()
    assert main(["doctor", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {finding["check"] for finding in found} == set(CHECKS)
    assert "wrong" not in {finding["state"] for finding in found}
    assert (place / "data" / "index" / "current").is_file()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("compani = 'x'\n", "COMPANI"),
        ("company = \n", "sangdam.toml can't be read"),
        ("port = 'x'\n", "SANGDAM_PORT"),
    ],
)
def test_settings_that_cannot_be_read_are_all_that_is_told(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    toml: str,
    said: str,
) -> None:
    monkeypatch.delenv("SANGDAM_PORT")
    (place / "sangdam.toml").write_text(toml)
    assert main(["doctor"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("wrong    settings: ")
    assert said in line


def test_settings_are_shown_without_their_secrets(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "sangdam.toml").write_text(
        'company = "바다상회"\noperator_key = "geheim"\n'
        'database_url = "postgresql://u:geheim@127.0.0.1:1/x"\n'
        '[otlp]\nheaders = {Authorization = "geheim"}\n'
        '[[webhooks]]\nurl = "https://hooks.example/geheim"\n'
        'secret = "whsec_Z2VoZWltZ2VoZWltZ2VoZWltZ2VoZWlt"\n'
    )
    monkeypatch.setenv("SANGDAM_OPENAI_API_KEY", "geheim")
    assert main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "SANGDAM_COMPANY is 바다상회" in printed
    assert "SANGDAM_OPERATOR_KEY is (hidden)" in printed
    assert "geheim" not in printed
    assert "Z2VoZWlt" not in printed
