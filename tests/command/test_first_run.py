"""A stranger in an empty folder: what is left is said, step by step, until it serves."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sangdam.command.main import main
from sangdam.settings import Settings
from tests.moments import Converse, MakeService

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SANGDAM_LLM", "none")
    return tmp_path


def test_an_empty_folder_is_led_to_all_that_is_missing(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANGDAM_MODELS_DIR", str(place / "models"))
    assert main(["serve"]) == 1
    said = capsys.readouterr().err
    commands = re.findall(r"sangdam \w+", said)
    assert commands == ["sangdam init", "sangdam models", "sangdam reindex", "sangdam serve"]
    for setting in ("KNOWLEDGE_DIR", "OPENAI_BASE_URL", "MODEL", "ALLOWED_ORIGINS"):
        assert f"SANGDAM_{setting}" in said
        assert setting.lower() in Settings.model_fields
    assert list(place.iterdir()) == []


def test_the_same_in_korean(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.startswith(
        "아직 아무것도 답할 수 없습니다. 남은 일:\n  1. 지식: "
    )
    assert main(["init"]) == 0
    said = capsys.readouterr().out
    assert "예시 질문 네 개" in said
    assert f"그다음, {place}에서:" in said
    assert "언어 모델" in (place / "sangdam.toml").read_text("utf-8")
    assert main(["serve"]) == 1
    assert "1. 지식의 색인: sangdam reindex" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en_US.UTF-8", "ko_KR.UTF-8"])
def test_the_first_settings_are_read_with_every_line_taken_in(
    place: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert main(["init"]) == 0
    file = place / "sangdam.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Settings.load().company_en == "Our Shop"
    told = file.read_text("utf-8")
    file.write_text(re.sub(r"^# (?=\[|\w+ = )", "", told, flags=re.M), "utf-8")
    settings = Settings.load()
    assert settings.allowed_origins == ("https://shop.example",)
    assert settings.hours == Settings.load({}, hours={"breaks": ["12:00-13:00"]}).hours
    assert settings.model == "the-name-of-your-model"


def test_what_is_there_stays(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "knowledge").mkdir()
    assert main(["init"]) == 1
    assert "knowledge is there already" in capsys.readouterr().err
    assert not (place / "sangdam.toml").exists()


def test_the_example_answers_in_both_languages(
    place: Path, make_service: MakeService, converse: Converse
) -> None:
    assert main(["init"]) == 0
    assert main(["reindex"]) == 0
    service = make_service(data_dir=place / "data", index_dir=None)
    assert "7일" in converse(service, "반품은 언제까지 할 수 있나요?").text
    assert "7 days" in converse(service, "Until when can I return something?").text


def test_it_serves_and_prints_its_key_once(place: Path) -> None:
    assert main(["init", "."]) == 0
    assert main(["reindex"]) == 0
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    process = subprocess.Popen(
        [sys.executable, "-m", "sangdam.command", "serve"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"SANGDAM_PORT": "0", "PYTHONPATH": paths},
        cwd=place,
    )
    assert process.stdout is not None
    printed = []
    for line in process.stdout:
        printed.append(line)
        if line.startswith("Ready"):
            break
    process.terminate()
    process.communicate(timeout=60)
    assert any(line.startswith("Operator key (shown once): sangdam_") for line in printed)
    assert printed[-1].startswith("Ready: chat http://127.0.0.1:")
