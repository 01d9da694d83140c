"""The front door: quick, in both languages, and without stack traces."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from sangdam.command.main import Given, Kind, application, main
from sangdam.command.words import LANGUAGES, Words, terminal_language
from sangdam.settings import LLM

ROOT = Path(__file__).parents[2]
COMMAND = ROOT / "src" / "sangdam" / "command"
HEAVY = ("faiss", "openvino", "sqlalchemy", "fastapi", "numpy", "kiwipiepy", "pydantic_settings")


def commands(command: Any, name: str = "sangdam") -> Iterator[tuple[str, Any]]:
    yield name, command
    for part, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{name} {part}")


TREE = dict(commands(application(Given(Words("en")))))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sangdam.command", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("name", [name for name in TREE if name != "sangdam eval"])
def test_help_loads_nothing_that_takes_its_time(name: str) -> None:
    code = (
        "import sys; from sangdam.command.main import main; main(sys.argv[1:]);"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    asked = [*name.split()[1:], "--help"]
    done = subprocess.run(
        [sys.executable, "-c", code, *asked], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"Usage: {name} ")
    loaded = {module.split(".")[0] for module in done.stderr.splitlines()}
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_its_words_and_no_other_has(language: str) -> None:
    told = tomllib.loads((COMMAND / f"{language}.toml").read_text("utf-8"))["help"]
    for name, command in TREE.items():
        asked = {"does", *(parameter.name for parameter in command.params)}
        assert set(told[name]) == asked, name
    assert set(told) == set(TREE)


def test_both_languages_say_the_same_things() -> None:
    english, korean = (
        {
            (group, key)
            for group, told in tomllib.loads((COMMAND / f"{one}.toml").read_text("utf-8")).items()
            for key in told
        }
        for one in LANGUAGES
    )
    assert english == korean


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ko_KR.EUC-KR", "LANG": "C"}, "ko"),
    ],
)
def test_the_terminal_decides_the_language(environment: dict[str, str], language: str) -> None:
    assert terminal_language(environment) == language


def test_help_is_korean_on_a_korean_terminal() -> None:
    assert "고객에게 답합니다" in run("--help", LC_ALL="ko_KR.UTF-8").stdout
    assert "chat page" in run("--help", LC_ALL="C.UTF-8").stdout


def test_commands_complete_in_the_shell() -> None:
    done = run(_SANGDAM_COMPLETE="complete_bash", COMP_WORDS="sangdam re", COMP_CWORD="1")
    assert done.stdout.split() == ["reindex", "restore"]


def test_the_packaging_names_the_command() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"sangdam": "sangdam.command.main:main"}


def test_the_command_offers_every_kind_of_language_model() -> None:
    assert set(get_args(Kind)) == set(LLM)


def test_a_wrong_call_is_told_in_words_with_exit_code_2() -> None:
    done = run("reindexx")
    assert done.returncode == 2
    assert "Did you mean 'reindex'" in done.stderr


def test_a_fault_of_the_program_shows_its_place_and_nothing_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(exam: str, _golden: Path | None) -> None:
        raise RuntimeError(f"{exam} 010-1234-5678")

    assert main(["reindex", "--gate"], gate=broken) == 1
    said = capsys.readouterr().err
    assert said.startswith("a fault of the program: RuntimeError, test_main.py:")
    assert "Traceback" not in said
    assert "010-1234-5678" not in said
    with pytest.raises(RuntimeError):
        main(["--traceback", "reindex", "--gate"], gate=broken)


def test_the_exam_is_said_to_be_missing_where_only_the_package_is(tmp_path: Path) -> None:
    """As installed: the package alone, in a folder of its own."""
    (tmp_path / "sangdam").symlink_to(ROOT / "src" / "sangdam")
    code = (
        "from pathlib import Path; from sangdam.command import checkout;"
        "from sangdam.command.words import Words;"
        f"checkout.become('evaluate.py', [], Words('en'), Path({str(tmp_path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "the exam lies beside the package" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("asked", [("eval",), ("reindex", "--gate", "--exam", "fast")])
def test_a_checkout_has_the_exam(asked: tuple[str, ...]) -> None:
    """Told by its own refusal of an option that only it knows."""
    if asked[0] == "eval":
        assert "--customers" in run("eval", "--help").stdout
    else:
        done = run(*asked, "--golden", "/nowhere")
        assert done.returncode == 1
        assert "/nowhere" in done.stderr


@pytest.mark.parametrize("script", ["reindex", "chat", "fetch_models"])
def test_a_script_is_the_command(script: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / f"{script}.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    name = "models" if script == "fetch_models" else script
    assert done.stdout == run(name, "--help", LC_ALL="C").stdout
