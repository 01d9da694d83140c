"""docs/security.md names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sangdam.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"\[(test_\w+)\]\((\S+?)\)")
ROW = re.compile(r"^\| (?!attempt |-)(.+) \| (.+) \|$", re.MULTILINE)


def attempts() -> list[tuple[str, str]]:
    """What is tried, and by what, as the table has it."""
    _, _, table = PAGE.read_text("utf-8").partition("## Attempts")
    return ROW.findall(table)


def test_every_attempt_names_a_test_that_exists() -> None:
    assert len(attempts()) > 30
    for attempt, tried_by in attempts():
        named = NAMED.findall(tried_by)
        assert named, attempt
        for test, path in named:
            tree = ast.parse((PAGE.parent / path).read_text("utf-8"))
            there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            assert test in there, f"{path} has no {test}"


def test_its_commands_settings_and_pages_exist() -> None:
    text = PAGE.read_text("utf-8")
    for page in re.findall(r"\]\((\w+\.md)\)", text):
        assert (PAGE.parent / page).is_file()
    for module in re.findall(r"python -m ([\w.]+)", text):
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file()
    for setting in re.findall(r"SANGDAM_(\w+)", text):
        assert setting.lower() in Settings.model_fields
