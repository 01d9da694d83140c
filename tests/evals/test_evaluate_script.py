"""The command line of the exam: what is asked, what is printed, how it ends."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.gates import Exam
from evals.options import overrides
from evals.store import ABOUT, ENDED, OBSERVED
from sangdam.errors import Invalid
from sangdam.settings import Settings
from tests.evals.conftest import OPERATOR_KEY

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "evaluate.py"

GOLDEN = {
    "open/answerable.ko.yaml": """
- id: jeju
  say: 제주도는 배송 며칠 걸려요?
  documents: shipping-jeju-days
  facts: [3~4영업일]
  why: a test
- id: jeju-wrong
  say: 제주도로 보내면 며칠이나 걸리나요?
  documents: refund-how-long
  why: expects what is not so
""",
    "open/request.en.yaml": """
- id: person
  say: let me talk to a human
  why: a test
""",
    "sealed/small_talk.ko.yaml": """
- id: hello
  say: 안녕하세요
  why: a test
- id: hello-wrong
  say: 안녕히 계세요
  outcome: refused
  why: expects what is not so
""",
}
KNOWLEDGE = """id,question,answer,language
shipping-jeju-days,제주도는 배송 며칠 걸려요?,제주는 발송 후 3~4영업일 걸립니다.,ko
refund-how-long,환불은 얼마나 걸려요?,카드 환불은 3~5영업일 걸립니다.,ko
"""

Evaluate = Callable[..., int]


FLOORS = "".join(f"[{exam}.all]\npassed = {{at_least = 0.95}}\n" for exam in Exam)


@pytest.fixture(scope="module")
def script() -> Any:
    spec = importlib.util.spec_from_file_location("evaluate_script", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    folder = tmp_path / "golden"
    for name, text in GOLDEN.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "floors.toml").write_text(FLOORS, "utf-8")
    return folder


@pytest.fixture
def evaluate(
    script: Any, golden: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> Evaluate:
    """The script over these cases and a running service; returns its exit code."""
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SANGDAM_OPERATOR_KEY", OPERATOR_KEY)

    def call(*options: str) -> int:
        given = ["--golden", str(golden), *options]
        asks = not {"--report", "--write-subset", "--url", "--knowledge"} & set(options)
        code: int = script.main([*given, "--url", address] if asks else given)
        return code

    return call


def folders(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "data" / "evals").iterdir())


# --- a run ---------------------------------------------------------------------------------


def test_a_run_leaves_its_files_and_says_what_failed(
    evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--name", "first", "--half", "open") == 0
    (folder,) = folders(tmp_path)
    assert {ABOUT, OBSERVED, ENDED, "report.html"} <= {path.name for path in folder.iterdir()}
    printed = capsys.readouterr().out
    assert "✗ jeju-wrong: 제주도로 보내면 며칠이나 걸리나요?" in printed
    assert "cited: " in printed
    assert "2 of 3 passed" in printed
    assert "Not held against the floors" in printed
    assert f"Report: {folder / 'report.html'}" in printed
    assert "passed" in printed.split("2 of 3")[0]


def test_of_sealed_cases_only_the_number_is_shown(
    evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--half", "sealed")
    printed = capsys.readouterr().out
    assert "1 sealed cases failed: small_talk 1" in printed
    assert "hello" not in printed
    assert "안녕히" not in printed


def test_a_case_is_told_from_question_to_faults(
    evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--case", "jeju-wrong", "--case", "hello-wrong") == 0
    printed = capsys.readouterr().out
    assert "✗ jeju-wrong (answerable, open, open/answerable.ko.yaml:7)" in printed
    assert "› 제주도로 보내면 며칠이나 걸리나요?" in printed
    assert "shipping-jeju-days.ko#0" in printed
    assert "3~4영업일" in printed
    assert "✗ cited: " in printed
    assert "its story is not told" in printed
    assert "안녕히" not in printed


def test_a_broken_floor_is_exit_code_1_unless_nobody_asks(
    evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate() == 1
    assert "BROKEN FLOOR full, all: passed is " in capsys.readouterr().out
    assert evaluate("--no-gate") == 0


def test_two_runs_are_compared_and_a_baseline_is_kept(
    evaluate: Evaluate, golden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--half", "open", "--name", "before", "--save-baseline", "release")
    assert json.loads((golden.parent / "baselines" / "release.json").read_text("utf-8"))
    path = golden / "open" / "answerable.ko.yaml"
    path.write_text(path.read_text("utf-8").replace("refund-how-long", "shipping-jeju-days"))
    capsys.readouterr()
    evaluate("--half", "open", "--name", "after", "--baseline", "release")
    printed = capsys.readouterr().out
    assert "Against before: 0 mended, 0 broken" in printed
    assert "Against release: 0 mended, 0 broken" in printed
    assert "1 edited" in printed


def test_an_old_run_is_judged_anew_without_asking(
    evaluate: Evaluate, golden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--half", "open", "--name", "old")
    path = golden / "open" / "answerable.ko.yaml"
    path.write_text(path.read_text("utf-8").replace("refund-how-long", "shipping-jeju-days"))
    capsys.readouterr()
    assert evaluate("--report", "old") == 0
    assert "3 of 3 passed" in capsys.readouterr().out
    assert len(folders(tmp_path)) == 1


def test_in_this_process_settings_and_knowledge_are_those_of_the_options(
    evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    knowledge = tmp_path / "knowledge" / "faqs"
    knowledge.mkdir(parents=True)
    (knowledge / "shipping.csv").write_text(KNOWLEDGE, "utf-8")
    options = ["--knowledge", str(knowledge.parent), "--set", "decision.threshold=0.05"]
    assert evaluate(*options, "--kind", "answerable", "--language", "ko") == 0
    assert "1 of 2 passed" in capsys.readouterr().out
    (folder,) = folders(tmp_path)
    about = json.loads((folder / ABOUT).read_text("utf-8"))["about"]
    assert about["target"] == "in process"
    assert about["settings"]["decision"]["threshold"] == 0.05
    assert about["settings"]["operator_key"] == "**********"
    assert OPERATOR_KEY not in "".join(path.read_text("utf-8") for path in folder.iterdir())


# --- lists ---------------------------------------------------------------------------------


def test_a_subset_is_drawn_and_asked(
    evaluate: Evaluate, golden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--write-subset", "some", "--size", "3") == 0
    listed = (golden.parent / "subsets" / "some.txt").read_text("utf-8").splitlines()
    assert len([line for line in listed if not line.startswith("#")]) == 3
    assert evaluate("--subset", "some") == 0
    assert " of 3 passed" in capsys.readouterr().out


# --- what has to be mended first -----------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--subset", "none"], "there is no subset none"),
        (["--case", "gone"], "there is no case gone"),
        (["--half", "sealed", "--kind", "attack"], "no case is left"),
        (["--url", "http://127.0.0.1:9"], "nothing answers at http://127.0.0.1:9"),
        (["--report", "gone"], "there is no run gone"),
        (["--baseline", "gone", "--case", "hello"], "there is no baseline gone"),
        (["--knowledge", "x", "--set", "decision.treshold=1"], "DECISION__TRESHOLD"),
        (["--knowledge", "x", "--set", "colour=blue"], "SANGDAM_COLOUR"),
        (["--knowledge", "x", "--set", "threshold"], "write name=value"),
        (["--write-subset", "some", "--size", "9"], "a subset of 9 can't be had from 5 cases"),
        (["--resume"], "was interrupted"),
        (["--judge", "--case", "hello"], "--judge asks the model of SANGDAM_MODEL"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_has_to_be_mended_is_a_sentence_and_exit_code_2(
    evaluate: Evaluate, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert evaluate(*options) == 2
    caught = capsys.readouterr()
    assert said in caught.err
    assert "Traceback" not in caught.err


def test_a_fault_in_the_golden_files_is_named_with_its_line(
    evaluate: Evaluate, golden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (golden / "open" / "attack.ko.yaml").write_text("- id: x\n  say: y\n", "utf-8")
    assert evaluate() == 2
    assert capsys.readouterr().err == "open/attack.ko.yaml:1: why is missing\n"


@pytest.mark.parametrize(
    "options",
    [
        ["--url", "http://x", "--llm", "local"],
        ["--url", "http://x", "--set", "a=b"],
        ["--report", "x", "--resume"],
        ["--workers", "0"],
        ["--kind", "odd"],
    ],
    ids=" ".join,
)
def test_options_that_cannot_go_together_are_refused(script: Any, options: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        script.main(options)
    assert raised.value.code == 2


def test_a_setting_is_given_by_its_dotted_name() -> None:
    given = overrides(["decision.threshold=0.5", "hours__weekdays=[0, 1]", "company=하나=둘"])
    assert given == {
        "decision": {"threshold": "0.5"},
        "hours": {"weekdays": [0, 1]},
        "company": "하나=둘",
    }
    settings = Settings.load(**given)
    assert settings.decision.threshold == 0.5
    assert settings.hours.weekdays == (0, 1)


@pytest.mark.parametrize("pairs", [["a"], ["=1"], ["a=[1"], ["a=1", "a.b=2"]], ids=" ".join)
def test_a_setting_that_cannot_be_read_is_refused(pairs: list[str]) -> None:
    with pytest.raises(Invalid, match="--set"):
        overrides(pairs)


# --- Ctrl-C --------------------------------------------------------------------------------


MANY = 400
"""Cases that no machine answers between two looks at its folder."""


def test_ctrl_c_leaves_a_run_that_goes_on(
    evaluate: Evaluate, golden: Path, tmp_path: Path, address: str
) -> None:
    entries = [f"- id: n{n}\n  say: 배송 질문 {n}번입니다\n  why: a test\n" for n in range(MANY)]
    (golden / "open" / "small_talk.ko.yaml").write_text("".join(entries), "utf-8")
    options = ["--golden", str(golden), "--url", address, "--kind", "small_talk", "--workers", "1"]
    with subprocess.Popen(
        # Whatever runs in the background of a shell is born deaf to Ctrl-C.
        ["env", "--default-signal=INT", sys.executable, SCRIPT, *options],
        stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as running:  # fmt: skip
        deadline = time.monotonic() + 60
        while not [*(tmp_path / "data").glob(f"evals/*/{OBSERVED}")]:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in said
    (folder,) = folders(tmp_path)
    done = len((folder / OBSERVED).read_text("utf-8").splitlines())
    assert 0 < done < MANY + 2
    assert f"{done} of {MANY + 2} cases are done" in said
    assert said.rstrip().endswith(f"--resume={folder.name}")
    assert evaluate("--kind", "small_talk", "--resume") == 0
    assert len((folder / OBSERVED).read_text("utf-8").splitlines()) == MANY + 2
    assert (folder / ENDED).exists()
