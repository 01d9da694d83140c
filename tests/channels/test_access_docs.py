"""docs/access.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from sangdam.models import MAY, Permission, Role
from sangdam.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "access.md").read_text("utf-8")
ROWS = [
    Permission.TICKETS,
    Permission.INTERNAL,
    Permission.REPLY,
    Permission.ACT_FOR_AGENTS,
    Permission.AGENTS,
    Permission.CUSTOMERS,
    Permission.SEARCH,
    Permission.GAPS,
    Permission.DELIVERIES,
    Permission.USAGE,
    Permission.TRACES,
    Permission.METRICS,
    Permission.STATUS,
    Permission.PRIVACY,
    Permission.ACCOUNTS,
]
"""The table's lines, in its order."""


def test_the_table_of_roles_is_the_one_that_decides() -> None:
    head, _, *lines = [line for line in PAGE.split("## The first")[0].splitlines() if "|" in line]
    roles = [Role(name.strip()) for name in head.split("|")[2:-1]]
    assert set(roles) == set(Role)
    assert set(ROWS) == set(Permission)
    for permission, line in zip(ROWS, lines, strict=True):
        told = {
            role for role, cell in zip(roles, line.split("|")[2:-1], strict=True) if cell.strip()
        }
        assert told == {role for role in Role if permission in MAY[role]}, permission


def test_every_setting_that_is_named_exists_with_its_default() -> None:
    settings = Settings.load({})
    for name, default in re.findall(r"^\| `SANGDAM_(\w+)` \| (\d+)", PAGE, re.MULTILINE):
        value: object = settings
        for part in name.lower().split("__"):
            value = getattr(value, part)
        known = 1_048_576 if name.endswith("BODY_BYTES") else int(default)
        assert value == known, name
    assert settings.sign_in.idle_minutes == 60
    assert settings.sign_in.hours == 12
    assert settings.sign_in.password_characters == 12
