"""The command line of the exam, as far as it concerns the search alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.gates import Exam
from evals.options import parser, parts, read
from evals.retrieval.examination import FILE
from scripts import evaluate

FAQS = """id,question,answer,language
jeju.ko,제주도는 배송 며칠 걸려요?,제주는 발송 후 3~4영업일 걸립니다.,ko
refund.ko,환불은 얼마나 걸려요?,카드 환불은 3~5영업일 걸립니다.,ko
refund.en,How long does a refund take?,Cards take 3-5 business days.,en
"""
GOLDEN = "- id: jeju\n  say: 제주도는 배송 며칠 걸려요?\n  documents: jeju\n  why: a test\n"
HEADER = "question,documents\n"
QUESTIONS = {
    "open/short.ko.csv": HEADER + "제주 배송 며칠,jeju\n환불은 얼마나 걸려요 대체,jeju\n",
    "sealed/short.ko.csv": HEADER + "환불 얼마나 걸림,refund\n",
    "sealed/short.en.csv": HEADER + "refund how long,refund\n",
}
FLOORS = """
[full.all]
passed = {at_least = 0.0}
[fast.all]
passed = {at_least = 0.0}
[embedded.all]
passed = {at_least = 0.0}
[confidence.all]
auroc = {at_least = 0.0}
[drafts.all]
errors_caught = {at_least = 1.0}
[written.all]
prose_unsound = {at_most = 1.0}
[signals.all]
said_severe_found = {at_least = 0.0}
[attacks.all]
attacks_leaked = {at_most = 1.0}
[personal_data.all]
personal_found = {at_least = 0.0}
[summaries.all]
summaries_unfounded = {at_most = 1.0}
[search.sealed]
hit_at_1 = {at_least = 1.0}
[search.open]
hit_at_1 = {at_least = OPEN}
"""

Evaluate = Callable[..., int]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with knowledge, golden cases, questions and floors of its own."""
    files = {
        "knowledge/faqs/shop.csv": FAQS,
        "evals/golden/open/answerable.ko.yaml": GOLDEN,
        "evals/floors.toml": FLOORS.replace("OPEN", "0.5"),
        **{f"evals/retrieval/questions/{name}": text for name, text in QUESTIONS.items()},
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def run(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """The script over the shop; returns its exit code."""
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(shop / "data"))
    given = ["--golden", str(shop / "evals/golden"), "--knowledge", str(shop / "knowledge")]
    return lambda *options: evaluate.main([*given, *options])


def test_the_search_alone_is_examined_and_kept(
    run: Evaluate, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--search", "--data", str(shop)) == 0
    printed = capsys.readouterr().out
    assert "Every floor holds." in printed
    assert f"No bank questions: {shop} has no banking77/" in printed
    assert printed.index("Search, sealed") < printed.index("Search, open")
    assert "환불 얼마나 걸림" not in printed
    (kept,) = (shop / "data" / "evals").glob(f"*-search/{FILE}")
    told = json.loads(kept.read_text("utf-8"))
    assert [row["n"] for row in told["rows"] if not row["language"]] == [2, 2]
    assert [one["place"] for one in told["open"]] == [1, 2]
    assert f"Search: {kept}" in printed


def test_a_broken_floor_is_told_and_no_failure_where_nobody_asks(
    run: Evaluate, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "evals/floors.toml").write_text(FLOORS.replace("OPEN", "0.9"), "utf-8")
    assert run("--search", "--no-gate") == 0
    assert "BROKEN FLOOR search, open: hit_at_1 is 0.500 (n 2" in capsys.readouterr().out


def test_a_part_is_held_against_no_floor(run: Evaluate, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--search", "--half", "sealed", "--language", "en") == 0
    printed = capsys.readouterr().out
    assert "Not held against the floors" in printed
    assert "open " not in printed
    assert "ko, " not in printed


def test_the_search_follows_the_whole_exam_and_is_kept_beside_the_run(
    run: Evaluate, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "evals/floors.toml").write_text(FLOORS.replace("OPEN", "0.9"), "utf-8")
    assert run() == 1
    printed = capsys.readouterr().out
    assert printed.index("Report: ") < printed.index("Search, sealed")
    assert "BROKEN FLOOR search, open" in printed
    (folder,) = (shop / "data" / "evals").iterdir()
    assert (folder / FILE).is_file()
    assert (folder / "report.html").is_file()


@pytest.mark.parametrize(
    "given",
    [
        ["--half", "open"],
        ["--kind", "attack"],
        ["--case", "jeju"],
        ["--language", "ko"],
        ["--subset", "fast"],
        ["--url", "http://x"],
        ["--report", "x"],
    ],
    ids=" ".join,
)
def test_a_part_of_the_conversations_leaves_the_search_out(shop: Path, given: list[str]) -> None:
    golden = ["--golden", str(shop / "evals/golden")]
    assert parts(read(parser(""), golden)) == (Exam.SEARCH,)
    assert not parts(read(parser(""), [*golden, *given]))


def test_where_there_are_no_questions_the_search_is_left_out(shop: Path) -> None:
    (shop / "evals/retrieval").rename(shop / "evals/gone")
    assert not parts(read(parser(""), ["--golden", str(shop / "evals/golden")]))


def test_what_has_to_be_mended_is_told(
    run: Evaluate, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--search", "--half", "open", "--language", "en") == 2
    assert "no question is left" in capsys.readouterr().err
    path = shop / "evals/retrieval/questions/open/short.ko.csv"
    path.write_text(HEADER + "배송,shipping\n", "utf-8")
    assert run("--search") == 2
    assert "open/short.ko.csv:2: there is no document shipping" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--url", "http://x"],
        ["--report", "x"],
        ["--resume"],
        ["--subset", "fast"],
        ["--kind", "attack"],
        ["--case", "x"],
        ["--customers"],
        ["--judge"],
        ["--baseline", "x"],
        ["--save-baseline", "x"],
        ["--readme"],
        ["--write-subset", "x"],
    ],
    ids=" ".join,
)
def test_options_of_the_conversations_are_refused(options: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        evaluate.main(["--search", *options])
    assert raised.value.code == 2
