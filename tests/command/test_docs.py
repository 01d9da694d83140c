"""What docs/command.md names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sangdam.command.doctor.examination import CHECKS
from sangdam.command.main import Given, application
from sangdam.command.words import Words
from sangdam.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "command.md").read_text("utf-8")


def called() -> Iterator[tuple[str, ...]]:
    """The words after `sangdam`, wherever the page shows it."""
    code = re.findall(r"`([^`\n]+)`", PAGE)
    lines = [
        line for block in re.findall(r"```\n(.*?)```", PAGE, re.S) for line in block.split("\n")
    ]
    for text in (*code, *lines):
        if text.startswith("sangdam "):
            yield tuple(text.split("#")[0].split()[1:])


def leaf(words: tuple[str, ...]) -> Any:
    """The command that the words lead to, options and arguments left aside."""
    command = application(Given(Words("en")))
    for word in words:
        if not word.isalpha() or word.isupper() or not getattr(command, "commands", None):
            continue
        assert word in command.commands, f"sangdam {' '.join(words)}"
        command = command.commands[word]
    return command


def options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


def test_every_command_of_the_page_is_there_with_its_options() -> None:
    shown = list(called())
    assert len(shown) > 15
    root = options_of(leaf(()))
    for words in shown:
        given = {word for word in words if word.startswith("--")}
        assert given <= options_of(leaf(words)) | root, words


def test_every_command_is_on_the_page() -> None:
    named = {words[0] for words in called() if words}
    assert set(leaf(()).commands) <= named
    for name in leaf(("keys",)).commands:
        assert f"`sangdam keys {name}`" in PAGE


def test_options_that_the_table_names_belong_to_their_command() -> None:
    for command, told in re.findall(r"^\| `sangdam (\w+)`[^|]*\|([^|]*)\|$", PAGE, re.M):
        assert set(re.findall(r"`(--[\w-]+)`", told)) <= options_of(leaf((command,)))


def test_every_check_of_the_doctor_is_on_the_page() -> None:
    table = PAGE.split("## What the doctor looks at")[1].split("## ")[0]
    assert set(CHECKS) <= set(re.findall(r"`(\w+)`", table))


def test_the_settings_that_the_page_names_are_there() -> None:
    for name in re.findall(r"`SANGDAM_(\w+)`", PAGE):
        assert name.lower() in Settings.model_fields
