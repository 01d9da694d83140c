"""The operator's key, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sangdam.bootstrap_index import now
from sangdam.command.main import main
from sangdam.settings import Settings
from sangdam.storage.database import Database
from sangdam.storage.keys import OperatorKey

Said = Callable[..., str]
"""Runs `sangdam keys …` and returns what it prints."""


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Said:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(tmp_path))

    def run(*arguments: str) -> str:
        assert main(["keys", *arguments]) == 0
        return capsys.readouterr().out

    return run


def opens(key: str) -> bool:
    """Whether a service that starts now takes it."""
    database = Database(Settings.load().database)
    try:
        return OperatorKey(database, now).opens(key)
    finally:
        database.close()


def made(printed: str) -> str:
    return next(word for word in printed.split() if word.startswith("sangdam_"))


def test_a_new_key_takes_the_place_of_the_old(said: Said) -> None:
    assert "no operator key yet" in said("list")
    first = made(said("new"))
    assert opens(first)
    second = made(said("new"))
    assert (opens(first), opens(second)) == (False, True)
    listed = said("list")
    assert "There is an operator key, made 20" in listed
    assert second not in listed


def test_a_revoked_key_opens_nothing(said: Said) -> None:
    key = made(said("new"))
    assert "gone" in said("revoke")
    assert not opens(key)


def test_a_key_by_setting_is_said_to_win(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGDAM_OPERATOR_KEY", "geheim")
    assert "only that one counts" in said("new")
    assert "SANGDAM_OPERATOR_KEY is the operator key" in said("list")
